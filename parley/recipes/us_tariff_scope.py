"""Products under each US tariff law: codes of the printed lists, joined with the terms of each list."""

from pathlib import Path

import pandas as pd

from parley.measures.product_rates import gaps
from parley.recipes import read_facts, read_typed_facts
from parley.recipes.tariff_lists import NO_LIMIT, exemptions, notes, schedule, section_232, section_301
from parley.recipes.tariff_lists.schedule import lines_from_china
from parley.tables.read import read_table
from parley.tables.schema import TableInvalidError

LEFT_OUT = " left out"


def note_of(name: str) -> str:
    """The US note that a list of ``data/facts/us_tariff_scope.csv`` is named after: its first word."""
    return name.split(" ", maxsplit=1)[0]


def require_equal(rows: pd.DataFrame, printed: pd.DataFrame) -> None:
    """``rows``: columns list and product_code, lists of a note named after it; ``printed``: ``notes.printed``.

    Raises TableInvalidError naming list and code of the first difference.
    """
    of_table = _keys(rows["list"].map(note_of), rows["product_code"], rows["list"].str.contains(LEFT_OUT))
    of_print = _keys(printed["note"], printed["product_code"], printed["is_left_out"])
    notes = set(printed["note"])
    for note, code, _ in sorted(of_print - of_table):
        raise _fault(f"note {note} prints {code}, which the table lacks")
    for note, code, _ in sorted(key for key in of_table - of_print if key[0] in notes):
        raise _fault(f"the table has {code} under note {note}, which does not print it")


def _keys(note: pd.Series, code: pd.Series, left_out: pd.Series) -> set[tuple[str, str, bool]]:
    return set(zip(note, code, left_out.astype(bool), strict=True))


def _fault(problem: str) -> TableInvalidError:
    return TableInvalidError("us_tariff_scope", "product_code", None, f"{problem}; correct parley/recipes/tariff_lists")


SCOPE_KEY = ["authority", "programme", "role", "product_code", "use_limit", "valid_from"]
DAY = pd.Timedelta(days=1)
EXCLUSIONS = "exclusions"
US_TARIFF_SCOPE_NEEDS = schedule.CHINA_NEEDS  # for the shares of exclusions
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


def us_tariff_scope(raw: Path) -> pd.DataFrame:
    """Products under each US tariff law: codes of the printed lists, joined with the terms of each list.

    The terms (rate, days, act) are typed in ``data/facts/us_tariff_scope.csv``, one row per list and rate; the codes
    come from the readers in ``parley.recipes.tariff_lists``.

    One row per code, list and rate; a code dated later than its list begins on its own day.

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
    require_equal(rows, notes.printed(raw))
    rows = _with_shares(rows).assign(hts_edition=rows["source_id"].map(EDITIONS))
    return rows.drop(columns=["list", "start", "end"]).sort_values(SCOPE_KEY, ignore_index=True)


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
    shares_of_2024 = rows["product_code"].map(shares).where(excluded)
    central = rows["coverage_pct"].where(~(shares_of_2024 < rows["coverage_pct"]), shares_of_2024)
    # a share of 0 stands for one that nobody knows: it may be the whole line
    high = shares_of_2024.where(excluded, rows["coverage_pct"]).mask(rows["coverage_pct"] == 0, 100.0)
    return rows.assign(coverage_pct=central, coverage_high_pct=high.where(high >= central, central))


LISTS_KEY = ["note", "role", "product_code"]
TERMS = ["authority", "programme", "heading_ch99", "exporter_iso3"]
SOURCE, EDITION = "hts_2026_rev_6_notes", "2026 revision 6"


def us_tariff_printed_lists(raw: Path) -> pd.DataFrame:
    """Codes of the lists of chapter 99 of the tariff schedule as its text prints them, with the heading of each list.

    One row per printed code of a note. Raises TableInvalidError when the text cannot be read surely.
    """
    rows = notes.printed(raw)
    terms = read_typed_facts("us_tariff_scope")
    terms = terms.assign(note=terms["list"].map(note_of)).drop_duplicates("note")
    rows = rows.merge(terms[["note", *TERMS]], on="note", how="left", validate="many_to_one")
    exempt = rows["is_left_out"] | rows["note"].str.startswith("2(")
    rows = rows.assign(
        role=exempt.map({True: "exempt", False: "in_scope"}),
        code_len=rows["product_code"].str.len(),
        hts_edition=EDITION,
        source_id=SOURCE,
    )
    return rows.drop(columns=["is_left_out", "use_limit", "citation"]).sort_values(LISTS_KEY, ignore_index=True)


NAME = "us_tariff_law_gaps"
SOURCE_ID = "census_us_imports_2024_hs10"
US_TARIFF_LAW_GAPS_NEEDS = (*schedule.CHINA_NEEDS, "us_tariff_scope")


def us_tariff_law_gaps(raw: Path) -> pd.DataFrame:
    """Lines on which the law of 2024 and the duty collected that year part: the check of the lists, and what is
    accepted.

    Computed from other tables; the reasons are typed in ``data/facts/us_tariff_law_gaps.csv``.

    One row per line whose law is off; nothing is read from ``raw``.

    Raises TableInvalidError when a line is off that no one accepted, naming it with its gap, and when an accepted line
    is no longer off.
    """
    del raw
    gaps_now = gaps_of_2024()
    accepted = read_facts(NAME).set_index("hts10")
    new = gaps_now[~gaps_now["hts10"].isin(accepted.index)]
    if len(new):
        line = new.iloc[0]
        problem = (
            f"{len(new)} lines are off by more than four points and not accepted, first {line['hts10']}: "
            f"law {line['law_pct']:.1f} %, collected {line['collected_pct']:.1f} %, "
            f"{line['gap_usd'] / 1e6:.0f} million dollars; mend the lists, or accept it with a reason in "
            f"data/facts/{NAME}.csv"
        )
        raise TableInvalidError(NAME, "hts10", None, problem)
    gone = sorted(set(accepted.index) - set(gaps_now["hts10"]))
    if gone:
        problem = f"{gone[0]} is accepted and no longer off; drop it in data/facts/{NAME}.csv"
        raise TableInvalidError(NAME, "hts10", None, problem)
    rows = gaps_now.join(accepted, on="hts10").assign(hts_edition="2024", source_id=SOURCE_ID)
    return rows.sort_values("hts10", ignore_index=True)


def gaps_of_2024() -> pd.DataFrame:
    """``product_rates.gaps`` of the shipped tables."""
    return gaps(*lines_from_china(read_table("us_tariff_scope")))
