"""One product of one origin: its law since 2018, the laws that touch it, imports, duty collected, China's duty."""

from dataclasses import replace
from datetime import date

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from parley import terms, words
from parley.app import navigation
from parley.app.kit import blocks, cache, figures, written
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.look_up import (
    china_side,
    header,
    law_steps,
    model,
    product_trade,
    shipment,
    things,
    two_days,
    under_control,
)
from parley.app.tariffs import products, which_law
from parley.app.tariffs.law_day import law_day
from parley.app.what_if import starting_duties
from parley.app.what_if.sliders import at_rest
from parley.app.what_if_product import search
from parley.models.policy_parts import Goods
from parley.results.law.tables import tables
from parley.terms.goods import MOST_WORDS, dotted, named

SAY = words.beside(__file__)
CHAPTER = 2


def draw(code: str, origin: str, as_of: date, head: DeltaGenerator) -> None:
    """All blocks of a product of an origin; each fails alone."""
    place = cache.place(origin)
    goods, briefly = (named(code, things.described(code), most) for most in (MOST_WORDS, things.FEW_WORDS))
    header.draw(
        head,
        SAY("product.title", goods=terms.capital(goods), origin=place),
        SAY("product.covers", described=things.described(code), day=terms.day(as_of)),
    )
    blocks.metrics(facts(code, origin, as_of))
    if len(code) > CHAPTER:
        figures.block("Duty since 2018", lambda: law_steps.since_2018(code, origin, as_of))
        if len(code) >= shipment.SHORTEST:
            figures.block("A shipment in dollars", lambda: shipment.figures_of(code, origin, as_of))
        figures.block("Two dates", lambda: changed(code, origin, as_of))
        figures.block("Laws that touch it", lambda: laws(code, origin, as_of))
    else:
        figures.block("Duty by subheading", lambda: chapter(code, origin, as_of))
    figures.block("Where imports come from", lambda: product_trade.suppliers(code, goods, origin, as_of))
    figures.block("Who sold more and less", lambda: product_trade.shift(code, briefly, origin, as_of))
    figures.block("Duty collected", lambda: product_trade.duty_collected(code, goods, origin, as_of))
    under_control.draw(code, goods, as_of)
    figures.block("If the duty rose", lambda: model.ten_points(code, briefly, origin, as_of))
    figures.block("US exports to China", lambda: china_side.exports(code, goods, as_of))
    figures.block("China's lists of US goods", lambda: china_side.lists(code, goods, as_of))
    header.missing("product")
    _links(code, origin, as_of)


def _links(code: str, origin: str, as_of: date) -> None:
    question = in_the_model(code, origin, as_of)
    what_if = navigation.link("pages/what_if_product.py", SAY("product.what_if"), question) if question else ""
    economy = {"economy": cache.country_names()[origin]}
    written.write(what_if + navigation.link("pages/look_up.py", SAY("product.economy"), economy))


@kept
def in_the_model(code: str, origin: str, as_of: date) -> dict[str, str]:
    """The address of What if: products with the slider of the goods ten points up, of another origin than China that
    of all its goods.

    Empty where the page has none: goods China did not sell or of too many subheadings, an origin not held apart.
    """
    place = things.law_place(origin)
    start = starting_duties.start(as_of)
    if place != model.CHINA:
        if place not in starting_duties.inputs().us.origins:
            return {}
        return {"partners": place, f"us_from_{place}": _raised(starting_duties.rate_of(start, place))}
    goods = (
        {code: Goods("chapter", code)}
        if len(code) == CHAPTER
        else {each: Goods("hs6", each) for each in things.subheadings(code)}
    )
    rates = {each: starting_duties.rate_of(start, place, part) for each, part in goods.items()}
    moved = {f"us_{each}": _raised(rate) for each, rate in rates.items() if pd.notna(rate)}
    if not 0 < len(moved) <= search.MOST:
        return {}
    return {"goods_codes": ",".join(each.removeprefix("us_") for each in moved), **moved}


def _raised(rate_pct: float) -> str:
    return f"{at_rest(rate_pct + model.POINTS)}"


def changed(code: str, origin: str, as_of: date) -> Figure:
    """The duty by law on an earlier day and on the as-of date."""
    of, briefly = (
        SAY("two.goods", goods=goods, origin=cache.place(origin))
        for goods in (things.named_in_few(code), f"HS {dotted(code)}")
    )
    day = law_day(as_of, things.law_place(origin))
    return two_days.block(law_steps.law_of(code, origin, as_of), (code, origin, as_of), of, day, briefly)


def laws(code: str, origin: str, as_of: date) -> Figure:
    """Every law that touches the product on the day, with its text."""
    return replace(which_law.law_on(code, things.law_place(origin), as_of), name="look_up_laws")


def chapter(code: str, origin: str, as_of: date) -> Figure:
    """The duty by law on the largest subheadings of a chapter."""
    place = things.law_place(origin)
    if place not in by_law():
        raise NothingToShowError(SAY("product.chapter", place=cache.place(origin)))
    return replace(products.products("hs6", code, as_of, place), name="look_up_chapter")


@kept
def by_law() -> frozenset[str]:
    """The origins whose whole law is worked out goods by goods: those of the first print of 2024."""
    return tables().origins


@kept
def facts(code: str, origin: str, as_of: date) -> list[Metric]:
    """The duty by law, and imports, part and duty collected of the newest year."""
    return [_law_fact(code, origin, as_of), *_trade_facts(code, origin, as_of)]


def _law_fact(code: str, origin: str, as_of: date) -> Metric:
    about = SAY("product.fact.law")
    if len(code) == CHAPTER:
        return Metric("Duty by law", SAY("product.fact.by_goods"), help=SAY("product.fact.chapter"))
    try:
        rows = law_steps.law_of(code, origin, as_of)
    except NothingToShowError as nothing:
        return Metric("Duty by law", SAY("product.fact.none"), help=str(nothing))
    now = rows[rows["valid_from"] == rows["valid_from"].max()]
    low, rate, high = now[["low_pct", "sum_pct", "high_pct"]].iloc[0]
    if pd.isna(rate):
        return Metric("Duty by law", SAY("product.fact.specific"), help=about, source=sources_of(now).parts)
    span = SAY("product.fact.span", span=terms.span(low, high)) if high - low >= law_steps.SAME_PP else ""
    since = SAY("product.fact.since", day=terms.day(now["valid_from"].iloc[0]))
    return Metric("Duty by law", terms.rate(rate), span, since, about, source=sources_of(now).parts)


def _trade_facts(code: str, origin: str, as_of: date) -> list[Metric]:
    try:
        imports = product_trade.by_origin(code, origin, as_of)
    except NothingToShowError as nothing:
        none = SAY("product.fact.none")
        return [Metric(name, none, help=str(nothing)) for name in ("Imports", "Part of US imports", "Duty collected")]
    year, row, source = imports.year, imports.row, sources_of(imports.rows).parts
    covers_all = cache.imports_vintage(as_of).has_members  # the first print leaves small origins out
    none = SAY("product.fact.nothing") if covers_all else SAY("product.fact.none")
    value, share, rate = (
        (none, terms.rate(0.0) if covers_all else none, none)
        if row is None
        else (terms.usd(row["value_usd"]), terms.rate(row["share_pct"]), terms.rate(row["effective_rate_pct"]))
    )
    return [
        Metric(f"Imports, {year}", value, help=SAY("product.fact.imports", year=year), source=source),
        Metric(
            f"Part, {year}",
            share,
            note=SAY("product.fact.of_all"),
            help=SAY("product.fact.share", year=year),
            source=source,
        ),
        Metric(f"Collected, {year}", rate, help=SAY("product.fact.collected", year=year), source=source),
    ]
