"""The page Look up: all that the tables hold about one product, economy, law or mineral."""
