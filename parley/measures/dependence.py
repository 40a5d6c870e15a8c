"""Single figures on dependence: those of one subject, and the EU's trade with China by group of goods."""

import pandas as pd

TOPICS = {
    "supply": ("supply", "demand"),
    "magnets": ("magnets", "capacity"),
    "eu": ("eu_dependence",),
    "us": ("us_model",),
}
EU_TRADE = "eu_trade"
EU_IMPORTS, EU_EXPORTS = "EU imports from China", "EU exports to China"


def facts(table: pd.DataFrame, subject: str) -> pd.DataFrame:
    """Rows of one of ``TOPICS``, in the order of the table."""
    return table[table["topic"].isin(TOPICS[subject])].drop(columns=["quantity_t", "change_pct", "is_small_base"])


def ranges(rows: pd.DataFrame) -> pd.DataFrame:
    """One row a statement: the low and the high end of a range joined, as ``low`` and ``high`` (equal for a point)."""
    key = ["statistic", "scope", "period", "source_id"]
    ends = rows.groupby(key, sort=False)["value"].agg(low="min", high="max").reset_index()
    return rows.drop_duplicates(key).merge(ends, on=key, validate="one_to_one")


def eu_trade(table: pd.DataFrame, statistic: str) -> pd.DataFrame:
    """EU trade with China by group, largest value first. Groups overlap: they are never added."""
    rows = table[(table["topic"] == EU_TRADE) & (table["statistic"] == statistic)]
    return rows.sort_values("value", ascending=False, ignore_index=True)
