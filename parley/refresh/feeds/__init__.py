"""From a client's frames to rows of the tables, one file a feed; ``every`` lists them in the order they are asked."""
