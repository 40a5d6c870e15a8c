"""The floor: the smallest app of this stack with two pages, a slider and charts on each. Nothing of ours in it."""
