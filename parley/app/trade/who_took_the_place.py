"""The subject Who took China's place: partners' shares of all goods, of an industry, of a section."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.line_names import SECTIONS
from parley.app.trade import header
from parley.app.trade import place_rows as facts
from parley.app.trade.charts import partner_shares, place_flows, place_months
from parley.app.trade.months import KINDS, STEPS
from parley.charts.two_lists import two_lists
from parley.measures import bilateral, places

SAY = words.beside(__file__)
AS_FLOW, AS_SHARES = "Flow", "China's share"
EVERY, INDUSTRY, SECTION = "All goods", "One industry", "One section"
YEAR_OF = {EVERY: "trade_year", INDUSTRY: "trade_industry_year", SECTION: "trade_section_year"}
LARGEST = 14  # industries
PERIOD = "Since 2015"


class Chosen(NamedTuple):
    """Whose partners are shown: all goods, or an industry or section by its name."""

    by: str
    name: str = ""


def draw(as_of: date) -> None:
    """A choice of goods, and for it the partners that gained and lost."""
    figures.block(header.PLACE, lambda: of_goods(as_of))


def of_goods(as_of: date) -> Callable[[], None]:
    """What draws the blocks of the goods chosen."""
    by = controls.choose("Goods", list(YEAR_OF), "trade_place_by")
    if by == EVERY:
        return lambda: _draw_all(as_of)
    if by == INDUSTRY:
        name = controls.select("Industry", list(facts.INDUSTRIES), "trade_industry", next(iter(facts.INDUSTRIES)))
    else:
        default = next(name for name, numeral in SECTIONS.items() if numeral == "XVI")
        name = controls.select("Section", list(SECTIONS), "trade_place_section", default)
    return lambda: _draw_one(Chosen(by, name), as_of)


def _draw_all(as_of: date) -> None:
    figures.block("Partners", lambda: partners(Chosen(EVERY), as_of))
    figures.block("Industries", lambda: industries(as_of))


def _draw_one(chosen: Chosen, as_of: date) -> None:
    figures.block("Partners", lambda: partners(chosen, as_of))
    figures.block("Months", lambda: months(chosen, as_of))


def partners(chosen: Chosen, as_of: date) -> Figure:
    """Partners' shares in the base year and in the year to compare it with."""
    if chosen.by == EVERY:
        years = bilateral.years_to_compare(header.shares(as_of))
        if not years:
            raise NothingToShowError(SAY("place.no_full_year", base=bilateral.BASE_YEAR, day=terms.day(as_of)))
        default = years[0]
    else:
        goods = _goods(chosen, as_of)
        years, default = goods.years, goods.default
    return shares_of(chosen, _year(years, YEAR_OF[chosen.by], default), as_of)


def _goods(chosen: Chosen, as_of: date) -> facts.Places:
    return (facts.section if chosen.by == SECTION else facts.industry)(as_of, chosen.name)


def _year(years: list[int], key: str, default: int) -> int:
    return controls.choose(f"Compare {bilateral.BASE_YEAR} with", years, key, default=default)


@kept
def shares_of(chosen: Chosen, year: int, as_of: date) -> Figure:
    """The partners that gained and lost most up to a year, of the goods chosen."""
    names = cache.country_names()
    shares, goods, note = _shares(chosen, year, as_of)
    moved = bilateral.movers(shares, year)
    caption = partner_shares.shares_caption(moved, bilateral.changes(shares, year), names, goods)
    return Figure(
        "trade_partners",
        caption,
        moved,
        {
            "Slope": lambda palette: partner_shares.slope(moved, names, palette),
            "By year": lambda palette: partner_shares.by_year(moved, names, palette),
        },
        {"By year": partner_shares.years_caption(caption, moved, names, goods)},
        note=note,
        state=(*chosen, year, as_of),
    )


def _shares(chosen: Chosen, year: int, as_of: date) -> tuple[pd.DataFrame, partner_shares.Goods, str]:
    """Shares in every year, how a caption names the goods, and of which releases the figures are."""
    if chosen.by == EVERY:
        return header.shares(as_of), partner_shares.ALL_GOODS, SAY("place.rough")
    goods = _goods(chosen, as_of)
    named = facts.goods_words(chosen.name, chosen.by == SECTION, goods.months_of_year.get(year, 12))
    if year in goods.years_of_products:
        note = SAY("place.products", "revised" if cache.imports_vintage(as_of).has_members else "first")
    else:
        note = SAY("place.one_release")
    return facts.shares(goods, year, as_of), named, note


def industries(as_of: date) -> Figure:
    """China's shortfall by industry, as a flow to other partners or as its shares."""
    months_of_year = facts.industry_years(as_of)
    seen_as = controls.choose("Seen as", [AS_FLOW, AS_SHARES], "trade_flow_as")
    year = _year(list(months_of_year), "trade_flow_year", places.default_year(months_of_year))
    return flow_of(year, as_of) if seen_as == AS_FLOW else shortfalls_of(year, as_of)


@kept
def _industries(year: int, as_of: date) -> facts.Industries:
    return facts.industries(as_of, year, facts.industry_years(as_of)[year])


@kept
def flow_of(year: int, as_of: date) -> Figure:
    """China's shortfall of a year, laid on the partners that gained."""
    of_year, names = _industries(year, as_of), cache.country_names()
    flows, shortfall = of_year.flows, of_year.shares["shortfall_usd"]
    lists = place_flows.flow_lists(places.gathered(flows), names)
    part = facts.part_of_year(facts.industry_years(as_of)[year])
    return Figure(
        "trade_flow",
        place_flows.flow_caption(lists, part, year, bilateral.BASE_YEAR, -shortfall[shortfall < 0].sum()),
        _of_months(facts.named(flows, names), year, as_of),
        {"Chart": lambda palette: two_lists(lists, palette)},
        note=SAY("place.assumed"),
        state=(year, as_of),
    )


@kept
def shortfalls_of(year: int, as_of: date) -> Figure:
    """China's shares in the industries with the largest shortfall of a year."""
    largest = _industries(year, as_of).shares.head(LARGEST)
    months, base = facts.industry_years(as_of)[year], bilateral.BASE_YEAR
    return Figure(
        "trade_industries",
        place_flows.shares_caption(largest, facts.part_of_year(months), year, base, months),
        _of_months(facts.named(largest, cache.country_names()), year, as_of),
        {"Chart": lambda palette: place_flows.share_pairs(largest, palette, base, year)},
        note=SAY("place.largest", count=terms.counted(len(largest))),
        state=(year, as_of),
    )


def _of_months(rows: pd.DataFrame, year: int, as_of: date) -> pd.DataFrame:
    """Rows with the months they sum, and the same months of the base year."""
    last = facts.industry_years(as_of)[year]
    spans = {"": year, "_before": bilateral.BASE_YEAR}
    ends = {"first_month": 1, "last_month": last}
    days = {f"{end}{which}": pd.Timestamp(of, month, 1) for which, of in spans.items() for end, month in ends.items()}
    return rows.assign(**days)


def months(chosen: Chosen, as_of: date) -> Figure:
    """Imports from China and the partners that gained most, by month or summed."""
    kind = controls.choose("Values", KINDS, "trade_place_values")
    return months_of(chosen, kind == header.SUMMED, as_of)


@kept
def months_of(chosen: Chosen, summed: bool, as_of: date) -> Figure:
    """Months, or sums of twelve, of the goods chosen."""
    goods, names = _goods(chosen, as_of), cache.country_names()
    rows, order = facts.lines(goods, goods.default, as_of, summed, header.PERIODS[PERIOD])
    steps = header.steps(as_of, STEPS[PERIOD], rows)
    of = f"US imports for consumption, {'section ' if chosen.by == SECTION else ''}{chosen.name}"
    return Figure(
        "trade_place_months",
        place_months.lines_caption(rows, names, facts.label(chosen.name), of, summed),
        rows,
        {"Chart": lambda palette: place_months.partner_lines(rows, order, names, steps, palette)},
        note=SAY("place.months_note", "nearest" if chosen.name.startswith("XVI,") else "plain"),
        events=steps,
        state=(*chosen, summed, as_of),
    )
