"""Exemptions from the duties on all goods that no note in hand lists, and the lists for Canada and Mexico."""

from pathlib import Path

import pandas as pd

from parley.recipes.tariff_lists import WAUGH, listed, read_list

# Headings 9903.01.22, 9903.01.31, 9903.03.11 and 9903.05.92 free informational materials and name no codes: books,
# newspapers, pictures, music, maps, calendars, other printed matter
PRINTED_MATTER = ("4901", "4902", "4903", "4904", "4905", "4906", "4910", "4911")
INFORMATION = tuple(f"information {law}" for law in ("fentanyl", "reciprocal", "section 122", "forced labour"))


def lists(raw: Path) -> pd.DataFrame:
    """All of them."""
    return pd.concat([_reciprocal(raw), _information(), _canada_and_mexico(raw)], ignore_index=True)


def _reciprocal(raw: Path) -> pd.DataFrame:
    lines = read_list(raw, "ieepa_exempt_products.csv")
    lines = lines[lines["hts10"].str.len() == 10]  # one code has twelve digits; its first ten stand there as well
    start, end = lines["effective_date_start"], lines["effective_date_end"]
    named = pd.Series("ieepa_exempt", index=lines.index) + (" " + start).fillna("")
    exempt = listed(lines["hts10"], named, start=start, end=end)
    electronics = read_list(raw, "consumer_electronics_EO14257_apr11.csv", WAUGH)["HTSUS"]
    # two statistical numbers of 2024 that later editions of the schedule split
    missing = electronics[~electronics.isin(exempt["product_code"])]
    return pd.concat([exempt, listed(missing, "electronics")], ignore_index=True)


def _information() -> pd.DataFrame:
    codes = pd.Series(PRINTED_MATTER)
    return pd.concat([listed(codes, name) for name in INFORMATION], ignore_index=True)


def _canada_and_mexico(raw: Path) -> pd.DataFrame:
    lines = read_list(raw, "fentanyl_carveout_products.csv")
    return listed(lines["hts8"], lines["category"])
