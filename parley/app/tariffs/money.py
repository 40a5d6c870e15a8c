"""The subject Money: what tariffs bring by month, and the duty collected on any goods of any origin in two years."""

from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import imports, terms, words
from parley.app.kit import address, cache, controls, figures, line_names
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import money as charts
from parley.app.trade import goods as trade_goods
from parley.app.trade import header as trade_header
from parley.charts.figure import Caption
from parley.charts.ranked_bars import short
from parley.measures import collected as measures
from parley.measures import revenue
from parley.measures.trade import WORLD

SAY = words.beside(__file__)
COUNT = 15
BY_MONTH, BY_GOODS, BY_ORIGIN = "Months", "Goods", "Origins"
WITH_RATE = "Since 2015"
STARTS = {WITH_RATE: pd.Timestamp("2015-01-01"), "Since 1982": pd.Timestamp("1982-01-01")}
FORMER = {"Since 2017": WITH_RATE}
EVERY_ORIGIN, UNION = "All origins", "European Union"
EVERY_HEADING = "All headings"
KINDS = {
    "section": "section",
    "chapter": "chapter",
    "heading": "heading (HS4)",
    "hts10": "statistical line (HTS10)",
    "exporter_iso3": "origin",
}
COLUMNS = ["exporter_iso3", "year", "section", "chapter", "hs6", "value_usd", "duty_usd", "source_id"]
LINE_COLUMNS = ["exporter_iso3", "year", "hs6", "hts10", "value_usd", "duty_usd", "source_id"]
SPECIAL = "98"  # chapters 98 and 99 stand in no section


class Choice(NamedTuple):
    """What a row is, of which origin (ISO code, EU27, or empty: all), section, chapter and heading (empty: all)."""

    ranked: str
    origin: str
    section: str
    chapter: str
    heading: str

    @property
    def by(self) -> str:
        """The column whose values are the rows."""
        if self.ranked == BY_ORIGIN:
            return "exporter_iso3"
        return "hts10" if self.heading else "heading" if self.chapter else "chapter" if self.section else "section"


def draw(as_of: date) -> None:
    """Duties received and refunded by month, or rates collected in two years by goods or origin."""
    figures.block("Money", lambda: money(as_of))


def money(as_of: date) -> Figure:
    """What customs received by month, or the rates collected in both years on the goods and origins chosen."""
    implied = BY_GOODS if address.asked("tariff_collected_origin") else None
    by = controls.choose("By", [BY_MONTH, BY_GOODS, BY_ORIGIN], "tariff_collected_by", implied=implied)
    if by == BY_MONTH:
        address.rename("tariff_revenue_since", FORMER)
        return received(controls.choose("Period", list(STARTS), "tariff_revenue_since"), as_of)
    years = _years(as_of)
    choice = _choice(by, as_of)
    caption, rows = collected(choice, years, as_of)
    views = {"Chart": lambda palette: charts.rate_pairs(rows.head(COUNT), palette)}
    return Figure("tariff_collected", caption, rows, views, note=SAY("collected.note"), state=(*choice, as_of))


@kept
def received(since: str, as_of: date) -> Figure:
    """Duties received and refunded from a month on, and the duty calculated. Raises NothingToShowError without any."""
    duty = trade_header.duty(as_of)
    duty = duty if since == WITH_RATE else duty.iloc[:0]
    rows = revenue.monthly(cache.table("us_customs_revenue_monthly", as_of), duty, STARTS[since])
    if rows.empty:
        raise NothingToShowError(SAY("revenue.none"))
    views = {"Chart": lambda palette: charts.revenue_panels(rows, palette)}
    note = SAY("revenue.note") if since == WITH_RATE else ""
    return Figure("tariff_revenue", charts.revenue_caption(rows), rows, views, note=note, state=(since, as_of))


def _years(as_of: date) -> tuple[int, int]:
    """The two newest years. Raises NothingToShowError on a day that did not know two of one release."""
    years = cache.imports_vintage(as_of).years
    if len(years) < 2:
        raise NothingToShowError(SAY("collected.before", day=terms.day(as_of)))
    return years[-2], years[-1]


def _choice(by: str, as_of: date) -> Choice:
    origin = ""
    if by == BY_GOODS:
        origins = _origins(as_of)
        name = controls.select("Origin", list(origins), "tariff_collected_origin", cache.country_names()["CHN"])
        origin = origins[name]
    sections = {trade_goods.EVERY_SECTION: "", **line_names.SECTIONS}
    section = _chosen("Section", sections, "tariff_collected_section")
    chapter = heading = ""
    if section:
        chapters = {trade_goods.EVERY_CHAPTER: "", **trade_goods.chapters(section, as_of)}
        chapter = _chosen("Chapter", chapters, "tariff_collected_chapter")
    if chapter:
        headings = {EVERY_HEADING: "", **_headings(chapter, as_of)}
        heading = _chosen("Heading", headings, "tariff_collected_heading")
    return Choice(by, origin, section, chapter, heading)


def _chosen(label: str, options: dict[str, str], key: str) -> str:
    return options[controls.select(label, list(options), key, next(iter(options)))]


@kept
def _origins(as_of: date) -> dict[str, str]:
    """Names and codes of all origins, largest first; the Union as one among them."""
    names = cache.country_names()
    values = cache.imports(as_of, columns=["exporter_iso3", "value_usd"], members=True)
    order = values.groupby("exporter_iso3")["value_usd"].sum().sort_values(ascending=False).index
    return {EVERY_ORIGIN: "", UNION: imports.EUROPEAN_UNION, **{names[code]: code for code in order}}


@kept
def _headings(chapter: str, as_of: date) -> dict[str, str]:
    codes = cache.table("hs_codes", as_of)
    own = codes[codes["level"].eq(4) & codes["code"].str.startswith(chapter)]
    return {f"{code}, {short(text)}": code for code, text in zip(own["code"], own["description"], strict=True)}


@kept
def collected(choice: Choice, years: tuple[int, int], as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The rows of a choice with their names. Raises NothingToShowError where nothing was imported in either year."""
    imported = _imports(choice, years, as_of)
    if not imported["value_usd"].any():  # no rows, or rows of trade the source prints as zero
        raise NothingToShowError(SAY("collected.empty", base=years[0], year=years[1]))
    rows = measures.two_years(imported, choice.by, *years)
    total = measures.two_years(imported.assign(all="all"), "all", *years).iloc[0]
    rows.insert(1, "name", _names(rows["code"], choice.by, as_of))
    words = charts.collected_caption(total, rows.head(COUNT), len(rows), _of(choice), KINDS[choice.by])
    return words, rows if choice.ranked == BY_ORIGIN else rows.assign(exporter_iso3=choice.origin or WORLD)


def _imports(choice: Choice, years: tuple[int, int], as_of: date) -> pd.DataFrame:
    """Imports of both years of the goods and the origin chosen, of one vintage, with each column rows may be of."""
    where: dict[str, list[object]] = {}
    if choice.origin:
        where["exporter_iso3"] = [choice.origin]
    is_line = choice.by == "hts10"
    if choice.heading:
        where["hs6"] = [f"{choice.heading}{n:02}" for n in range(100)]
    elif choice.chapter or choice.section:
        where |= {"chapter": [choice.chapter]} if choice.chapter else {"section": [choice.section]}
    members = choice.origin != imports.EUROPEAN_UNION
    parts = [
        cache.imports(as_of, year, 10 if is_line else 6, where, LINE_COLUMNS if is_line else COLUMNS, members)
        for year in years
    ]
    both = pd.concat(parts, ignore_index=True).assign(heading=lambda rows: rows["hs6"].str[:4])
    return both if is_line else both.assign(section=both["section"].fillna(SPECIAL))


def _names(codes: pd.Series, by: str, as_of: date) -> list[str]:
    if by == "exporter_iso3":
        return [cache.country_names()[code] for code in codes]
    if by != "hts10":
        return [trade_goods.goods_name(code, by) for code in codes]
    words = line_names.wordings(list(codes), as_of)
    return [f"{code} {words[code].capitalize()}" for code in codes]


def _of(choice: Choice) -> str:
    goods = (
        f"goods of heading {choice.heading}"
        if choice.heading
        else f"goods of chapter {choice.chapter}"
        if choice.chapter
        else terms.in_a_sentence(terms.SECTION_LABELS[choice.section])
        if choice.section
        else "goods"
    )
    origin = cache.place(choice.origin) if choice.origin else "all origins"
    return f"{goods} from {origin}"
