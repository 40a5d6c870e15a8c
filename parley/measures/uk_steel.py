"""The US duty on steel from the United Kingdom and from everywhere else."""

from datetime import date

import pandas as pd

COLUMNS = [
    "exporter_iso3",
    "programme",
    "valid_from",
    "valid_to",
    "rate_pct",
    "coverage",
    "state",
    "scope",
    "instrument",
    "verification",
    "source_url",
    "event_id",
    "source_id",
]
PROGRAMMES = ("steel", "steel_derivatives")
DAY = pd.Timedelta(days=1)


def uk_steel(layers: pd.DataFrame, until: date) -> pd.DataFrame:
    """Section 232 layers on steel from GBR and from WLD (all others) to ``until``, parted where no longer confirmed.

    ``state`` is in_force, quota (free within a quota) or not_confirmed.
    """
    end = pd.Timestamp(until)
    steel = layers["authority"].eq("section_232") & layers["programme"].isin(PROGRAMMES)
    rows = layers[steel & layers["exporter_iso3"].isin(["GBR", "WLD"]) & (layers["valid_from"] <= end)]
    last = rows["valid_to"].where(rows["valid_to"] <= end, end)
    unsure = rows["valid_to"].isna() & (rows["confirmed_until"] < end)
    state = rows["coverage"].eq("quota").map({True: "quota", False: "in_force"})
    sure = rows.assign(valid_to=last.mask(unsure, rows["confirmed_until"]), state=state)
    rest = rows.assign(valid_from=rows["confirmed_until"] + DAY, valid_to=end, state="not_confirmed")[unsure]
    both: pd.DataFrame = pd.concat([sure, rest])
    return both.sort_values(["exporter_iso3", "programme", "valid_from"], ignore_index=True)[COLUMNS]


def on_day(rows: pd.DataFrame, exporter: str) -> pd.Series | None:
    """The row of the main duty on steel from one side on the last day of the rows; None where there is none."""
    of_steel = rows[rows["exporter_iso3"].eq(exporter) & rows["programme"].eq("steel")]
    last = of_steel[of_steel["valid_to"] == rows["valid_to"].max()]
    return None if last.empty else last.iloc[-1]
