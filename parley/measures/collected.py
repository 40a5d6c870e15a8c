"""Duty collected on US imports in two years: value, calculated duty and their ratio, by goods or by origin."""

import pandas as pd

MONEY = ["value_usd", "duty_usd"]
COLUMNS = [
    "code",
    "year",
    "value_usd",
    "duty_usd",
    "rate_pct",
    "base_year",
    "value_base_usd",
    "duty_base_usd",
    "rate_base_pct",
    "change_pp",
    "source_id",
]


def two_years(imports: pd.DataFrame, by: str, base: int, year: int) -> pd.DataFrame:
    """Value, duty and rate of each group of the column ``by`` in both years, largest value of ``year`` first.

    ``imports``: ``by``, year, value_usd, duty_usd, source_id of one vintage. rate = calculated duty / value of imports
    for consumption, percent; change in percentage points. A group without imports in a year has nothing there: no
    value, no rate, no change. Columns ``COLUMNS``.
    """
    sums = imports.groupby([by, "year"], observed=True)[MONEY].sum().unstack("year")
    table = pd.DataFrame(
        {
            f"{name}{suffix}_usd": sums.get((f"{name}_usd", when), pd.Series(float("nan"), sums.index)).astype(float)
            for when, suffix in ((year, ""), (base, "_base"))
            for name in ("value", "duty")
        }
    )
    for suffix in ("", "_base"):
        value = table[f"value{suffix}_usd"]
        table[f"rate{suffix}_pct"] = table[f"duty{suffix}_usd"] / value.where(value > 0) * 100
    table["change_pp"] = table["rate_pct"] - table["rate_base_pct"]
    table = table.rename_axis("code").reset_index().assign(year=year, base_year=base)
    table["source_id"] = imports["source_id"].iloc[0] if len(imports) else ""
    ordered = table.sort_values(["value_usd", "code"], ascending=[False, True], ignore_index=True)
    return ordered[COLUMNS]
