"""Codes and labels of the Harmonized System 2022, with the end use of each subheading."""

from pathlib import Path

import pandas as pd

from parley.recipes import raw_file
from parley.recipes.hs_map import subheadings_in

FOLDER = "trade/hs-classification"
SOURCE_ID = "hs_classification"
REVISION = "HS2022"
WITHOUT_SECTION = "TOTAL"  # the file's section of the total and of chapter 99, goods not specified
END_USES = {"CAP": "capital", "INT": "intermediate", "CONS": "consumption", "OTHER": "other"}


def build(raw: Path) -> pd.DataFrame:
    """One row per chapter, heading and subheading, and one for the total."""
    table = _nomenclature(raw).rename(columns={"hscode": "code"})
    is_total = table["code"] == "TOTAL"
    return pd.DataFrame(
        {
            "hs_revision": REVISION,
            "code": table["code"],
            # the file numbers the total's level 5, which is no number of digits
            "level": table["level"].astype(int).mask(is_total, 0),
            "parent": table["parent"].mask(is_total),
            "section": table["section"].mask(table["section"] == WITHOUT_SECTION),
            "description": table["description"],
            "end_use": table["code"].map(_end_use(raw)),
            "source_id": SOURCE_ID,
        }
    ).sort_values("code", ignore_index=True)


def section_of_chapter(raw: Path) -> dict[str, str]:
    """Chapter -> section numeral, without chapter 99, which stands in no section."""
    table = _nomenclature(raw)
    chapters = table[(table["level"] == "2") & (table["section"] != WITHOUT_SECTION)]
    return dict(zip(chapters["hscode"], chapters["section"], strict=True))


def _nomenclature(raw: Path) -> pd.DataFrame:
    return pd.read_csv(raw_file(raw, f"{FOLDER}/harmonized-system.csv"), dtype=str, keep_default_na=False)


def _end_use(raw: Path) -> pd.Series:
    """End use by HS2022 subheading. The correlation knows HS2012 and HS2017 codes only, so codes are carried over."""
    uses = pd.read_parquet(raw_file(raw, f"{FOLDER}/hs6-enduse-bec5.parquet")).set_index("HS6")["BEC5EndUse"]
    return subheadings_in(raw, "HS2017").map(uses.map(END_USES))
