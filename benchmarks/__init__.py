"""How long a visitor waits, and what a visitor costs: the app beside a minimal one, measured in the same run."""
