"""Codes of the lists of chapter 99 of the tariff schedule as its text prints them, with the heading of each list."""

from pathlib import Path

import pandas as pd

from parley.recipes import read_typed_facts
from parley.recipes.tariff_lists import conformance, notes

KEY = ["note", "role", "product_code"]
TERMS = ["authority", "programme", "heading_ch99", "exporter_iso3"]
SOURCE, EDITION = "hts_2026_rev_6_notes", "2026 revision 6"


def build(raw: Path) -> pd.DataFrame:
    """One row per printed code of a note. Raises TableInvalidError when the text cannot be read surely."""
    rows = notes.printed(raw)
    terms = read_typed_facts("us_tariff_scope")
    terms = terms.assign(note=terms["list"].map(conformance.note_of)).drop_duplicates("note")
    rows = rows.merge(terms[["note", *TERMS]], on="note", how="left", validate="many_to_one")
    exempt = rows["is_left_out"] | rows["note"].str.startswith("2(")
    rows = rows.assign(
        role=exempt.map({True: "exempt", False: "in_scope"}),
        code_len=rows["product_code"].str.len(),
        hts_edition=EDITION,
        source_id=SOURCE,
    )
    return rows.drop(columns=["is_left_out", "use_limit", "citation"]).sort_values(KEY, ignore_index=True)
