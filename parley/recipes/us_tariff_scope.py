"""Products under each US tariff law: codes of the printed lists, joined with the terms of each list.

The terms (rate, days, act) are typed in ``data/facts/us_tariff_scope.csv``, one row per list and rate; the codes come
from the readers in ``parley.recipes.tariff_lists``.
"""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts
from parley.recipes.tariff_lists import NO_LIMIT, china_lines, conformance, exemptions, notes, section_232, section_301
from parley.schema import TableInvalidError

KEY = ["authority", "programme", "role", "product_code", "use_limit", "valid_from"]
DAY = pd.Timedelta(days=1)
EXCLUSIONS = "exclusions"
NEEDS = china_lines.NEEDS  # for the shares of exclusions
# a limit that is a use, an article or a weight: only some goods of the code owe the duty, or are exempt from it
PARTIAL = {"in_scope": "in_scope_partial", "exempt": "exempt_partial"}
EDITIONS = {  # of the schedule, by source
    "hts_2026_rev_6_notes": "2026 revision 6",
    "section_301_forced_labour_lists": "2026, July",
    "section_301_brazil_lists": "2026, July",
    "budget_lab_tariff_lists": "2026 revision 10",
    "waugh_us_china_2018_2020": "2026 revision 6",
    "usitc_hts_2025_basic": "2025 basic",
    "usitc_hts_2025_rev_15": "2025 revision 15",
    "usitc_hts_2026_rev_10": "2026 revision 10",
    "usitc_hts_2026_rev_21": "2026 revision 21",
    "census_us_imports_2024_hs10": "2024",
}
OWN = ("use_limit", "citation")  # what a code may say for itself; the terms decide where it does not


def build(raw: Path) -> pd.DataFrame:
    """One row per code, list and rate; a code dated later than its list begins on its own day.

    Raises TableInvalidError when a list has no terms, terms have no list, or a list is not that of its note.
    """
    rows = _with_terms(_codes(raw))
    rows["valid_from"] = rows["valid_from"].where(~(rows["start"] > rows["valid_from"]), rows["start"])
    rows["valid_to"] = rows["valid_to"].where(~(rows["end"] < rows["valid_to"]), rows["end"])
    rows["valid_from"] = _left(rows)
    rows = rows[~(rows["valid_to"] < rows["valid_from"])]
    rows = rows.assign(valid_to=_taken_over(rows))
    rows = rows[~(rows["valid_to"] < rows["valid_from"])]
    rows = rows.assign(
        code_len=rows["product_code"].str.len(), valid_to=_replaced(rows), coverage_high_pct=float("nan")
    )
    conformance.require_equal(rows, notes.printed(raw))
    rows = _with_shares(rows).assign(hts_edition=rows["source_id"].map(EDITIONS))
    return rows.drop(columns=["list", "start", "end"]).sort_values(KEY, ignore_index=True)


def _codes(raw: Path) -> pd.DataFrame:
    """Every list as rows of ``tariff_lists.COLUMNS`` with days as dates."""
    readers = (
        notes.note_lists,
        notes.forced_labour_exempt,
        section_301.compiled,
        section_301.exclusions,
        section_232.lists,
        exemptions.lists,
    )
    codes = pd.concat([reader(raw) for reader in readers], ignore_index=True)
    codes = pd.concat([codes, section_301.former(raw, codes)], ignore_index=True)
    return codes.assign(**{day: pd.to_datetime(codes[day], format="%Y-%m-%d") for day in ("start", "end")})


def _with_terms(codes: pd.DataFrame) -> pd.DataFrame:
    terms = read_typed_facts("us_tariff_scope")
    for missing, where in (
        (set(codes["list"]) - set(terms["list"]), "terms"),
        (set(terms["list"]) - set(codes["list"]), "codes"),
    ):
        if missing:
            raise TableInvalidError("us_tariff_scope", "list", None, f"{min(missing)!r} has no {where}; add them")
    rows = codes.merge(terms, on="list", suffixes=("_of_code", ""))
    for column in OWN:
        typed = rows[column]
        rows[column] = typed.where(typed.notna(), rows.pop(f"{column}_of_code"))
    rows["use_limit"] = rows["use_limit"].fillna(NO_LIMIT)
    limited = rows["use_limit"] != NO_LIMIT
    return rows.assign(role=rows["role"].mask(limited, rows["role"].map(PARTIAL).fillna(rows["role"])))


def _reviewed(rows: pd.DataFrame) -> pd.Series:
    """First day of the four-year review's duty on each row's code; missing where it has none."""
    review = rows[(rows["programme"] == "four_year_review") & (rows["role"] == "in_scope")]
    days: pd.Series = rows["product_code"].map(review.groupby("product_code")["valid_from"].min())
    return days


def _left(rows: pd.DataFrame) -> pd.Series:
    """The first day; a number left out of a list because the review took it over left on the review's day."""
    taken = _reviewed(rows).where(rows["list"].str.endswith(" left out"))
    return rows["valid_from"].where(taken.isna(), taken)


def _taken_over(rows: pd.DataFrame) -> pd.Series:
    """The last day; a former list of a code ends on the eve of the four-year review's duty on it."""
    eve = _reviewed(rows) - DAY
    return rows["valid_to"].fillna(eve.where(rows["list"].str.endswith((" former", " inferred"))))


def _replaced(rows: pd.DataFrame) -> pd.Series:
    """The last day, for metals the eve of the day on which the annexes of June 2026 gave the same code another rate."""
    tiers = rows["list"].str.startswith(("16(c)", "annex"))
    metals = rows[tiers].sort_values("valid_from")
    following = metals.groupby(["programme", "product_code"])["valid_from"].shift(-1) - DAY
    return rows["valid_to"].fillna(following.reindex(rows.index))


def _with_shares(rows: pd.DataFrame) -> pd.DataFrame:
    """Exclusions with the share of their line: the smaller of Yale's flat share and that of 2024, which is the high."""
    excluded = (rows["programme"] == EXCLUSIONS) & (rows["coverage_pct"] < 100)
    shares = section_301.excluded_shares(rows[rows["programme"] != EXCLUSIONS])
    seen = rows["product_code"].map(shares).where(excluded)
    central = rows["coverage_pct"].where(~(seen < rows["coverage_pct"]), seen)
    # a share of 0 stands for one that nobody knows: it may be the whole line
    high = seen.where(excluded, rows["coverage_pct"]).mask(rows["coverage_pct"] == 0, 100.0)
    return rows.assign(coverage_pct=central, coverage_high_pct=high.where(high >= central, central))


def _count(frame: pd.DataFrame, choice: dict[str, str]) -> int:
    for column, value in choice.items():
        frame = frame[frame[column] == value]
    return int(frame["product_code"].nunique())


def _codes_of(expected: int, what: str, source: str, **choice: str) -> Published:
    return Published(f"codes, {what}", expected, lambda frame: _count(frame, choice), 0, source)


OWN_FILE = "official_file"
HTS = "HTS 2026, revision 6, U.S. note"
NOTICE, SECOND_NOTICE = "USTR notice, 89 FR 76581", "USTR notice, 89 FR 101682"
TRACKER = "Yale Budget Lab, product lists of 9 June 2026"
FINAL = "final lists of 91 FR 47318, counts printed there"
PUBLISHED = (
    _codes_of(856, "Section 301 list 1", f"{HTS} 20(b)", programme="list_1", verification=OWN_FILE),
    _codes_of(283, "Section 301 list 2", f"{HTS} 20(d)", programme="list_2", verification=OWN_FILE),
    _codes_of(
        5935,
        "Section 301 list 3",
        f"{HTS} 20(f) 5,906, 20(g) 11 and 18 numbers left out",
        programme="list_3",
        verification=OWN_FILE,
    ),
    _codes_of(
        2979,
        "Section 301 list 4A",
        f"{HTS} 20(s)(i) 2,958, (ii) 5 and 16 numbers left out",
        programme="list_4a",
        verification=OWN_FILE,
    ),
    _codes_of(
        17,
        "semiconductors (16) and gloves at 50 % from 2025",
        NOTICE,
        heading_ch99="9903.91.05",
        event_id="us-301-2025step",
    ),
    _codes_of(5, "tungsten (3), polysilicon and wafers from 2025", SECOND_NOTICE, event_id="us-301-2025dec"),
    _codes_of(5, "face masks from 2026", f"{HTS} 31(h)", heading_ch99="9903.91.07"),
    _codes_of(1, "face masks in 2025", f"{HTS} 31(e)", heading_ch99="9903.91.04"),
    _codes_of(
        1098,
        "exempt from Section 122 without limit",
        f"{HTS} 2(aa)(ii); Waugh's own list has as many",
        heading_ch99="9903.03.03",
    ),
    _codes_of(11, "exempt from Section 122, named articles", f"{HTS} 2(aa)(iii)", heading_ch99="9903.03.04"),
    _codes_of(546, "exempt from Section 122 for civil aircraft", f"{HTS} 2(aa)(iv)", heading_ch99="9903.03.05"),
    _codes_of(863, "exempt from the forced-labour duty without limit", FINAL, heading_ch99="9903.05.86"),
    _codes_of(16, "exempt from the forced-labour duty, named articles", FINAL, heading_ch99="9903.05.87"),
    _codes_of(541, "exempt from the forced-labour duty for civil aircraft", FINAL, heading_ch99="9903.05.88"),
    _codes_of(700, "exempt from the forced-labour duty for pharmaceutical use", FINAL, heading_ch99="9903.05.89"),
    _codes_of(11, "exempt from the reciprocal duty, named articles", f"{HTS} 2(v)(iii)(b)", heading_ch99="9903.02.78"),
    _codes_of(
        864, "goods of Brazil free of its duty under Section 301", "FR doc. 2026-14542", heading_ch99="9903.05.03"
    ),
    _codes_of(11, "the same, named articles", "FR doc. 2026-14542", heading_ch99="9903.05.04"),
    _codes_of(73, "metals moved in June 2026", f"{TRACKER}, Proclamation 11032", event_id="us-232-metals-jun"),
    _codes_of(80, "copper", TRACKER, heading_ch99="9903.78.01"),
    _codes_of(
        12,
        "derivatives of steel beyond chapter 73 from 12 March 2025",
        "90 FR 11249",
        heading_ch99="9903.81.91",
        verification=OWN_FILE,
    ),
    _codes_of(131, "medicines", TRACKER, programme="pharmaceuticals", verification="secondary"),
    _codes_of(10, "advanced chips", TRACKER, programme="semiconductors"),
    _codes_of(130, "parts of cars", f"{HTS} 33(g)", programme="car_parts"),
    _codes_of(182, "parts of trucks", f"{HTS} 38(i)", programme="truck_parts"),
    _codes_of(17, "cars and light trucks", f"{HTS} 33(b); Waugh, 23 July 2026", programme="cars"),
    _codes_of(22, "timber, furniture and cabinets", f"{HTS} 37(b), (d), (f)", programme="timber"),
    _codes_of(25, "trucks", f"{HTS} 38(b)", programme="trucks"),
    _codes_of(10, "buses", f"{HTS} 38(c)", programme="buses"),
    _codes_of(294, "energy of Canada", TRACKER, programme="energy_canada"),
)
