"""The seed a sweep draws with: its own, so that a failure comes back, or the one that ``PARLEY_SEED`` names."""

import os


def seed(usual: int) -> int:
    """``PARLEY_SEED``, for all sweeps at once, else the sweep's own."""
    return int(os.environ.get("PARLEY_SEED", usual))
