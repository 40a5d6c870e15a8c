"""Products under each US tariff law: lists of codes, joined with the terms of each list (rates, days, acts).

The terms are typed in ``data/facts/us_tariff_scope.csv``, one row per list and rate.
"""

import gzip
import json
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import pandas as pd

from parley.recipes import Published, raw_file, read_typed_facts
from parley.recipes import us_china_tariff_hs6_2018_2020 as first_war
from parley.recipes.hs_map import subheadings_in
from parley.schema import TableInvalidError

LISTS = "tariffs/budget-lab-tariff-rate-tracker/lists"
WAUGH = "tariffs/waugh-trade-war-redux-2025/tariff-lists"
SCHEDULES = "tariffs/budget-lab-tariff-rate-tracker/hts"
MAY_2025, JUNE_2026 = "hts_2025_rev_15", "hts_2026_rev_10"
FACE_MASKS = "9903.91.07"
OF_DECEMBER = {"28046100", "38180000"}  # polysilicon and wafers, put under heading 9903.91.05 by 89 FR 101682
# list, code, heading, line and edition of the schedule whose footnote names the heading
LEFT_OUT = (
    ("9903.88.15", "85076000", "9903.88.15", "85076000", MAY_2025),  # lithium-ion batteries on list 4A
    ("9903.91.01", "8507600010", "9903.91.01", "85076000", MAY_2025),  # of them those of electric cars from 2024
    ("gloves of 2025", "40151210", "9903.91.05", "40151210", MAY_2025),  # medical gloves before the rate of 2026
)
# first rise, rise in force in February 2020, heading: how the lists show in the duties of 2018 to 2020
RISES = (
    ("2018-07-06", 25.0, "9903.88.01"),
    ("2018-08-23", 25.0, "9903.88.02"),
    ("2018-09-24", 25.0, "9903.88.03"),
    ("2019-09-01", 7.5, "9903.88.15"),
)
TINY = 0.01
KEY = ["authority", "programme", "role", "product_code", "valid_from"]
DAY = pd.Timedelta(days=1)
WHOLE_CODE = 8  # digits of a tariff line
CONDITIONAL = {f"9903.88.{number}" for number in range(21, 29)}
# on the lists of vehicle parts, yet mostly computers and batteries: the duty falls on parts of vehicles only
NOT_ONLY_OF_VEHICLES = ("8471", "850710", "850760", "850790")


def build(raw: Path) -> pd.DataFrame:
    """One row per code, list and rate; a code dated later than its list begins on its own day.

    Raises TableInvalidError when a list has no terms or terms have no list.
    """
    codes, terms = _codes(raw), read_typed_facts("us_tariff_scope")
    for missing, where in (
        (set(codes["list"]) - set(terms["list"]), "terms"),
        (set(terms["list"]) - set(codes["list"]), "codes"),
    ):
        if missing:
            raise TableInvalidError("us_tariff_scope", "list", None, f"{min(missing)!r} has no {where}; add them")
    rows = codes.merge(terms, on="list")
    rows["valid_from"] = rows["valid_from"].where(~(rows["start"] > rows["valid_from"]), rows["start"])
    rows["valid_to"] = rows["valid_to"].where(~(rows["end"] < rows["valid_to"]), rows["end"])
    rows = rows[~(rows["valid_to"] < rows["valid_from"])]
    rows = rows.assign(valid_to=_taken_over(rows))
    rows = rows.assign(code_len=rows["product_code"].str.len(), valid_to=_replaced(rows))
    return rows.drop(columns=["list", "start", "end"]).sort_values(KEY, ignore_index=True)


def _taken_over(rows: pd.DataFrame) -> pd.Series:
    """The last day; a former list of a code ends on the eve of the four-year review's duty on it."""
    review = rows[(rows["programme"] == "four_year_review") & (rows["role"] == "in_scope")]
    eve = rows["product_code"].map(review.groupby("product_code")["valid_from"].min()) - DAY
    return rows["valid_to"].fillna(eve.where(rows["list"].str.endswith(" former")))


def _replaced(rows: pd.DataFrame) -> pd.Series:
    """The last day, for metals the eve of the day on which the annexes of June 2026 gave the same code another rate."""
    metals = rows[rows["list"].str.startswith("annex")].sort_values("valid_from")
    following = metals.groupby(["programme", "product_code"])["valid_from"].shift(-1) - DAY
    return rows["valid_to"].fillna(following.reindex(rows.index))


def _codes(raw: Path) -> pd.DataFrame:
    """Every list as rows of ``list`` (as named in the terms), ``product_code``, own ``start`` and ``end``."""
    readers: tuple[Callable[[Path], pd.DataFrame], ...] = (
        _section_301,
        _exclusions,
        _emergency_exempt,
        _section_122_exempt,
        _forced_labour_exempt,
        _canada_and_mexico,
        _metals,
        _metal_derivatives,
        _metal_annexes,
        _copper,
        _cars,
        partial(_vehicle_parts, list_="auto_parts"),
        partial(_vehicle_parts, list_="mhd_parts"),
        partial(_named, file="s232_pharma_products.csv", list_="pharma"),
        partial(_named, file="s232_semi_products.csv", list_="semiconductors"),
    )
    codes = pd.concat([reader(raw) for reader in readers], ignore_index=True)
    return codes.assign(**{day: pd.to_datetime(codes[day], format="%Y-%m-%d") for day in ("start", "end")})


def _rows(codes: pd.Series, lists: pd.Series | str, start: object = None, end: object = None) -> pd.DataFrame:
    frame = pd.DataFrame({"product_code": codes, "list": lists, "start": start, "end": end})
    return frame.astype(object)


def _read(raw: Path, file: str, folder: str = LISTS) -> pd.DataFrame:
    frame = pd.read_csv(raw_file(raw, f"{folder}/{file}"), dtype=str, keep_default_na=False)
    return frame.replace({"": None, "NA": None})


def _section_301(raw: Path) -> pd.DataFrame:
    lines = _read(raw, "s301_product_lists.csv")
    later = (lines["ch99_code"] == "9903.91.05") & lines["hts8"].isin(OF_DECEMBER)
    listed = _rows(lines["hts8"], lines["ch99_code"] + later.map({True: " December", False: ""}))
    listed = listed[listed["list"] != FACE_MASKS]
    editions = {edition: _footnotes(raw, edition) for edition in (MAY_2025, JUNE_2026)}
    notes = editions[JUNE_2026]
    # the list has all of 6307.90.98, mostly other goods; the schedule names lines of ten digits
    masks = notes.loc[notes["heading"] == FACE_MASKS, "code"]
    whole = pd.concat([listed, _rows(masks, FACE_MASKS), _left_out(listed, editions)], ignore_index=True)
    return pd.concat([whole, _former(raw, whole)], ignore_index=True)


def _former(raw: Path, listed: pd.DataFrame) -> pd.DataFrame:
    """Former lists of the codes that the four-year review took over, which the source keeps under the review only.

    Read from the duties of 2018 to 2020 by subheading: the day of the first rise and the rise in force at the end
    tell the list. Codes whose subheading rose by other amounts (lines on several lists) or not at all (minerals,
    magnets) stay without one.
    """
    former = {"9903.88.01", "9903.88.02", "9903.88.03", "9903.88.04", "9903.88.15"}
    review = listed["list"].str.startswith("9903.91.0") | (listed["list"] == "9903.91.11")
    had_one = set(listed.loc[listed["list"].isin(former), "product_code"])
    codes = listed.loc[review & ~listed["product_code"].str[:8].isin(had_one), "product_code"].drop_duplicates()
    lists = codes.str[:6].map(subheadings_in(raw, "HS2017")).map(_list_of_2018(raw))
    known = lists.notna()
    return _rows(codes[known], lists[known] + " former")


def _list_of_2018(raw: Path) -> pd.Series:
    """List of each subheading (index, HS 2017) whose duty rose as a whole by what one list asks."""
    duties = first_war.build(raw)
    us = duties[(duties["importer_iso3"] == "USA") & ~duties["is_flagged"]]
    rates = us.pivot(index="hs6", columns="valid_from", values="rate_pct")
    added = rates.sub(rates.iloc[:, 0], axis=0)
    first = (added > TINY).idxmax(axis=1).where((added > TINY).any(axis=1))
    lists = pd.Series(index=added.index, dtype=object)
    for day, last_pct, name in RISES:
        lists[(first == pd.Timestamp(day)) & ((added.iloc[:, -1] - last_pct).abs() < TINY)] = name
    return lists


def _left_out(listed: pd.DataFrame, editions: dict[str, pd.DataFrame]) -> pd.DataFrame:
    """Codes the lists lack although a footnote of the schedule names their heading.

    Raises TableInvalidError when the footnote is not there, or when the lists have the code by now.
    """
    for name, code, heading, line, edition in LEFT_OUT:
        notes = editions[edition]
        told = ((notes["code"] == line) & (notes["heading"] == heading)).any()
        there = ((listed["product_code"] == code) & (listed["list"] == name)).any()
        if there or not told:
            problem = f"{code} under {heading} is no longer left out or no longer in the schedule; drop it in LEFT_OUT"
            raise TableInvalidError("us_tariff_scope", "product_code", None, problem)
    codes = pd.DataFrame(LEFT_OUT, columns=["list", "code", "heading", "line", "edition"])
    return _rows(codes["code"], codes["list"])


def _footnotes(raw: Path, edition: str) -> pd.DataFrame:
    """Headings of chapter 99 that the footnotes of an edition of the schedule name: columns code, heading."""
    named = [
        (line["htsno"].replace(".", ""), heading)
        for line in _schedule(raw, edition)
        for note in line.get("footnotes") or []
        for heading in re.findall(r"9903\.\d\d\.\d\d", note["value"])
    ]
    return pd.DataFrame(named, columns=["code", "heading"])


def _schedule(raw: Path, edition: str) -> list[dict[str, Any]]:
    """Every line of an edition of the schedule."""
    with gzip.open(raw_file(raw, f"{SCHEDULES}/{edition}.json.gz"), "rt", encoding="utf-8") as file:
        lines: list[dict[str, Any]] = json.load(file)
    return lines


def _exclusions(raw: Path) -> pd.DataFrame:
    lines = _read(raw, "s301_exclusion_lines.csv")
    conditional = lines["ch99_code"].isin(CONDITIONAL)
    # the eight conditional headings name the same codes: one row each
    lines = lines.assign(list=lines["ch99_code"].mask(conditional, "conditional")).drop_duplicates(["hts10", "list"])
    return _rows(lines["hts10"], lines["list"])


def _emergency_exempt(raw: Path) -> pd.DataFrame:
    lines = _read(raw, "ieepa_exempt_products.csv")
    lines = lines[lines["hts10"].str.len() == 10]  # one code has twelve digits; its first ten stand there as well
    start, end = lines["effective_date_start"], lines["effective_date_end"]
    named = pd.Series("ieepa_exempt", index=lines.index) + (" " + start).fillna("")
    exempt = _rows(lines["hts10"], named, start, end)
    electronics = _read(raw, "consumer_electronics_EO14257_apr11.csv", WAUGH)["HTSUS"]
    # two statistical numbers of 2024 that later editions of the schedule split
    missing = electronics[~electronics.isin(exempt["product_code"])]
    return pd.concat([exempt, _rows(missing, "electronics")], ignore_index=True)


def _section_122_exempt(raw: Path) -> pd.DataFrame:
    """Exempt lines; on those the schedule marks for civil aircraft only such goods are free (heading 9903.03.05).

    The mark stands among the special rates, which a line with a free general rate does not have: such lines of the
    aircraft list cannot be told apart here and count as exempt.
    """
    lines = _read(raw, "s122_exempt_products.csv")["hts8"]
    aircraft = lines.isin(_civil_aircraft_lines(raw, JUNE_2026))
    return _rows(lines, aircraft.map({True: "s122_exempt civil aircraft", False: "s122_exempt"}))


def _civil_aircraft_lines(raw: Path, edition: str) -> set[str]:
    """Lines free under the Agreement on Trade in Civil Aircraft, the symbol C among their special rates."""
    symbols = {
        line["htsno"].replace(".", ""): re.findall(r"\(([^)]*)\)", line.get("special") or "")
        for line in _schedule(raw, edition)
    }
    return {code for code, groups in symbols.items() if any("C" in group.split(",") for group in groups)}


def _forced_labour_exempt(raw: Path) -> pd.DataFrame:
    """Lines of the proposal of June 2026, and lines exempt from Section 122 that the list lacks.

    The proposal prints its list as pictures of pages, and the source's copy of it skips lines here and there, among
    them laptops between other computers. They are taken as exempt too: with laptops in scope the duty would add 6.7
    points on imports from China, where Global Trade Alert counts 5.6.
    """
    listed = _read(raw, "s301fl_exempt_products.csv")["hts8"]
    before = _section_122_exempt(raw)
    skipped = before[(before["list"] == "s122_exempt") & ~before["product_code"].isin(listed)]
    return pd.concat([_rows(listed, "s301fl_exempt"), skipped.assign(list="s301fl_exempt skipped")], ignore_index=True)


def _canada_and_mexico(raw: Path) -> pd.DataFrame:
    lines = _read(raw, "fentanyl_carveout_products.csv")
    return _rows(lines["hts8"], lines["category"])


def _metals(raw: Path) -> pd.DataFrame:
    """Chapters 72, 73 and 76: undated rows are those of 2018, or of 2020 for the first derivatives."""
    lines = _read(raw, "s232_metal_chapter_products.csv")
    first = lines["effective_date"].isna() & (lines["kind"] == "derivative")
    return _rows(
        lines["hts_prefix"],
        lines["metal_type"] + " " + lines["kind"] + first.map({True: " 2020", False: ""}),
        lines["effective_date"],
    )


def _metal_derivatives(raw: Path) -> pd.DataFrame:
    """Derivatives beyond those of ``_metals``; of a code that stands twice, the earlier row."""
    lines = _read(raw, "s232_derivative_products.csv").sort_values("effective_date", na_position="first")
    lines = lines.drop_duplicates(["hts_prefix", "derivative_type"])
    chapters = _read(raw, "s232_metal_chapter_products.csv")
    there = set(zip(chapters["hts_prefix"], chapters["metal_type"], strict=True))
    beyond = [pair not in there for pair in zip(lines["hts_prefix"], lines["derivative_type"], strict=True)]
    lines = lines[beyond]
    return _rows(lines["hts_prefix"], lines["ch99_code"], lines["effective_date"])


def _metal_annexes(raw: Path) -> pd.DataFrame:
    """The annexes of 6 April 2026, and of 8 June 2026 which moved some goods.

    Only annex I-A names headings; codes of four or six digits in the others are numbers that the source's reading of
    the document cut short (8471 would put every computer under 25 %), and stand in no other reading of the annexes.
    """
    lines = _read(raw, "s232_annex_products.csv")
    lines = lines[(lines["annex"] == "1a") | (lines["hts_prefix"].str.len() >= WHOLE_CODE)]
    june = (lines["effective_date"] == "2026-06-08").map({True: " June", False: ""})
    return _rows(lines["hts_prefix"], "annex " + lines["annex"] + " " + lines["metal_type"] + june)


def _copper(raw: Path) -> pd.DataFrame:
    return _rows(_read(raw, "s232_copper_products.csv")["hts10"], "copper")


def _cars(raw: Path) -> pd.DataFrame:
    """Cars and light trucks; the parts in the same file are read from the list that has them dated."""
    codes = _read(raw, "auto-tariffs.csv", WAUGH)["HTSUS"]
    return _rows(codes[codes.str.startswith(("8703", "8704"))], "cars")


def _vehicle_parts(raw: Path, list_: str) -> pd.DataFrame:
    path = raw_file(raw, f"{LISTS}/s232_{list_}.txt")
    codes = pd.Series(path.read_text(encoding="utf-8").split())  # no header
    also = codes.str.startswith(NOT_ONLY_OF_VEHICLES)
    return _rows(codes, also.map({True: f"{list_} not only of vehicles", False: list_}))


def _named(raw: Path, file: str, list_: str) -> pd.DataFrame:
    return _rows(_read(raw, file)["hts10"], list_)


def _count(frame: pd.DataFrame, choice: dict[str, str]) -> int:
    for column, value in choice.items():
        frame = frame[frame[column] == value]
    return int(frame["product_code"].nunique())


def _codes_of(expected: int, what: str, source: str, **choice: str) -> Published:
    return Published(f"codes, {what}", expected, lambda frame: _count(frame, choice), 0, source)


OWN = "official_file"  # without the lists inferred from the duties of 2018 to 2020
NOTICE, SECOND_NOTICE = "USTR notice, 89 FR 76581", "USTR notice, 89 FR 101682"
TRACKER = "Yale Budget Lab, product lists of 9 June 2026"
PUBLISHED = (
    _codes_of(860, "Section 301 list 1", TRACKER, programme="list_1", verification=OWN),
    _codes_of(287, "Section 301 list 2", TRACKER, programme="list_2", verification=OWN),
    _codes_of(6190, "Section 301 list 3", TRACKER, programme="list_3", verification=OWN),
    _codes_of(
        2968,
        "Section 301 list 4A",
        f"{TRACKER} (2,967), schedule (1)",
        programme="list_4a",
        verification="official_file",
    ),
    _codes_of(1519, "Section 301 list 4B", TRACKER, programme="list_4b"),
    _codes_of(17, "semiconductors (16) and gloves at 50 % from 2025", NOTICE, event_id="us-301-2025step"),
    _codes_of(5, "tungsten (3), polysilicon and wafers from 2025", SECOND_NOTICE, event_id="us-301-2025dec"),
    _codes_of(5, "face masks", "USITC, Harmonized Tariff Schedule, 2026 revision 10", heading_ch99=FACE_MASKS),
    _codes_of(1656, "exempt from Section 122", TRACKER, programme="surcharge_2026"),
    _codes_of(
        70,
        "exempt from Section 122 for civil aircraft only",
        "USITC, Harmonized Tariff Schedule, 2026 revision 10, special rates",
        heading_ch99="9903.03.05",
    ),
    _codes_of(
        1632,
        "exempt from the forced-labour duty, as proposed",
        TRACKER,
        programme="forced_labour_2026",
        verification="unverified",
    ),
    _codes_of(
        3257,
        "exempt from the reciprocal duty",
        f"{TRACKER} (3,256, one twice), Waugh (2)",
        programme="reciprocal",
    ),
    _codes_of(
        387,
        "metals at 25 %, annexes of April 2026",
        "Waugh, 23 July 2026 (388, one of them under annex II here)",
        event_id="us-232-metals-tier",
        heading_ch99="9903.82.09",
    ),
    _codes_of(
        47,
        "metals at 15 % in all, annexes of April 2026",
        "Waugh, 23 July 2026",
        event_id="us-232-metals-tier",
        heading_ch99="9903.82.10",
    ),
    _codes_of(80, "copper", TRACKER, programme="copper", heading_ch99="9903.78.01"),
    _codes_of(131, "medicines", TRACKER, programme="pharmaceuticals"),
    _codes_of(10, "advanced chips", TRACKER, programme="semiconductors"),
    _codes_of(130, "parts of cars", TRACKER, programme="car_parts"),
    _codes_of(182, "parts of trucks", TRACKER, programme="truck_parts"),
    _codes_of(17, "cars and light trucks", "Waugh, 23 July 2026", programme="cars"),
    _codes_of(294, "energy of Canada", TRACKER, programme="energy_canada"),
)
