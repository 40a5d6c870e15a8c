"""Charts of the page Look up."""
