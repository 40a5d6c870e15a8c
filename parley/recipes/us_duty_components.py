"""Units of quantity of US tariff lines, and their duties by parts: percent, and dollars a unit."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.tables.read import read_table

FOLDER = "tariffs/hts8-units-and-components"
LINES, SPECIAL = f"{FOLDER}/hts8_units_and_components.csv.gz", f"{FOLDER}/hts8_special_rates_not_free.csv.gz"
SOURCE_ID = "derived_hts8_components"
NEEDS = ("us_mfn_rates",)
GENERAL, COLUMN_2 = "general", "column_2"
IN_PERCENT = ("free", "ad_valorem")
PARTS = ["ad_valorem_pct", "specific_usd", "specific_per", "second_specific_usd", "second_specific_per"]
KEY = ["hts_edition", "hts8", "rate_column"]
# units as they are printed, broken over a line or misspelt
AS_MEANT = {
    "line/ gross": "line per gross",
    "m2of recording surface": "m2 of recording surface",
    "thou- sand": "thousand",
    "1,000": "thousand",
    "kg on drained weght": "kg on drained weight",
    "lin. m": "m",
    "t, including weight of container": "tonne, including weight of container",
}
ALIKE = {"m²": "m2"}


def build(raw: Path) -> pd.DataFrame:
    """Column 1 general of every line; column 2 where it is no percentage; special rates that are not free."""
    lines = pd.read_csv(raw_file(raw, LINES), dtype=str)
    special = pd.read_csv(raw_file(raw, SPECIAL), dtype=str).rename(columns={"program": "rate_column"})
    general, column_2 = _column(lines, GENERAL), _column(lines, COLUMN_2)
    parts = pd.concat([general, column_2[~column_2["kind"].isin(IN_PERCENT)], special], ignore_index=True)
    units = lines.set_index(["hts_edition", "hts8"])["units_of_quantity"].replace(ALIKE, regex=True)
    table = _complete(parts.astype({"ad_valorem_pct": float, "specific_usd": float, "second_specific_usd": float}))
    table = table.join(units, on=["hts_edition", "hts8"]).assign(source_id=SOURCE_ID)
    return table.drop(columns="rate_text").sort_values(KEY, ignore_index=True)


def _column(lines: pd.DataFrame, name: str) -> pd.DataFrame:
    """The parts of one column of rates, with its text as us_mfn_rates has it."""
    prefix = name.replace("_", "")
    second = "second_specific"
    columns = {f"{prefix}_{part}": part for part in ("kind", *PARTS[:3])}
    columns |= {f"{prefix}_specific2_{of}": f"{second}_{of}" for of in ("usd", "per")}
    text = "general_rate_text" if name == GENERAL else "column_2_text"
    texts = read_table("us_mfn_rates", columns=["hts_edition", "hts8", text]).rename(columns={text: "rate_text"})
    rows = lines.rename(columns=columns).reindex(columns=["hts_edition", "hts8", *columns.values()])
    return rows.merge(texts, on=["hts_edition", "hts8"], how="left").assign(rate_column=name)


def _complete(parts: pd.DataFrame) -> pd.DataFrame:
    """No numbers where the text has more amounts of money than there are parts: the duty is more than these."""
    amounts = parts["rate_text"].str.count(r"[¢$]").fillna(0)
    have = parts[["specific_usd", "second_specific_usd"]].notna().sum(axis=1)
    numbers = parts[PARTS].replace({"specific_per": AS_MEANT, "second_specific_per": AS_MEANT})
    return parts.assign(**numbers.where((amounts <= have) | (have == 0)))
