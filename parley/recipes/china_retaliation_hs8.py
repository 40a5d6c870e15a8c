"""China's additional duty on US goods by eight-digit line on 28 March 2025, from the US Government's matrix."""

from datetime import date
from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.schema import TableInvalidError

FILE = "tariffs/ita-retaliation-matrix-2025-03-28/underlying_trade_retaliations.csv.gz"
COLUMNS = {
    "Foreign National Tariff Line": "cn_hs8",
    "HS Subheading": "hs6",
    "Foreign Tariff Line Description": "description",
    "Current Total Estimated Retaliatory Tariff": "additional_rate_pct",
}
PUBLISHED_ON = date(2025, 3, 28)
FARM_LIST_ON = date(2025, 3, 10)
DAY_BEFORE_ALL_GOODS = date(2025, 4, 9)


def build(raw: Path) -> pd.DataFrame:
    """One row per Chinese line, in code order; rates in percent. Raises TableInvalidError on a rate without %."""
    matrix = pd.read_csv(raw_file(raw, FILE), dtype=str)
    matrix.columns = matrix.columns.str.strip()  # the first name starts with a blank
    lines = matrix.loc[matrix["Country"] == "China", list(COLUMNS)].rename(columns=COLUMNS)
    lines["additional_rate_pct"] = _percent(lines["additional_rate_pct"])
    lines["description"] = lines["description"].str.strip()
    return lines.assign(
        hs_revision="HS2022",
        published_on=PUBLISHED_ON,
        valid_from=FARM_LIST_ON,
        valid_to=DAY_BEFORE_ALL_GOODS,
        source_id="ita_retaliation_matrix_2025_03_28",
    ).sort_values("cn_hs8", ignore_index=True)


def _percent(cells: pd.Series) -> pd.Series:
    """``25.0%`` as 25."""
    other = cells[~cells.str.endswith("%")]
    if len(other):
        problem = f"{other.iloc[0]!r} is not a percentage; read the file's column again"
        raise TableInvalidError("china_retaliation_hs8", "additional_rate_pct", other.index[0], problem)
    return cells.str.removesuffix("%").astype("float64")
