"""Stories: rows of steps, typed in ``stories.toml``, each a claim in words beside one figure of another page."""
