"""Published effects in the short run with the rise of the tariff they assume, and what the model takes from them.

Rows that ``tariff_effects`` holds are taken from there; the others are typed. The shape in time is fitted to responses
that have no licence: their rows stay in the raw folder.
"""

from pathlib import Path

import pandas as pd

from parley.calibration.short_run import as_table, calibrated, kernels, rises
from parley.recipes import raw_file, read_typed_facts
from parley.tables.read import read_table

RESPONSES = "oecd/tariff-shock-models/usmm_responses.csv"
SHORT_RUN_EFFECTS_NEEDS = ("tariff_effects", "published_shocks", "us_tariff_partner_steps", "world_trade_2023")
SHORT_RUN_COEFFICIENTS_NEEDS = ("short_run_effects",)


def short_run_effects(_: Path) -> pd.DataFrame:
    """One row a printed effect: what is typed, what ``tariff_effects`` holds of it, and the rise by our law."""
    typed = read_typed_facts("short_run_effects").set_index("effect_id")
    compiled = read_table("tariff_effects").set_index("effect_id").rename(columns={"institution": "house"})
    compiled["answer"] = compiled["retaliation"].map({"none": "none", "none_stated": "none", "full": "in_kind"})
    compiled["answer"] = compiled["answer"].fillna("as_in_force")
    columns = [column for column in typed if column in compiled]
    rows = typed.copy()
    for column in columns:
        rows[column] = rows[column].where(rows[column].notna(), compiled[column].reindex(rows.index))
    rows = rows.reset_index()
    return rows.assign(**rises(rows)).sort_values("effect_id", ignore_index=True)


def short_run_coefficients(raw: Path) -> pd.DataFrame:
    """Shapes, fixed effects and their covariance, effects of houses, and the two variances."""
    shapes = kernels(pd.read_csv(raw_file(raw, RESPONSES)))
    effects = read_table("short_run_effects")
    return as_table(calibrated(effects, shapes), effects)
