"""Solved models to tidy tables: ratios become percent here. Nothing is rounded."""
