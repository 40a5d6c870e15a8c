"""Section 232 where the notes of April 2026 do not print it: metals and copper before, and what came after."""

from pathlib import Path

import pandas as pd

from parley.recipes.tariff_lists import listed, notes, read_list

AFTER_THE_NOTES = "2026-06-08"  # Proclamation 11032 moved goods between the lists of note 16
LIMITS = {"pharma": "patented_medicines_only", "semiconductors": "advanced_chips_only"}


def lists(raw: Path) -> pd.DataFrame:
    """All of them."""
    readers = (_metals, _metal_derivatives, _annexes_of_june, _copper, _medicines, _chips)
    return pd.concat([reader(raw) for reader in readers], ignore_index=True)


def _metals(raw: Path) -> pd.DataFrame:
    """Chapters 72, 73 and 76: undated rows are those of 2018, or of 2020 for the first derivatives."""
    lines = read_list(raw, "s232_metal_chapter_products.csv")
    first = lines["effective_date"].isna() & (lines["kind"] == "derivative")
    names = lines["metal_type"] + " " + lines["kind"] + first.map({True: " 2020", False: ""})
    return listed(lines["hts_prefix"], names, start=lines["effective_date"])


def _metal_derivatives(raw: Path) -> pd.DataFrame:
    """Derivatives beyond those of ``_metals``; of a code that stands twice, the earlier row."""
    lines = read_list(raw, "s232_derivative_products.csv").sort_values("effective_date", na_position="first")
    lines = lines.drop_duplicates(["hts_prefix", "derivative_type"])
    chapters = read_list(raw, "s232_metal_chapter_products.csv")
    there = set(zip(chapters["hts_prefix"], chapters["metal_type"], strict=True))
    beyond = [pair not in there for pair in zip(lines["hts_prefix"], lines["derivative_type"], strict=True)]
    lines = lines[beyond]
    return listed(lines["hts_prefix"], lines["ch99_code"], start=lines["effective_date"])


def _annexes_of_june(raw: Path) -> pd.DataFrame:
    """What Proclamation 11032 moved; outside the chapters of metal it keeps the limit of weight of note 16(c)."""
    lines = read_list(raw, "s232_annex_products.csv")
    lines = lines[lines["effective_date"] == AFTER_THE_NOTES]
    removed = lines["annex"] == "2"
    free_of_limit = lines["hts_prefix"].str[:2].isin(notes.METALS) | removed
    limit = free_of_limit.map({True: "none", False: notes.WEIGHT_LIMIT})
    return listed(lines["hts_prefix"], "annex " + lines["annex"] + " " + lines["metal_type"] + " June", use_limit=limit)


def _copper(raw: Path) -> pd.DataFrame:
    return listed(read_list(raw, "s232_copper_products.csv")["hts10"], "copper")


def _medicines(raw: Path) -> pd.DataFrame:
    return listed(read_list(raw, "s232_pharma_products.csv")["hts10"], "pharma", use_limit=LIMITS["pharma"])


def _chips(raw: Path) -> pd.DataFrame:
    codes = read_list(raw, "s232_semi_products.csv")["hts10"]
    return listed(codes, "semiconductors", use_limit=LIMITS["semiconductors"])
