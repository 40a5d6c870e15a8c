"""The section 2018 to 2020: both sides' duties by subheading in the first trade war."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.tariffs.charts import first_war as charts
from parley.app.tariffs.header import LEVIES
from parley.charts.figure import Caption
from parley.measures import lines as measures
from parley.tables import compiled_on

SAY = words.beside(__file__)
TABLE = "us_china_tariff_hs6_2018_2020"
FIRST = pd.Timestamp("2018-01-01")
MOST_FOUND = 300  # subheadings; each has nineteen dates


def draw(as_of: date) -> None:
    """One side's mean duty by section on a date, and a search by code or word."""

    figures.block("2018 to 2020", lambda: means_by_section(as_of))
    figures.block("Search in 2018 to 2020", lambda: subheadings_found(as_of))


def means_by_section(as_of: date) -> Figure:
    """One side's mean duty by section on one of its dates."""
    importer = controls.choose("Direction", list(LEVIES), "tariff_war_side", LEVIES.__getitem__)
    days = dates(importer, as_of)
    day = controls.select("In force on", days, "tariff_war_on", days[-1], terms.day)
    caption, rows = by_section(importer, day)
    return Figure(
        "tariff_first_war",
        caption,
        rows,
        {"Chart": lambda palette: charts.section_bars(rows, importer, palette)},
        note=SAY("war.note"),
        state=(importer, day),
    )


def subheadings_found(as_of: date) -> Content:
    """Both sides' duties on what the code or words typed find; nothing where nothing is typed."""
    typed = controls.search("Code or word", "tariff_war_search", "8541, footwear, soya ...")
    return Figure("tariff_first_war_lines", *search(typed, as_of)) if typed else lambda: None


@kept
def dates(importer: str, as_of: date) -> list[date]:
    """Days on which one side's duties changed, up to the as-of date. Raises NothingToShowError where there are none."""
    side = cache.part(TABLE, as_of, {"importer_iso3": [importer]}, ["valid_from"])
    if side.empty:
        raise NothingToShowError(SAY("war.before"))
    return [day.date() for day in sorted(side["valid_from"].unique())]


@kept
def by_section(importer: str, day: date) -> tuple[Caption, pd.DataFrame]:
    """One side's means by section on one of its dates, with those of 1 January 2018."""
    on = pd.Timestamp(day)
    # both days had passed when the reader may choose them, so no later knowledge enters
    lines = cache.part(TABLE, compiled_on(), {"importer_iso3": [importer], "valid_from": [on, FIRST]})
    lines = lines.assign(section=lines["hs6"].str[:2].map(measures.sections(cache.table("hs_codes", compiled_on()))))
    before, now = (lines[lines["valid_from"] == start] for start in (FIRST, on))
    weights = imports_by_hs2017() if importer == "USA" else None
    rows = measures.by_group(now, "section", weights, list(terms.SECTION_LABELS))
    opening = measures.by_group(before, "section")
    earlier = dict(zip(opening["section"], opening["mean_pct"], strict=True))
    rows = rows.assign(
        label=rows["section"].map(terms.SECTION_LABELS),
        importer_iso3=importer,
        date=on,
        before_on=FIRST,
        before_pct=rows["section"].map(earlier),
    )
    means = float(measures.usable(before)["rate_pct"].mean()), float(measures.usable(now)["rate_pct"].mean())
    if weights is not None:
        rows = rows.assign(weight_source_id="census_us_imports_2024_hs10")
    matched = None if weights is None else rows["weight_usd"].sum() / sum(weights.values()) * 100
    return charts.sections_caption(rows, importer, on, means, matched, int(now["is_flagged"].sum())), rows


@kept
def imports_by_hs2017() -> dict[str, float]:
    """US imports from China of 2024 in dollars by HS 2017 subheading; codes HS 2017 does not have keep their own."""
    imports = cache.part("us_imports_hs6_2024", compiled_on(), {"exporter_iso3": ["CHN"]}, ["hs6", "value_usd"])
    table = cache.table("hs_map", compiled_on())
    to_hs2017 = table[table["to_revision"] == "HS2017"].set_index("from_code")["to_code"]
    code = imports["hs6"].map(to_hs2017).fillna(imports["hs6"])
    return {str(c): float(v) for c, v in imports.groupby(code)["value_usd"].sum().items()}


@kept
def search(typed: str, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """Both sides' duties on the subheadings found. Raises NothingToShowError where none or too many are found."""
    columns = ["hs6", "importer_iso3", "valid_from", "rate_pct", "is_flagged", "description", "source_id"]
    hits = measures.found(_codes(as_of), typed, "hs6")["hs6"].tolist()
    if not hits:
        raise NothingToShowError(SAY("war.unknown", typed=typed))
    if len(hits) > MOST_FOUND:
        raise NothingToShowError(SAY("war.many", count=terms.number(len(hits)), typed=typed))
    rows = cache.part(TABLE, as_of, {"hs6": hits}, columns)
    rows = rows.sort_values(["hs6", "importer_iso3", "valid_from"], ascending=[True, False, True], ignore_index=True)
    return charts.found_caption(rows, typed), rows


@kept
def _codes(as_of: date) -> pd.DataFrame:
    codes = cache.part(TABLE, as_of, {"valid_from": [FIRST]}, ["hs6", "description"])
    return codes.drop_duplicates("hs6")
