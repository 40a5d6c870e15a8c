"""Tables and parameters to the inputs of the models: percent becomes ratios here, and only here."""
