"""Demand for magnet rare earths by use: the observed year and one scenario after it."""

import pandas as pd

USES = ("electric_vehicles", "wind", "other")
TOTAL, OBSERVED = "total", "observed"


def scenarios(table: pd.DataFrame) -> list[str]:
    """The scenarios, in the order of their total in the last year: the lowest first."""
    ahead = table[(table["use"] == TOTAL) & (table["scenario"] != OBSERVED)]
    return list(ahead[ahead["year"] == ahead["year"].max()].sort_values("demand_kt")["scenario"])


def path(table: pd.DataFrame, scenario: str) -> pd.DataFrame:
    """Rows of the observed year and of the scenario, by year and use, with ``share_pct`` of the year's total.

    Share = demand of the use / printed total; the total itself has 100.
    """
    rows = table[table["scenario"].isin([OBSERVED, scenario])]
    totals = rows[rows["use"] == TOTAL].set_index("year")["demand_kt"]
    rows = rows.assign(share_pct=rows["demand_kt"] / rows["year"].map(totals) * 100)
    order = {use: i for i, use in enumerate((*USES, TOTAL))}
    return rows.sort_values(["year", "use"], key=lambda c: c.map(order) if c.name == "use" else c, ignore_index=True)
