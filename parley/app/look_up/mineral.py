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
from parley.app.look_up import header, two_states
from parley.app.rare_earths import (
    controls,
    demand,
    destinations,
    elements,
    exports,
    other_minerals,
    stages,
    us_reliance,
    us_trade,
)
from parley.app.rare_earths import prices as rare_prices
from parley.app.rare_earths.other_minerals import STAGE_NAMES
from parley.charts.figure import Caption
from parley.measures import elements as element_measures
from parley.measures import export_controls, minerals, reliance
from parley.measures.exports import ALL_FORMS, MAGNETS, by_value
from parley.terms.goods import dotted

SAY = words.beside(__file__)
SYMBOLS = {name: symbol for symbol, name in terms.ELEMENTS.items()}
IN_MAGNETS = ("Nd", "Pr", "Dy", "Tb")
EVERY_BUYER = "WLD"  # the target of a control on exports to all economies
EARTHS, HEAVY = "rare earths", "heavy rare earths"  # groups of elements as the summaries name them
SHOWN = 10
IMPORT = "import"
# by state of a control, the case of its title
CASES = {export_controls.UNCLEAR: "unconfirmed", export_controls.ANNOUNCED: "announced"}


def draw(name: str, as_of: date, head: DeltaGenerator) -> None:
    """All blocks of a mineral; each fails alone. ``name``: of an element, or as the US Geological Survey prints it."""
    symbol = SYMBOLS.get(name, "")
    header.draw(head, SAY("mineral.title", name=terms.capital(name)), SAY("mineral.covers", day=terms.day(as_of)))
    blocks.metrics(facts(name, as_of))
    figures.block("Where US imports come from", lambda: sources(name, as_of))
    figures.block("China's controls", lambda: controls_of(name, as_of))
    figures.block("Two dates", lambda: two_states.of_mineral(control_spells(name, as_of), root(name), as_of))
    figures.block("US import reliance", lambda: relied_on(name, as_of))
    if symbol:
        figures.block("Stages", lambda: replace(stages.by_stage(as_of), name="look_up_stages"))
        figures.block("Deposits", lambda: deposits(symbol, as_of))
        figures.block("Prices", lambda: priced(symbol, as_of))
        figures.block("China's exports", lambda: sold(symbol, as_of))
    else:
        figures.block("China's share of output", lambda: shares(name, as_of))
        figures.block("China's exports", lambda: buyers(commodity(name, as_of), as_of))
    whole = name if symbol else commodity(name, as_of)
    figures.block("Trade of the US", lambda: with_china(whole, bool(symbol), as_of))
    figures.block("Uses", lambda: used(name, symbol, as_of))
    header.missing("mineral")


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
    matches = [name] if name in every else [good for good in every if good.lower().startswith(root(name))]
    if not matches and name in SYMBOLS:
        matches = ["Rare earths"]
    matches = [good for good in matches if good in every]
    if not matches:
        raise NothingToShowError(SAY("mineral.no_sources", name=root(name), edition=edition(editions[0])))
    return editions[0], matches


@kept
def sources(name: str, as_of: date) -> Figure:
    """The countries US imports of the mineral came from."""
    edition, matches = goods(name, as_of)
    rows = us_reliance.sources(edition, matches[0], as_of)
    views = {"Chart": lambda palette: us_reliance.source_bars(rows, palette)}
    note = SAY("mineral.all_earths") if matches == ["Rare earths"] and name in SYMBOLS else ""
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


def control_spells(name: str, as_of: date) -> pd.DataFrame:
    """The same. Raises NothingToShowError where there were none."""
    rows = spells(name, as_of)
    if rows.empty:
        raise NothingToShowError(SAY("mineral.no_control", name=root(name), day=terms.day(as_of)))
    return rows


@kept
def controls_of(name: str, as_of: date) -> Figure:
    """The state of China's controls on the mineral over time. Raises NothingToShowError where there were none."""
    rows = control_spells(name, as_of)
    views = {"Timeline": lambda palette: controls.control_timeline(rows, palette)}
    if is_earths(name):
        caption, note = controls.controls_caption(rows, "earths"), controls.last_word(rows)
        return Figure("look_up_control", caption, rows, views, note=note, state=(name, as_of))
    newest = export_controls.on_the_day(rows).iloc[-1]
    goods = root(name)
    if newest["target"] != EVERY_BUYER:
        goods = SAY("mineral.for_one", goods=goods, place=cache.place(str(newest["target"])))
    caption = controls_caption(rows, newest, goods)
    return Figure("look_up_control", caption, rows, views, state=(name, as_of))


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
    good = _earths(SYMBOLS[name], {mineral.lower() for mineral in printed}, as_of) if is_group else name
    matches = reliance.printed_for(good, printed) or reliance.of_chapter(name, _sources(table), rows)
    rows = rows[rows["mineral"].isin(matches)]
    rows = rows.sort_values(["mineral", "year"], ignore_index=True)
    if rows.empty:
        raise NothingToShowError(SAY("mineral.no_reliance", name=terms.small(name), edition=edition(editions[0])))
    short = rows.pivot_table(index="mineral", columns="year", values="raw", aggfunc="first").reset_index()
    short.columns = [str(column).capitalize() for column in short.columns]
    return Figure("look_up_reliance", reliance_caption(rows, root(name) if is_group else ""), rows, short=short)


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
    note = SAY("mineral.state", state=str(state["state"].iloc[-1])) if len(state) else SAY("mineral.free")
    views = {"Chart": lambda palette: elements.element_bars(rows, palette)}
    return Figure("look_up_deposits", elements.element_caption(rows), rows, views, note=note, state=(symbol, as_of))


@kept
def priced(symbol: str, as_of: date) -> Figure:
    """Yearly prices of the element's dearest product. Raises NothingToShowError where none is printed."""
    table = cache.table("oxide_prices", as_of)
    printed = table[table["symbol"] == symbol]
    if printed.empty:
        raise NothingToShowError(SAY("mineral.no_price", name=terms.ELEMENTS[symbol]))
    rows = minerals.of_product(printed, minerals.products(printed)[0])
    views = {"Chart": lambda palette: rare_prices.product_lines(rows, palette)}
    return Figure("look_up_price", rare_prices.product_caption(rows), rows, views, state=(symbol, as_of))


def sold(symbol: str, as_of: date) -> Figure:
    """China's exports by month: of magnets for the elements in them, else of rare earths in all forms."""
    sales = exports.months_of(MAGNETS if symbol in IN_MAGNETS else ALL_FORMS, as_of)
    views, note, state = {"Chart": sales.figure}, SAY("mineral.not_single"), (symbol, as_of)
    return Figure("look_up_sold", sales.caption, sales.rows, views, note=note, events=sales.acts, state=state)


@kept
def shares(name: str, as_of: date) -> Figure:
    """China's share of the mineral's output. Raises NothingToShowError where we took no figure."""
    table = cache.table("critical_mineral_shares", as_of)
    whole = commodity(name, as_of)
    of_mineral = table[table["mineral"].str.lower().str.startswith(whole)]
    if of_mineral.empty:
        raise NothingToShowError(SAY("mineral.no_share", name=whole))
    rows = minerals.ranked(of_mineral)
    views = {"Chart": lambda palette: other_minerals.share_bars(rows, palette)}
    return Figure("look_up_share", share_caption(rows), rows, views, state=(name, as_of))


@kept
def buyers(mineral: str, as_of: date) -> Figure:
    """The buyers of China's exports of a whole year, by value. Raises NothingToShowError where none are held."""
    table = cache.table("china_critical_exports_2024", as_of)
    named = table[table["description"].str.contains(mineral, regex=False)]
    if named.empty:
        raise NothingToShowError(SAY("mineral.no_buyers", name=mineral, day=terms.day(as_of)))
    code, goods = str(named["hs6"].iloc[0]), str(named["description"].iloc[0])
    rows = by_value(table, code, SHOWN)
    names = {**cache.country_names(), "ROW": "All others"}
    rows = rows.assign(destination=rows["destination_iso3"].map(names))
    views = {"Chart": lambda palette: destinations.destination_bars(rows, palette)}
    caption = buyers_caption(rows, f"{goods} (HS {dotted(code)})")
    return Figure("look_up_buyers_of", caption, rows, views, note=SAY("mineral.by_year"), state=(mineral, as_of))


@kept
def with_china(name: str, is_earth: bool, as_of: date) -> Figure:
    """China's part of US imports by year under the heading that names the mineral, of an element under those of all
    rare earths. Raises NothingToShowError where none does.
    """
    headings = us_trade.headings(as_of)
    named = [us_trade.TOGETHER] if is_earth else [label for label in headings if name in label.lower()]
    if not named:
        raise NothingToShowError(SAY("mineral.no_trade", name=name))
    label = named[-1]  # ores have lower codes than what is made of them
    rows = us_trade.years_of(IMPORT, headings[label], as_of)
    views = {"Chart": lambda palette: us_trade.share_line(rows, palette)}
    caption = us_trade.years_caption(rows, IMPORT, label)
    return Figure("look_up_us_trade", caption, rows, views, note=us_trade.revised(), state=(label, as_of))


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
    notes = [SAY("product.fact.since", day=terms.day(last["valid_from"]))]
    for other in rows[rows["target"] != EVERY_BUYER].drop(last.name, errors="ignore").to_dict("records"):
        place, day = cache.place(str(other["target"])), terms.day(other["valid_from"])
        notes.append(SAY("mineral.fact.to_one", place=place, state=other["state"], day=day))
    note = "; ".join(notes)
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


def controls_caption(rows: pd.DataFrame, newest: pd.Series, name: str) -> Caption:
    """The state of the newest control on a mineral on the last day; ``newest``: its last row of ``rows``."""
    until = newest["until"]
    if newest["state"] == export_controls.SUSPENDED:
        case = "suspended_open" if pd.isna(until) else "suspended"
    else:
        case = CASES.get(newest["state"], "known")
    finding = SAY(
        "mineral.controls_title",
        case,
        name=name,
        state=str(newest["state"]),
        since=terms.day(newest["valid_from"]),
        until="" if pd.isna(until) else terms.day(until),
        day=terms.day(rows["valid_to"].max()),
    )
    return Caption(finding, SAY("mineral.controls_measure"))


def reliance_caption(rows: pd.DataFrame, of_group: str = "") -> Caption:
    """The newest figure printed for the first of the mineral's goods. ``of_group``: an element without one."""
    last = rows.sort_values("year").iloc[-1]
    goods = str(last["mineral"])
    how, is_number = str(last["comparator"]), pd.notna(last["value_pct"])
    finding = SAY(
        "mineral.reliance_title",
        ("estimated" if last["is_estimate"] else "known") if is_number else how,
        name=terms.small(goods),
        amount=amount(last) if is_number else "",
        year=int(last["year"]),
    )
    fields = {
        "name": terms.small(goods),
        "basis": SAY("mineral.basis", str(last["basis"])),
        "edition": edition(str(last["edition"])),
    }
    if of_group:
        measure = SAY("mineral.reliance_measure", "group", element=of_group, **fields)
    else:
        measure = SAY("mineral.reliance_measure", "own", **fields)
    return Caption(finding, measure)


def amount(row: pd.Series) -> str:
    """A printed share in a sentence: ``67%``, ``more than 50%``."""
    value = float(row["value_pct"])
    return SAY("mineral.amount", str(row["comparator"]), rate=terms.rate(value, 0 if value.is_integer() else 1))


def share_caption(rows: pd.DataFrame) -> Caption:
    """China's share of the output of a mineral in the newest year; where it prints as all of it, nearly all."""
    now = rows.iloc[0]
    fields: dict[str, str | int] = {"name": str(now["mineral"]).lower(), "year": int(now["year"])}
    if pd.isna(now["share_pct"]):
        finding = SAY("mineral.share_title", "none", **fields)
    else:
        share = terms.rate(now["share_pct"], 0)
        case = "nearly_all" if share == terms.rate(100, 0) else "known"
        case = f"{case}_estimated" if now["is_estimate"] else case
        stage = STAGE_NAMES[str(now["statistic"])]
        fields |= {"stage": stage, **({"share": share} if "known" in case else {})}
        finding = SAY("mineral.share_title", case, **fields)
    return Caption(finding, SAY("mineral.share_measure", edition=edition(str(now["edition"]))))


def edition(name: str) -> str:
    """An edition in words: ``Mineral Commodity Summaries 2026`` for ``MCS2026``."""
    return SAY("mineral.edition", year=name.removeprefix("MCS"))


def buyers_caption(rows: pd.DataFrame, goods: str) -> Caption:
    """The largest buyer of China's exports of a year. ``rows``: those of ``measures.exports.by_value`` with names."""
    first, rest, year = rows.iloc[0], rows.iloc[-1], str(rows["period"].iloc[0])
    finding = SAY(
        "buyers.title",
        name=terms.with_article(str(first["destination"]), "The"),
        share=terms.rate(first["share_pct"], 0),
        goods=goods,
        year=year,
    )
    total = terms.usd(float(rows["value_usd"].sum()))
    measure = SAY("buyers.measure", year=year, total=total, rest=terms.number(rest["n_destinations"]))
    return Caption(finding, measure)
