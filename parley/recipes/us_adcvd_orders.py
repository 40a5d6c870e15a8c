"""US antidumping and countervailing duty orders on China, and the few on other origins named beside them."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, read_facts
from parley.tables.read import read_table

FILE = "tariffs/adcvd-orders-2026-09/us_adcvd_orders_china.csv"
NAME = "us_adcvd_orders"
NEEDS = ("hs_codes", "hs_map")
SOURCE_ID = "commerce_adcvd_orders_2026_09"
KINDS = {"A": "antidumping", "C": "countervailing"}
BASES = {"listed": "listed", "other file": "other_file"}
FROM_MEMORY, OF_CHINA = "number_unverified", "scope_of_china"
NAMES = {
    "country_iso3": "exporter_iso3",
    "federal_register_date": "latest_notice_on",
    "scope_hs6": "scope_codes",
}


def build(raw: Path) -> pd.DataFrame:
    """One row per case; a case on another origin has the product and the codes of the one on China it is typed beside.

    Raises KeyError for a case typed beside one that is not in the file.
    """
    china = pd.read_csv(raw_file(raw, FILE), dtype=str).rename(columns=NAMES)
    china = china.assign(basis=china["basis"].map(BASES).fillna(FROM_MEMORY))
    table = pd.concat([china, _elsewhere(china)], ignore_index=True)
    codes, former = read_table("hs_codes", columns=["code", "level"]), read_table("hs_map")
    present = {*codes.loc[codes["level"] == 6, "code"]}
    successors = {str(code): rows.tolist() for code, rows in former.groupby("to_code")["from_code"]}
    scopes = [_of_2022(printed, present, successors) or None for printed in table["scope_codes"].fillna("")]
    return table.assign(
        kind=table["case_number"].str[0].map(KINDS),
        scope_hs6=pd.Series(scopes, table.index),
        hs_revision="HS2022",
        latest_notice_on=pd.to_datetime(table["latest_notice_on"]),
        source_id=SOURCE_ID,
    ).sort_values("case_number", ignore_index=True)


def _elsewhere(china: pd.DataFrame) -> pd.DataFrame:
    typed = read_facts(NAME)
    same = china.set_index("case_number").loc[typed["same_product_as"], ["product", "scope_codes"]]
    return typed.drop(columns="same_product_as").assign(
        product=same["product"].to_numpy(), scope_codes=same["scope_codes"].to_numpy(), basis=OF_CHINA
    )


def _of_2022(printed: str, present: set[str], successors: dict[str, list[str]]) -> str:
    """The subheadings of 2022 under the codes of a scope, in order."""
    codes: set[str] = set()
    for code in printed.split():
        under = {hs6 for hs6 in present if hs6.startswith(code)}
        codes |= under or set(successors.get(code, ()))
    return " ".join(sorted(codes))


def _count(frame: pd.DataFrame, start: str) -> int:
    return int(frame["case_number"].str.startswith(start).sum())


NOTICES = "US Department of Commerce, twelve monthly notices, typed by another hand"
PUBLISHED = (
    Published("antidumping orders on China", 148, lambda frame: _count(frame, "A-570"), 0, NOTICES),
    Published("countervailing orders on China", 91, lambda frame: _count(frame, "C-570"), 0, NOTICES),
)
