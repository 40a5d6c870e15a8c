"""Products under each US tariff law: codes of the printed lists, joined with the terms of each list.

The terms (rate, days, act) are typed in ``data/facts/us_tariff_scope.csv``, one row per list and rate; the codes come
from the readers in ``parley.recipes.tariff_lists``.
"""

from pathlib import Path

import pandas as pd

from parley.recipes import read_typed_facts
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
