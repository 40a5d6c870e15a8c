"""Keeping the tables current: ask the official sources, check, show the difference, replace whole or refuse."""
