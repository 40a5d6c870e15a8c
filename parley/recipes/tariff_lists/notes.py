"""Lists printed in the US notes to chapter 99 of the tariff schedule (2026, revision 6), and the forced-labour lists.

The notes are the law as it stood in April 2026. Goods that moved to note 31 are gone from the lists of note 20; their
former list is read elsewhere (``section_301.former``).
"""

from pathlib import Path

import pandas as pd

from parley.recipes.tariff_lists import NO_LIMIT, listed, read_list

NOTES = "tariffs/hts-chapter-99-note-lists"
FORCED_LABOUR = "tariffs/section-301-forced-labour-2026"
METALS = ("72", "73", "74", "76")  # heading 9903.82.03: the weight decides for articles of all other chapters
WEIGHT_LIMIT = "metal_at_least_15pct_of_weight"
OF_DECEMBER = ("28046100", "38180000")  # polysilicon and wafers, put under heading 9903.91.05 by 89 FR 101682
LEFT_OUT = "except_statistical_numbers"


def note_lists(raw: Path) -> pd.DataFrame:
    """Every code of the notes; a statistical number left out of a list falls under "<note> left out"."""
    rows = read_list(raw, "note_lists_2026_rev_6.csv", NOTES)
    left_out = (rows["kind"] == "exempt") & rows["note"].str.startswith("20(")
    december = (rows["note"] == "31(f)") & rows["code"].isin(OF_DECEMBER)
    limit = rows["use_limit"].mask(rows["use_limit"] == LEFT_OUT, NO_LIMIT)
    limit = limit.mask((limit == WEIGHT_LIMIT) & rows["code"].str[:2].isin(METALS), NO_LIMIT)
    names = rows["note"] + left_out.map({True: " left out", False: ""}) + december.map({True: " December", False: ""})
    return listed(rows["code"], names, use_limit=limit, citation=rows["citation"])


def codes_of_the_review(raw: Path) -> pd.Series:
    """Codes that the four-year review of note 31 covers, without port equipment, which it adds to list 1 or 3."""
    rows = read_list(raw, "note_lists_2026_rev_6.csv", NOTES)
    review = rows["note"].str.startswith("31(") & (rows["programme"] == "four_year_review")
    return rows.loc[review, "code"].drop_duplicates()


def codes_of_the_first_lists(raw: Path) -> set[str]:
    """Eight-digit lines that lists 1 to 4A of note 20 print in revision 6."""
    rows = read_list(raw, "note_lists_2026_rev_6.csv", NOTES)
    return set(rows.loc[rows["note"].str.startswith("20(") & (rows["kind"] == "in_scope"), "code"])


def forced_labour_exempt(raw: Path) -> pd.DataFrame:
    """The four final lists of notes 52(b) to (e): without limit, named articles, civil aircraft, pharmaceutical use."""
    rows = read_list(raw, "exempt_lists.csv", FORCED_LABOUR)
    return listed(rows["code"], rows["note"], use_limit=rows["use_limit"], citation=rows["citation"])
