"""US households: how many, and what they spend by income."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file

COUNT_FILE = "trade/us-households/us_households.csv"
COUNT_SOURCE_ID = "us_households"
VERIFICATION = {"official_page": "official_file", "official_file": "official_file", "secondary": "secondary"}


def households(raw: Path) -> pd.DataFrame:
    """Counts of US households, occupied housing units and consumer units.

    One row per concept and year.
    """
    table = pd.read_csv(raw_file(raw, COUNT_FILE), parse_dates=["published_on"])
    return (
        table.drop(columns="source")
        .rename(columns={"value_thousand": "count_thousand", "url": "source_url"})
        .assign(
            count_thousand=table["value_thousand"].astype("float64"),
            verification=table["verification"].map(VERIFICATION),
            source_id=COUNT_SOURCE_ID,
        )
        .sort_values(["measure", "year"], ignore_index=True)
    )


CEX_FILE = "trade/bls-cex-income-2024/cex_2024_by_income.csv"
CEX_SOURCE_ID = "bls_cex_2024"
GROUP = ["grouping", "income_group_name"]
STATS = {"SE": "standard_error", "RSE": "relative_standard_error_pct", "Share": "share_pct"}
MAIN = (
    "Food",
    "Alcoholic beverages",
    "Housing",
    "Apparel and services",
    "Transportation",
    "Healthcare",
    "Entertainment",
    "Personal care products and services",
    "Reading",
    "Education",
    "Tobacco products and smoking supplies",
    "Miscellaneous",
    "Cash contributions",
    "Personal insurance and pensions",
)
# places in the printed table
TOTAL_ROW, INCOME_ROW, INCOME_PARTS, OTHER_MONEY = 52, 10, 573, 616
UNITS = {4: "thousand units", 5: "US dollars", 14: "years", 624: "US dollars", 628: "US dollars a month"}
UNITS |= dict.fromkeys(range(17, 22), "number") | dict.fromkeys(range(26, 50), "percent")


def cex_income(raw: Path) -> pd.DataFrame:
    """Consumer Expenditure Survey of 2024: means by fifths and tenths of income before taxes.

    One row per group of income and item: mean, and share and standard errors where they are printed.

    In the file an item is a run of rows, the mean first; the row of the mean is its key.
    """
    cells = pd.read_csv(raw_file(raw, CEX_FILE)).rename(columns={"group": "income_group_name"})
    names = cells.groupby("grouping")["income_group_name"].unique()
    order = {(grouping, name): i for grouping, in_order in names.items() for i, name in enumerate(in_order)}
    cells = cells.sort_values([*GROUP, "source_row"], ignore_index=True)
    cells["item_row"] = cells["source_row"].where(cells["stat"].isin(["Mean", "value"])).ffill().astype("int64")
    key = [*GROUP, "item_row"]
    table = cells[cells["source_row"] == cells["item_row"]].set_index(key)[["year", "item", "value", "is_expenditure"]]
    for stat, column in STATS.items():
        table[column] = cells[cells["stat"] == stat].set_index(key)["value"]
    table["note"] = cells.groupby(key)["note"].first()
    table = table.reset_index()
    return (
        table.assign(
            income_group=[order[pair] for pair in zip(*(table[c] for c in GROUP), strict=True)],
            kind=table["item_row"].map(_kind),
            is_main=table["is_expenditure"] & table["item"].isin(MAIN),
            unit=table["item_row"].map(UNITS).fillna("US dollars a year"),
            source_id=CEX_SOURCE_ID,
        )
        .drop(columns="is_expenditure")
        .sort_values(["grouping", "income_group", "item_row"], ignore_index=True)
    )


def _kind(row: int) -> str:
    """What a row of the printed table is, by its place."""
    if row == INCOME_ROW or INCOME_PARTS <= row < OTHER_MONEY:
        return "income"
    if row >= OTHER_MONEY:
        return "other_money"
    return "expenditure" if row >= TOTAL_ROW else "characteristic"
