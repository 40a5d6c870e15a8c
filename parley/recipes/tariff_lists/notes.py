"""Lists printed in the US notes to chapter 99 of the tariff schedule (2026, revision 6), and the forced-labour lists.

The notes are the law as it stood in April 2026. Goods that moved to note 31 are gone from the lists of note 20; their
former list is read elsewhere (``section_301.former``). Codes are read in the text; a compilation of the same text says
which goods of a code are meant, and is compared with it.
"""

from pathlib import Path

import pandas as pd

from parley.recipes.tariff_lists import NO_LIMIT, chapter_99, listed, read_list
from parley.tables.schema import TableInvalidError

NOTES = "tariffs/hts-chapter-99-note-lists"
FORCED_LABOUR = "tariffs/section-301-forced-labour-2026"
METALS = ("72", "73", "74", "76")  # heading 9903.82.03: the weight decides for articles of all other chapters
WEIGHT_LIMIT = "metal_at_least_15pct_of_weight"
OF_DECEMBER = ("28046100", "38180000")  # polysilicon and wafers, put under heading 9903.91.05 by 89 FR 101682
LEFT_OUT = "except_statistical_numbers"
# note 37(f) names the number whose own words are cabinets designed for permanent installation, all goods of it
CABINETS_BY_NUMBER, WHOLE_CABINETS = "9403409060", "cabinets_for_permanent_installation"
SUSPENDED = "20(u)"
NOT_COMPILED = ("2(v)", "2(x)", SUSPENDED)  # notes that the compilation leaves out
GENERAL = ("2(v)", "2(x)")  # duties on all goods, whose exempt lists ``exemptions`` reads
ART, WITHOUT_ART = "97", "20(s)(i)"  # a list of which the compilation lacks the chapter of art
KEY = ["note", "product_code", "is_left_out"]


def printed(raw: Path) -> pd.DataFrame:
    """The codes of the text with what the compilation says of each: note, product_code, is_left_out, use_limit,
    citation, placed_by (text, or compilation where the page mixes lists). A code stands once in a note.

    Raises RawMissingError, and TableInvalidError naming list and code where text and compilation differ.
    """
    text = chapter_99.printed(raw)
    text = text[~(text["is_left_out"] & text["note"].str.startswith(SUSPENDED))]  # they are left out of no duty
    compiled = read_list(raw, "note_lists_2026_rev_6.csv", NOTES).rename(columns={"code": "product_code"})
    compiled["is_left_out"] = (compiled["kind"] == "exempt") & compiled["note"].str.startswith("20(")
    compiled["printed_under"] = compiled["note"].mask(compiled["note"].isin(chapter_99.MIXED), chapter_99.MIXED[0])
    both = text.rename(columns={"note": "printed_under"}).merge(
        compiled, on=["printed_under", *KEY[1:]], how="outer", indicator=True
    )
    expected = both["printed_under"].str.startswith(NOT_COMPILED) | (
        (both["printed_under"] == WITHOUT_ART) & both["product_code"].str.startswith(ART)
    )
    differing = both[(both["_merge"] == "right_only") | ((both["_merge"] == "left_only") & ~expected)]
    for code, note, side in zip(
        *(differing[name] for name in ("product_code", "printed_under", "_merge")), strict=True
    ):
        where = "the text" if side == "right_only" else "the compilation"
        problem = f"{code} of note {note} is not in {where} of chapter 99; compare the two"
        raise TableInvalidError("us_tariff_printed_lists", "product_code", None, problem)
    mixed = both["printed_under"] == chapter_99.MIXED[0]
    both["placed_by"] = mixed.map({True: "compilation", False: "text"})
    both["note"] = both["note"].fillna(both["printed_under"])
    return both[[*KEY, "use_limit", "citation", "placed_by"]].drop_duplicates(KEY, ignore_index=True)


def note_lists(raw: Path) -> pd.DataFrame:
    """Every code of the notes but those of ``GENERAL``; a number left out of a list falls under "<note> left out"."""
    rows = printed(raw)
    rows = rows[~rows["note"].str.startswith(GENERAL)]
    december = (rows["note"] == "31(f)") & rows["product_code"].isin(OF_DECEMBER)
    limit = rows["use_limit"].fillna(NO_LIMIT).mask(rows["use_limit"] == LEFT_OUT, NO_LIMIT)
    limit = limit.mask((limit == WEIGHT_LIMIT) & rows["product_code"].str[:2].isin(METALS), NO_LIMIT)
    limit = limit.mask(rows["product_code"] == CABINETS_BY_NUMBER, WHOLE_CABINETS)
    names = rows["note"] + rows["is_left_out"].map({True: " left out", False: ""})
    names += december.map({True: " December", False: ""})
    citation = rows["citation"].fillna(rows.groupby("note")["citation"].transform("first"))
    return listed(rows["product_code"], names, use_limit=limit, citation=citation)


def codes_of(raw: Path, note: str) -> pd.Series:
    """The codes printed in one note."""
    rows = printed(raw)
    return rows.loc[rows["note"] == note, "product_code"]


def codes_of_the_review(raw: Path) -> pd.Series:
    """Codes that the four-year review of note 31 covers, without port equipment, which it adds to list 1 or 3."""
    rows = read_list(raw, "note_lists_2026_rev_6.csv", NOTES)
    review = rows["note"].str.startswith("31(") & (rows["programme"] == "four_year_review")
    return rows.loc[review, "code"].drop_duplicates()


def codes_of_the_first_lists(raw: Path) -> set[str]:
    """Eight-digit lines that lists 1 to 4A of note 20 print in revision 6."""
    rows = printed(raw)
    first = rows["note"].str.startswith("20(") & ~rows["note"].str.startswith(SUSPENDED)
    return set(rows.loc[first & ~rows["is_left_out"], "product_code"])


def forced_labour_exempt(raw: Path) -> pd.DataFrame:
    """The four final lists of notes 52(b) to (e): without limit, named articles, civil aircraft, pharmaceutical use."""
    rows = read_list(raw, "exempt_lists.csv", FORCED_LABOUR)
    return listed(rows["code"], rows["note"], use_limit=rows["use_limit"], citation=rows["citation"])
