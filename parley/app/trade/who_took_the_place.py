"""The subject Who took China's place: partners' shares of all goods, of an industry, of a section."""

from collections.abc import Callable
from datetime import date

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls, error_sentences
from parley.app.trade import header
from parley.app.trade import place_rows as facts
from parley.app.trade.charts import partner_shares, place_flows, place_months
from parley.app.trade.charts.partner_shares import ALL_GOODS, Goods
from parley.app.trade.months import KINDS, STEPS
from parley.charts.figure import Caption
from parley.measures import bilateral, places

ROUGH = "The divisor is always the published world total; partners and total may be of different releases."
ONE_RELEASE = "Partners and world total are of one release, not revised since."
NEAREST = "Nearest to section XVI after June 2021: One industry, NAICS 333 to 335."
PRODUCT_YEARS = (
    "From 2024: share of the imports in our table by product, {part}; earlier years: of the world total. "
    "2021 to 2023 are not in our tables by chapter, save January to June 2021."
)
AS_FLOW, AS_SHARES = "Flow", "China's share"


def draw(as_of: date) -> None:
    """A choice of goods, and for it the partners that gained and lost."""
    by = controls.choose("Goods", list(DRAWS), "trade_place_by")
    DRAWS[by](as_of)


def _all_goods(as_of: date) -> None:
    @blocks.live("Partners")
    def _() -> None:
        shares = header.shares(as_of)
        years = bilateral.years_to_compare(shares)
        if not years:
            raise error_sentences.NothingToShowError(
                f"Partners: no full year after {bilateral.BASE_YEAR} had been published by {terms.day(as_of)}."
            )
        _slope("trade_year", years, years[0], lambda year: shares, lambda year: ALL_GOODS, lambda year: ROUGH, as_of)

    @blocks.live("Industries")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        known = facts.industry_years(as_of)
        # one below the other: beside another control the years of a phone's width would not wrap but be cut
        seen_as = controls.choose("Seen as", [AS_FLOW, AS_SHARES], "trade_flow_as")
        year = _year(list(known), "trade_flow_year", places.default_year(known))
        _industries(year, known[year], seen_as == AS_FLOW, as_of, heading)


def _industries(year: int, months: int, as_flow: bool, as_of: date, heading: object) -> None:
    choice, base = (year, as_of), bilateral.BASE_YEAR
    found = cache.derived("trade industries", choice, lambda: facts.industries(as_of, year, months))
    names, part = cache.country_names(), facts.part_of_year(months)
    if as_flow:
        gathered = cache.derived("trade flows", choice, lambda: places.gathered(found.flows))
        blocks.chart_block(
            cache.derived("flow words", choice, lambda: place_flows.flow_caption(gathered, names, part, year, base)),
            facts.named(found.flows, names),
            {"Chart": lambda palette: place_flows.flow_diagram(gathered, names, palette)},
            "trade_flow",
            note="Customs do not record who replaced whom: the proportion is an assumption. Where imports of an "
            "industry grew, China's shortfall grows with them.",
            heading=heading,
            state=choice,
        )
        return
    largest = found.shares.head(14)
    blocks.chart_block(
        cache.derived("industry words", choice, lambda: place_flows.shares_caption(largest, part, year, base)),
        facts.named(largest, names),
        {"Chart": lambda palette: place_flows.share_pairs(largest, palette, base, year)},
        "trade_industries",
        note="The 14 industries with the largest shortfall.",
        heading=heading,
        state=choice,
    )


def _one_industry(as_of: date) -> None:
    with st.container(width=420):
        name = controls.select("Industry", list(facts.INDUSTRIES), "trade_industry", next(iter(facts.INDUSTRIES)))
    _one("trade_industry_year", name, False, as_of)


def _one_section(as_of: date) -> None:
    default = next(name for name, numeral in facts.SECTIONS.items() if numeral == "XVI")
    with st.container(width=420):
        name = controls.select("Section", list(facts.SECTIONS), "trade_place_section", default)
    _one("trade_section_year", name, True, as_of)


def _one(key: str, name: str, by_section: bool, as_of: date) -> None:
    """Slope and months of one industry or section."""
    find = facts.section if by_section else facts.industry

    @blocks.live("Partners")
    def _() -> None:
        goods = find(as_of, name)

        def note(year: int) -> str:
            if year not in goods.years_of_products:
                return ONE_RELEASE
            every = cache.imports_vintage(as_of).has_members
            return PRODUCT_YEARS.format(part="as revised in June 2026" if every else "99 % of all")

        _slope(
            key,
            goods.years,
            goods.default,
            lambda year: facts.shares(goods, year, as_of),
            lambda year: facts.goods_words(name, by_section, goods.known.get(year, 12)),
            note,
            as_of,
        )

    @blocks.live("Months")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        summed = controls.choose("Values", KINDS, "trade_place_values") == header.SUMMED
        _months(name, by_section, summed, as_of, heading)


def _year(years: list[int], key: str, default: int) -> int:
    return controls.choose(f"Compare {bilateral.BASE_YEAR} with", years, key, default=default)


def _slope(
    key: str,
    years: list[int],
    default: int,
    shares_of: Callable[[int], pd.DataFrame],
    goods_of: Callable[[int], Goods],
    note_of: Callable[[int], str],
    as_of: date,
) -> None:
    heading = st.container(gap="xxsmall")
    year = _year(years, key, default)
    names, goods = cache.country_names(), goods_of(year)
    state = (goods.measured, year, as_of)
    shares = cache.derived("place shares", state, lambda: shares_of(year))
    moved = cache.derived("movers", state, lambda: bilateral.movers(shares, year))

    def words() -> Caption:
        return partner_shares.shares_caption(moved, bilateral.changes(shares, year), names, goods)

    blocks.chart_block(
        cache.derived("movers words", state, words),
        moved,
        {
            "Slope": lambda palette: partner_shares.slope(moved, names, palette),
            "By year": lambda palette: partner_shares.by_year(moved, names, palette),
        },
        "trade_partners",
        note=note_of(year),
        heading=heading,
        state=state,
    )


def _months(name: str, by_section: bool, summed: bool, as_of: date, heading: object) -> None:
    goods = (facts.section if by_section else facts.industry)(as_of, name)
    state, names = (name, summed, as_of), cache.country_names()
    period = "Since 2015"
    rows, order = cache.derived(
        "place months",
        state,
        lambda: facts.lines(goods, goods.default, as_of, summed, header.PERIODS[period]),
    )
    steps = cache.derived("place steps", state, lambda: header.steps(as_of, STEPS[period], rows))
    of = f"US imports for consumption, {'section ' if by_section else ''}{name}"
    blocks.chart_block(
        cache.derived("place words", state, lambda: place_months.lines_caption(rows, names, of, summed)),
        rows,
        {"Chart": lambda palette: place_months.partner_lines(rows, order, names, steps, palette)},
        "trade_place_months",
        note=f"China and the three partners whose share rose most. {NEAREST if name.startswith('XVI,') else ''}",
        below=lambda: blocks.event_key(steps),
        heading=heading,
        state=state,
    )


DRAWS: dict[str, Callable[[date], None]] = {
    "All goods": _all_goods,
    "One industry": _one_industry,
    "One section": _one_section,
}
