"""Published effects of tariff shocks, typed from reports, data files and pages that quote them."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts
from parley.recipes.published import figures

AGAINST_BASELINE = ("level_vs_baseline", "growth_vs_baseline", "inflation_vs_baseline")


def build(raw: Path) -> pd.DataFrame:
    """One row per figure in print; ranges stand at their middle with the words in ``as_printed``.

    Dates known to the month or the year only stand at its last day, so that an as-of date never shows them too early.
    """
    return read_typed_facts("tariff_effects").sort_values("effect_id", ignore_index=True)


def _targets(frame: pd.DataFrame) -> float:
    return float((frame["is_tariffs_only"] & frame["effect_kind"].isin(AGAINST_BASELINE)).sum())


PUBLISHED: tuple[Published, ...] = (
    *figures("tariff_effects"),
    Published("effects of tariffs alone against a baseline", 228, _targets, 0, "compilation of 24 November 2026"),
)
