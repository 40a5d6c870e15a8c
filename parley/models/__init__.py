"""Trade models on plain arrays; numpy is all they need."""
