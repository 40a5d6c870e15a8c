"""One mineral or rare-earth element: US sources, controls, where it is found, prices, China's exports and share."""

from dataclasses import replace
from datetime import date

import pandas as pd
from streamlit.delta_generator import DeltaGenerator

from parley import terms, words
from parley.app.kit import blocks, cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.kit.html_text import Metric
from parley.app.kit.source_lines import sources_of
from parley.app.look_up import heading, mineral_trade, missing, two_states
from parley.app.look_up.charts import mineral as charts
from parley.app.rare_earths import controls, demand, elements, exports, other_minerals, stages, us_reliance
from parley.app.rare_earths import prices as rare_prices
from parley.measures import elements as element_measures
from parley.measures import export_controls, mineral_shares, prices, reliance
from parley.measures.exports import ALL_FORMS, MAGNETS

SAY = words.beside(__file__)
SYMBOLS = {name: symbol for symbol, name in terms.ELEMENTS.items()}
IN_MAGNETS = ("Nd", "Pr", "Dy", "Tb")
EVERY_BUYER = "WLD"  # the target of a control on exports to all economies
EARTHS, HEAVY = "rare earths", "heavy rare earths"  # groups of elements as the summaries name them


def draw(name: str, as_of: date, head: DeltaGenerator) -> None:
    """All blocks of a mineral; each fails alone. ``name``: of an element, or as the US Geological Survey prints it."""
    symbol = SYMBOLS.get(name, "")
    heading.draw(head, SAY("mineral.title", name=terms.capital(name)), SAY("mineral.covers", day=terms.day(as_of)))
    blocks.metrics(facts(name, as_of))
    figures.block("Where US imports come from", lambda: sources(name, as_of))
    figures.block("China's controls", lambda: controls_of(name, as_of))
    figures.block("Two dates", lambda: two_states.of_mineral(held(name, as_of), root(name), as_of))
    figures.block("US import reliance", lambda: relied_on(name, as_of))
    if symbol:
        figures.block("Stages", lambda: replace(stages.by_stage(as_of), name="look_up_stages"))
        figures.block("Deposits", lambda: deposits(symbol, as_of))
        figures.block("Prices", lambda: priced(symbol, as_of))
        figures.block("China's exports", lambda: sold(symbol, as_of))
    else:
        figures.block("China's share of output", lambda: shares(name, as_of))
        figures.block("China's exports", lambda: mineral_trade.sold(commodity(name, as_of), as_of))
    whole = name if symbol else commodity(name, as_of)
    figures.block("Trade of the US", lambda: mineral_trade.with_china(whole, bool(symbol), as_of))
    figures.block("Uses", lambda: used(name, symbol, as_of))
    missing.draw("mineral")


def root(name: str) -> str:
    """The mineral of a good, in small letters: ``gallium`` of ``Gallium, metal``."""
    return name.split(",", maxsplit=1)[0].lower()


def commodity(name: str, as_of: date) -> str:
    """The mineral of a good as its chapter names it, in small letters: ``germanium`` of ``Germanium metal``; ``root``
    where no edition was known or the chapter has another name.
    """
    rows = _sources(cache.table("us_import_reliance", as_of))
    for chapter in rows.loc[rows["mineral"] == name, "chapter"].head(1):
        whole = str(chapter).partition(" (")[0].lower()
        if name.lower().startswith(whole):
            return whole
    return root(name)


def _sources(table: pd.DataFrame) -> pd.DataFrame:
    """The import sources of the newest edition that prints them, with names."""
    newest = reliance.editions(table, reliance.SOURCES)[:1]
    return reliance.named(table[(table["statistic"] == reliance.SOURCES) & table["edition"].isin(newest)])


@kept
def goods(name: str, as_of: date) -> tuple[str, list[str]]:
    """The newest edition, and the goods of the mineral whose import sources it prints; the rare earths for elements.

    Raises NothingToShowError where no edition was known or it prints none.
    """
    table = cache.table("us_import_reliance", as_of)
    editions = reliance.editions(table, reliance.SOURCES)
    if not editions:
        raise NothingToShowError(SAY("mineral.no_edition", day=terms.day(as_of)))
    every = list(reliance.goods(table, editions[0])["mineral"])
    own = [name] if name in every else [good for good in every if good.lower().startswith(root(name))]
    if not own and name in SYMBOLS:
        own = ["Rare earths"]
    own = [good for good in own if good in every]
    if not own:
        raise NothingToShowError(SAY("mineral.no_sources", name=root(name), edition=charts.edition(editions[0])))
    return editions[0], own


@kept
def sources(name: str, as_of: date) -> Figure:
    """The countries US imports of the mineral came from."""
    edition, own = goods(name, as_of)
    rows = us_reliance.sources(edition, own[0], as_of)
    views = {"Chart": lambda palette: us_reliance.source_bars(rows, palette)}
    note = SAY("mineral.all_earths") if own == ["Rare earths"] and name in SYMBOLS else ""
    return Figure("look_up_sources", us_reliance.sources_caption(rows), rows, views, note=note, state=(name, as_of))


@kept
def spells(name: str, as_of: date) -> pd.DataFrame:
    """The spells of China's controls on the mineral, one act after the other."""
    every = controls.spells(as_of)
    symbol = SYMBOLS.get(name, "")
    if is_earths(name):
        return every[every["is_rare_earth"].astype(bool)].reset_index(drop=True)
    items = every["item"].str.lower()
    of_form = pd.Series([root(name).startswith(f"{item} ") for item in items], index=every.index, dtype=bool)
    named = every["symbol"].eq(symbol) if symbol else items.str.contains(root(name), regex=False) | of_form
    return every[named].reset_index(drop=True)


def is_earths(name: str) -> bool:
    """Whether a good is the rare earths together, whose controls name the elements one by one."""
    return root(name).replace("-", " ").startswith("rare earth")


def held(name: str, as_of: date) -> pd.DataFrame:
    """The same. Raises NothingToShowError where there were none."""
    rows = spells(name, as_of)
    if rows.empty:
        raise NothingToShowError(SAY("mineral.no_control", name=root(name), day=terms.day(as_of)))
    return rows


@kept
def controls_of(name: str, as_of: date) -> Figure:
    """The state of China's controls on the mineral over time. Raises NothingToShowError where there were none."""
    rows = held(name, as_of)
    views = {"Timeline": lambda palette: controls.control_timeline(rows, palette)}
    if is_earths(name):
        caption, note = controls.controls_caption(rows, "earths"), controls.last_word(rows)
        return Figure("look_up_control", caption, rows, views, note=note, state=(name, as_of))
    newest = export_controls.on_the_day(rows).iloc[-1]
    goods = root(name)
    if newest["target"] != EVERY_BUYER:
        goods = SAY("mineral.for_one", goods=goods, place=cache.place(str(newest["target"])))
    caption = charts.controls_caption(rows, newest, _case(newest), goods)
    return Figure("look_up_control", caption, rows, views, state=(name, as_of))


def _case(newest: pd.Series) -> str:
    """The case of ``mineral.controls_title`` for the state of a control."""
    if newest["state"] == export_controls.SUSPENDED:
        return "suspended_open" if pd.isna(newest["until"]) else "suspended"
    return {export_controls.NOT_CONFIRMED: "unconfirmed", export_controls.ANNOUNCED: "announced"}.get(
        newest["state"], "known"
    )


@kept
def relied_on(name: str, as_of: date) -> Figure:
    """Net import reliance of the mineral's goods, year by year, as the newest edition prints it."""
    table = cache.table("us_import_reliance", as_of)
    editions = reliance.editions(table, reliance.RELIANCE)
    if not editions:
        raise NothingToShowError(SAY("mineral.no_edition", day=terms.day(as_of)))
    rows = table[(table["statistic"] == reliance.RELIANCE) & (table["edition"] == editions[0])]
    rows = reliance.named(rows)
    is_group = name in SYMBOLS and name != "yttrium"
    printed = set(rows["mineral"])
    good = _earths(SYMBOLS[name], {own.lower() for own in printed}, as_of) if is_group else name
    own = reliance.printed_for(good, printed) or reliance.of_chapter(name, _sources(table), rows)
    rows = rows[rows["mineral"].isin(own)]
    rows = rows.sort_values(["mineral", "year"], ignore_index=True)
    if rows.empty:
        raise NothingToShowError(
            SAY("mineral.no_reliance", name=terms.small(name), edition=charts.edition(editions[0]))
        )
    short = rows.pivot_table(index="mineral", columns="year", values="raw", aggfunc="first").reset_index()
    short.columns = [str(column).capitalize() for column in short.columns]
    return Figure("look_up_reliance", charts.reliance_caption(rows, root(name) if is_group else ""), rows, short=short)


def _earths(symbol: str, printed: set[str], as_of: date) -> str:
    """The narrowest group with an element that is ``printed``: the heavy rare earths, else all of them."""
    table = elements.content(as_of)
    is_heavy = (table["element"].eq(symbol) & table["element_group"].eq("heavy")).any()
    return HEAVY if is_heavy and HEAVY in printed else EARTHS


def used(name: str, symbol: str, as_of: date) -> Figure:
    """What the elements in magnets are used for. Raises NothingToShowError for what our tables hold no use of."""
    if symbol not in IN_MAGNETS:
        raise NothingToShowError(SAY("mineral.no_use", name=root(name)))
    return replace(demand.by_use(as_of), name="look_up_uses")


def deposits(symbol: str, as_of: date) -> Figure:
    """The ores by their share of an element."""
    rows = element_measures.of_element(elements.content(as_of), symbol)
    state = export_controls.on_the_day(spells(terms.ELEMENTS[symbol], as_of))
    told = SAY("mineral.state", state=str(state["state"].iloc[-1])) if len(state) else SAY("mineral.free")
    views = {"Chart": lambda palette: elements.element_bars(rows, palette)}
    return Figure("look_up_deposits", elements.element_caption(rows), rows, views, note=told, state=(symbol, as_of))


@kept
def priced(symbol: str, as_of: date) -> Figure:
    """Yearly prices of the element's dearest product. Raises NothingToShowError where none is printed."""
    table = cache.table("oxide_prices", as_of)
    own = table[table["symbol"] == symbol]
    if own.empty:
        raise NothingToShowError(SAY("mineral.no_price", name=terms.ELEMENTS[symbol]))
    rows = prices.of_product(own, prices.products(own)[0])
    views = {"Chart": lambda palette: rare_prices.product_lines(rows, palette)}
    return Figure("look_up_price", rare_prices.product_caption(rows), rows, views, state=(symbol, as_of))


def sold(symbol: str, as_of: date) -> Figure:
    """China's exports by month: of magnets for the elements in them, else of rare earths in all forms."""
    sales = exports.months_of(MAGNETS if symbol in IN_MAGNETS else ALL_FORMS, as_of)
    return Figure(
        "look_up_sold",
        sales.caption,
        sales.rows,
        {"Chart": sales.figure},
        note=SAY("mineral.not_single"),
        events=sales.acts,
        state=(symbol, as_of),
    )


@kept
def shares(name: str, as_of: date) -> Figure:
    """China's share of the mineral's output. Raises NothingToShowError where we took no figure."""
    table = cache.table("critical_mineral_shares", as_of)
    whole = commodity(name, as_of)
    own = table[table["mineral"].str.lower().str.startswith(whole)]
    if own.empty:
        raise NothingToShowError(SAY("mineral.no_share", name=whole))
    rows = mineral_shares.ranked(own)
    views = {"Chart": lambda palette: other_minerals.share_bars(rows, palette)}
    return Figure("look_up_share", charts.share_caption(rows), rows, views, state=(name, as_of))


@kept
def facts(name: str, as_of: date) -> list[Metric]:
    """The state of China's control, the largest source of US imports, and how far the US relies on imports."""
    return [_control_fact(name, as_of), _source_fact(name, as_of), _reliance_fact(name, as_of)]


def _control_fact(name: str, as_of: date) -> Metric:
    about = SAY("mineral.fact.control")
    rows = export_controls.on_the_day(spells(name, as_of))
    if rows.empty:
        return Metric("China's control", SAY("mineral.fact.none_held"), help=about)
    to_all = rows[rows["target"] == EVERY_BUYER]
    last = (to_all if len(to_all) else rows).iloc[0 if is_earths(name) else -1]  # of the earths the seven licences
    told = [SAY("product.fact.since", day=terms.day(last["valid_from"]))]
    for other in rows[rows["target"] != EVERY_BUYER].drop(last.name, errors="ignore").to_dict("records"):
        place, day = cache.place(str(other["target"])), terms.day(other["valid_from"])
        told.append(SAY("mineral.fact.to_one", place=place, state=other["state"], day=day))
    note = "; ".join(told)
    return Metric("China's control", str(last["state"]), note=note, help=about, source=sources_of(rows).parts)


def _source_fact(name: str, as_of: date) -> Metric:
    about = SAY("mineral.fact.source")
    try:
        rows = sources(name, as_of).rows
    except NothingToShowError as nothing:
        return Metric("Largest source", SAY("product.fact.none"), help=str(nothing))
    first = rows.iloc[0]
    span = f"{first['year_from']}{terms.DASH}{first['year']}"
    share, span = terms.rate(first["value_pct"], 0), _when(first, span, name)
    return Metric("Largest source", str(first["partner"]), share, span, about, source=sources_of(rows).parts)


def _reliance_fact(name: str, as_of: date) -> Metric:
    about = SAY("mineral.fact.reliance")
    try:
        rows = relied_on(name, as_of).rows
    except NothingToShowError as nothing:
        return Metric("Net import reliance", SAY("product.fact.none"), help=str(nothing))
    last = rows.sort_values("year").iloc[-1]
    note = _when(last, str(last["year"]), name)
    return Metric(
        "Net import reliance", us_reliance.printed(last), note=note, help=about, source=sources_of(rows).parts
    )


def _when(row: pd.Series, when: str, name: str) -> str:
    """When a figure is of, and of what where the source prints none for the thing itself."""
    goods = str(row["mineral"])
    if goods.lower() == name.lower():
        return when
    if goods.lower() in (EARTHS, HEAVY):
        return SAY("mineral.fact.together", goods=goods.lower(), when=when)
    return SAY("mineral.fact.of", goods=goods, when=when)
