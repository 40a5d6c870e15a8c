"""US duties by origin: on all goods, and the special rates of section 232, dated, with their headings of chapter 99.

Rates by country of the reciprocal duty are read in the headings of the tariff schedule, those of the forced-labour
duty in the list of economies, China's in the facts of ``tariff_layers``; the rest is typed from headings and acts.
"""

import re
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd

from parley.measures.tariffs import in_force
from parley.recipes import Published, read_facts, read_typed_facts
from parley.recipes.tariff_lists import read_list, schedule
from parley.tables import countries
from parley.tables.schema import TableInvalidError

NAME = "us_duties_by_origin"
KEY = ["exporter_iso3", "authority", "programme", "product_code", "replaces_heading", "heading_ch99", "valid_from"]
HTS = "hts_2026_rev_10"
ECONOMIES = "tariffs/section-301-forced-labour-2026"
# headings 9903.01.43 to 9903.01.76: rates of 9 April 2025, suspended the next day; 9903.02.02 on: from 7 August 2025
FIRST, SECOND = ("9903.01.43", "9903.01.76"), ("9903.02.02", "9903.02.91")
FIRST_DAY, SECOND_FROM = ("2025-04-09", "2025-04-09"), "2025-08-07"
LAST = "2026-02-23"  # event us-ieepa-recip
# headings the notes of the compiler end, or that take the place of one, on another day than the rest
ENDED = {"9903.02.56": "2025-11-13", "9903.02.58": "2025-11-13", "9903.02.36": "2025-11-13", "9903.02.30": None}
BEGAN = {"9903.02.80": "2025-11-14", "9903.02.83": "2025-11-14", "9903.02.88": "2025-11-14"}
DAY_NOT_READ = ("9903.02.36", "9903.02.58", "9903.02.83", "9903.02.88")
OF_CHINA = "9903.01.63"
EDITIONS = {
    "usitc_hts_2025_basic": "2025 basic",
    "usitc_hts_2025_rev_15": "2025 revision 15",
    "usitc_hts_2026_rev_10": "2026 revision 10",
    "usitc_hts_2026_rev_21": "2026 revision 21",
    "section_338_canada_lists": "2026 revision 21",
}
YEAR_OF_ACTS = "2026"
# Proclamations 11064 and 11065
CHANGED, UNCHANGED, DAIRY = "2026-09-15", "2026-09-14", "9903.03.13"
# in place of column 2: heading, rate, subdivision of note 30; both lists as they are since Proclamation 10523
OF_RUSSIA, OF_RUSSIA_FROM = (("9903.90.08", 35.0, "(b)"), ("9903.90.09", 70.0, "(d)")), "2023-04-01"
# goods for civil aircraft are free of section 232 on metals: origin, heading, first day, metals, acts
STEEL_AND_ALUMINIUM = {
    "steel": ("9903.81.87", "9903.82.02"),
    "steel_derivatives": ("9903.81.89", "9903.81.90", "9903.81.91", "9903.82.02", "9903.82.09", "9903.82.10"),
    "aluminium": ("9903.85.02", "9903.82.02"),
    "aluminium_derivatives": ("9903.85.04", "9903.85.07", "9903.85.08", "9903.82.02", "9903.82.09", "9903.82.10"),
}
METALS = {**STEEL_AND_ALUMINIUM, "copper": ("9903.78.01", "9903.82.02", "9903.82.09")}
FOR_AIRCRAFT = (
    ("GBR", "9903.96.01", "2025-06-30", STEEL_AND_ALUMINIUM, "U.S. note 35(a); EO 14309, section 3"),
    ("EU27", "9903.02.76", "2025-09-01", METALS, "U.S. note 2(v)(xxii); notice of 25 September 2025, doc. 2025-18660"),
    ("JPN", "9903.96.02", "2025-09-16", METALS, "U.S. note 35(b); EO of 4 September 2025 on Japan, section 3"),
    ("KOR", "9903.02.81", "2025-11-14", METALS, "U.S. note 2(v)(xxiv)(b); Proclamation 11021, clause 10"),
)
CHINA, WITH_CHINA = "CHN", {"ieepa_fentanyl": ("CHN", "HKG"), "ieepa_reciprocal": ("CHN", "HKG", "MAC")}
HEADINGS_OF_CHINA = {
    "us-ieepa-fent-1": "9903.01.20",
    "us-ieepa-fent-2": "9903.01.24",
    "us-fent-cut": "9903.01.24",
    "us-ieepa-recip": "9903.01.25",
    "us-ieepa-recip-84": "9903.01.63",
    "us-ieepa-recip-125": "9903.01.63",
    "us-s122": "9903.03.01",
    "us-301-fl": "9903.05.31",
}
BASELINE = "9903.01.25"  # while heading 9903.01.63 is suspended
UNDER_232 = {"reciprocal": "9903.01.33", "surcharge_2026": "9903.03.06", "forced_labour_2026": "9903.05.90"}
NAMES = {
    "Bosnia and Herzegovina": "BIH",
    "Brunei": "BRN",
    "Côte d`Ivoire": "CIV",
    "Côte d’Ivoire": "CIV",
    "Democratic Republic of the Congo": "COD",
    "European Union": "EU27",
    "Falkland Islands": "FLK",
    "Laos": "LAO",
    "Myanmar (Burma)": "MMR",
    "North Macedonia": "MKD",
    "South Korea": "KOR",
    "Syria": "SYR",
    "Taiwan": "TWN",
    "Trinidad and Tobago": "TTO",
    "Turkey": "TUR",
    "Vietnam": "VNM",
}
OF = re.compile(r"articles the product of (?:the )?(.+?)(?:,? with an ad valorem|,? as provided|,? \[)")
RATE = re.compile(r"(\+ )?([\d.]+)%")


def build(raw: Path) -> pd.DataFrame:
    """One row per origin, duty, product where it is on some only, and first day."""
    parts = [_typed(), _of_china(), _reciprocal(raw), _forced_labour(raw), _section_338(), _of_russia(raw)]
    parts.append(_for_aircraft())
    rows = pd.concat(parts, ignore_index=True)
    of_some = rows["product_code"] != "all"
    rows["hts_edition"] = rows["source_id"].map(EDITIONS).fillna(YEAR_OF_ACTS).where(of_some)
    announced = read_facts("events").set_index("event_id")["announced_on"]
    rows["announced_on"] = rows["event_id"].map(announced)
    for day in ("announced_on", "valid_from", "valid_to", "scheduled_end", "confirmed_until"):
        rows[day] = pd.to_datetime(rows[day])
    return rows.sort_values(KEY, ignore_index=True)


def _typed() -> pd.DataFrame:
    """The typed rows, one per origin and product code where a cell lists several."""
    rows = read_typed_facts(NAME)
    for column in ("exporter_iso3", "product_code"):
        rows[column] = rows[column].str.split(";")
        rows = rows.explode(column, ignore_index=True)
    return rows


def _on_all(rows: pd.DataFrame) -> pd.DataFrame:
    """Columns that all duties on all goods share, where the row does not say otherwise."""
    shared = {"product_code": "all", "replaces_heading": "none", "use_limit": "none"}
    return rows.assign(**{column: value for column, value in shared.items() if column not in rows})


def _of_china() -> pd.DataFrame:
    """China's duties on all goods as ``tariff_layers`` has them; Hong Kong and Macau as the headings say."""
    layers = read_typed_facts("tariff_layers")
    on_all = layers["coverage"].isin(["all_goods", "broad_with_exemptions"])
    rows = layers[on_all & (layers["importer_iso3"] == "USA") & (layers["exporter_iso3"] == CHINA)]
    unknown = rows.index[~rows["event_id"].isin([*HEADINGS_OF_CHINA, "us-geneva", "stockholm-us", "us-recip-ext"])]
    if len(unknown):
        raise TableInvalidError(
            NAME, "heading_ch99", unknown[0], f"{rows.loc[unknown[0], 'event_id']!r} has no heading; add it"
        )
    heading = rows["event_id"].map(HEADINGS_OF_CHINA).fillna(BASELINE)
    broad = rows["coverage"] == "broad_with_exemptions"
    table = rows.assign(
        exporter_iso3=rows["authority"].map(lambda law: WITH_CHINA.get(law, (CHINA,))),
        rate_basis="additional",
        exempt_programme=rows["programme"],
        excludes_section_232=broad,
        section_232_heading=rows["programme"].map(UNDER_232),
        heading_ch99=heading,
        citation="HTS heading " + heading + "; " + rows["instrument"],
    )
    return _on_all(table.explode("exporter_iso3")).reindex(columns=read_facts(NAME).columns)


def _headings(raw: Path) -> pd.DataFrame:
    """Headings of chapter 99 that name a country and a rate: heading, countries, rate_pct, total."""
    rows = []
    for line in schedule.lines_of(raw, HTS):
        heading, of, rate = line.get("htsno") or "", OF.search(line["description"]), RATE.search(line["general"])
        if of and rate and (FIRST[0] <= heading <= FIRST[1] or SECOND[0] <= heading <= SECOND[1]):
            rows.append((heading, of.group(1), float(rate.group(2)), rate.group(1) is None))
    return pd.DataFrame(rows, columns=["heading_ch99", "countries", "rate_pct", "total"])


def _iso3(names: pd.Series) -> pd.Series:
    by_name = countries.codes() | NAMES
    split = names.str.split(r", or |, | or ", regex=True).explode().str.removeprefix("the ")
    codes = split.map(by_name)
    if codes.isna().any():
        raise TableInvalidError(NAME, "exporter_iso3", None, f"{split[codes.isna()].iloc[0]!r} has no code; add it")
    return codes.groupby(level=0).agg(list)


def _reciprocal(raw: Path) -> pd.DataFrame:
    """Rates by country of the reciprocal duty in two steps: one day of April 2025, and from 7 August 2025."""
    rows = _headings(raw)
    rows = rows[rows["heading_ch99"] != OF_CHINA]
    first = rows["heading_ch99"] <= FIRST[1]
    heading = rows["heading_ch99"]
    ended = heading.map(ENDED)
    table = rows.assign(
        exporter_iso3=_iso3(rows["countries"]),
        authority="ieepa_reciprocal",
        programme="reciprocal",
        rate_basis=rows["total"].map({True: "total", False: "additional"}),
        coverage="broad_with_exemptions",
        exempt_programme="reciprocal",
        excludes_section_232=True,
        section_232_heading=UNDER_232["reciprocal"],
        valid_from=heading.map(BEGAN).fillna(SECOND_FROM).mask(first, FIRST_DAY[0]),
        valid_to=ended.fillna(LAST).mask(first, FIRST_DAY[1]),
        event_id=first.map({True: "us-ieepa-recip", False: "us-ieepa-recip-2"}).mask(heading.isin([*BEGAN])),
        citation="HTS 2026 rev. 10, heading " + heading,
        verification=heading.isin(DAY_NOT_READ).map({True: "unverified", False: "official_file"}),
        source_id="usitc_hts_2026_rev_10",
    )
    # Japan's first heading was replaced with effect from its own first day
    table = table[~heading.isin([name for name, day in ENDED.items() if day is None])]
    return _on_all(table.explode("exporter_iso3")).drop(columns=["countries", "total"])


def _forced_labour(raw: Path) -> pd.DataFrame:
    """The 60 economies of US note 52 but China."""
    rows = read_list(raw, "rates_by_economy.csv", ECONOMIES)
    rows = rows[rows["exporter_iso3"] != CHINA]
    together = rows["rate_kind"] == "column_1_and_surcharge_together"
    table = rows.assign(
        authority="section_301",
        programme="forced_labour_2026",
        rate_pct=rows["rate_pct"].astype(float),
        rate_basis=together.map({True: "total", False: "additional"}),
        coverage="broad_with_exemptions",
        exempt_programme="forced_labour_2026",
        excludes_section_232=True,
        section_232_heading=UNDER_232["forced_labour_2026"],
        heading_ch99=rows["heading_9903"],
        confirmed_until="2026-10-09",
        event_id="us-301-fl",
        verification="secondary",
        source_id="section_301_forced_labour_lists",
    )
    return _on_all(table).drop(columns=["heading_9903", "rate_kind", "no_duty_heading"])


def _section_338() -> pd.DataFrame:
    """Goods of Canada at 50 %; since the change of 15 September 2026 all but dairy pay it under section 232 too."""
    rows = read_facts("us_section_338_canada")
    is_standing = (rows["valid_from"] < CHANGED) & rows["valid_to"].isna() & (rows["heading_ch99"] != DAIRY)
    then, now = rows[is_standing].assign(valid_to=UNCHANGED), rows[is_standing].assign(valid_from=CHANGED)
    rows = pd.concat([rows[~is_standing], then, now], ignore_index=True)
    changed = rows["valid_from"] >= CHANGED
    note = rows["heading_ch99"].map({"9903.03.12": "(b)(1)", DAIRY: "(b)(2)", "9903.03.14": "(b)(3)"})
    return rows.assign(
        exporter_iso3="CAN",
        authority="section_338",
        programme="canada",
        replaces_heading="none",
        rate_pct=50.0,
        rate_basis="additional",
        coverage="listed_goods",
        excludes_section_232=~changed | (rows["heading_ch99"] == DAIRY),
        section_232_heading="9903.03.15",
        confirmed_until=rows["valid_to"].isna().map({True: "2026-10-09", False: None}),
        event_id=changed.map({True: "us-338-canada-change", False: "us-338-canada"}),
        citation="HTS 2026 rev. 21, heading " + rows["heading_ch99"] + ", U.S. note 51" + note,
        verification="secondary",
        source_id="section_338_canada_lists",
    )


def _of_russia(raw: Path) -> pd.DataFrame:
    """Goods of Russia at 35 and at 70 %: the lines whose footnotes name the two headings."""
    footnotes = schedule.footnotes(raw)
    lists = []
    for heading, rate, note in OF_RUSSIA:
        codes = footnotes.loc[footnotes["text"].str.contains(heading, regex=False), "code"].drop_duplicates()
        where = f"HTS 2025 rev. 15, heading {heading}, U.S. note 30{note}, footnotes; Proclamation 10523, 88 FR 13277"
        lists.append(
            pd.DataFrame({"product_code": codes, "heading_ch99": heading, "rate_pct": rate, "citation": where})
        )
    return _on_all(pd.concat(lists)).assign(
        exporter_iso3="RUS",
        authority="mfn",
        programme="column_2_russia",
        rate_basis="total",
        coverage="listed_goods",
        valid_from=OF_RUSSIA_FROM,
        confirmed_until="2026-06-08",
        verification="official_file",
        source_id="usitc_hts_2025_rev_15",
    )


def _for_aircraft() -> pd.DataFrame:
    """Metal goods for civil aircraft of four origins, free of section 232; clause 10 of Proclamation 11021 keeps it."""
    rows = [
        (origin, programme, replaced, heading, first, f"HTS 2026 rev. 10, heading {heading}, {acts}")
        for origin, heading, first, metals, acts in FOR_AIRCRAFT
        for programme, headings in metals.items()
        for replaced in headings
    ]
    columns = ["exporter_iso3", "programme", "replaces_heading", "heading_ch99", "valid_from", "citation"]
    return pd.DataFrame(rows, columns=columns).assign(
        authority="section_232",
        product_code="all",
        rate_pct=0.0,
        rate_basis="additional",
        coverage="listed_goods",
        use_limit="civil_aircraft",
        confirmed_until="2026-06-08",
        verification="secondary",
        source_id="usitc_hts_2026_rev_10",
    )


def _rate(exporter: str, programme: str, day: str) -> Callable[[pd.DataFrame], float]:
    def compute(frame: pd.DataFrame) -> float:
        rows = frame[(frame["exporter_iso3"] == exporter) & (frame["programme"] == programme)]
        rows = in_force(rows[rows["replaces_heading"] == "none"], date.fromisoformat(day))
        return float(rows["rate_pct"].item())

    return compute


def _count(**choice: object) -> Callable[[pd.DataFrame], float]:
    def compute(frame: pd.DataFrame) -> float:
        for column, value in choice.items():
            frame = frame[frame[column] == value]
        return frame["exporter_iso3"].nunique()

    return compute


def _count_goods(heading: str) -> Callable[[pd.DataFrame], float]:
    def compute(frame: pd.DataFrame) -> float:
        rows = frame[(frame["heading_ch99"] == heading) & (frame["valid_from"] == pd.Timestamp("2026-08-22"))]
        return rows["product_code"].nunique()

    return compute


AUGUST = "EO 14326, annex I, as listed by Waugh"
PUBLISHED = (
    # he lists 68 countries; Japan's heading was replaced from its own first day by one for both duties together
    Published(
        "origins with an added rate of their own from 7 August 2025",
        68 - 1,
        _count(valid_from=pd.Timestamp(SECOND_FROM), event_id="us-ieepa-recip-2", rate_basis="additional"),
        0,
        AUGUST,
    ),
    *(
        Published(f"goods of Canada at 50 %, heading {heading}", goods, _count_goods(heading), 0, f"annex I of {act}")
        for heading, goods, act in (
            ("9903.03.12", 63, "Proclamation 11046"),
            ("9903.03.13", 52, "Proclamation 11047"),
            ("9903.03.14", 439, "Proclamation 11048"),
        )
    ),
    Published(
        "economies under the forced-labour duty",
        60,
        _count(event_id="us-301-fl", replaces_heading="none"),
        0,
        "91 FR 47318",
    ),
    *(
        Published(f"reciprocal duty on {who}, {day}", rate, _rate(who, "reciprocal", day), 0, source)
        for who, day, rate, source in (
            ("VNM", "2025-04-09", 46, "EO 14257, annex I"),
            ("WLD", "2025-04-10", 10, "EO 14257 and EO 14266"),
            ("VNM", "2025-08-07", 20, AUGUST),
            ("CHE", "2025-08-07", 39, AUGUST),
            ("IND", "2025-08-07", 25, AUGUST),
            ("GBR", "2025-08-07", 10, AUGUST),
        )
    ),
)
