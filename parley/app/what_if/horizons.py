"""The horizons of the product model as a visitor chooses them."""

from parley.models.scenario import Horizon

HORIZON_NAMES: dict[Horizon, str] = {"first_year": "First year", "default": "Default", "long_run": "Long run"}
