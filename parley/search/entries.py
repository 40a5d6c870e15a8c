"""What the search can find: one entry a thing, with the page that answers and the words that lead to it."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Literal

import pandas as pd

from parley import terms
from parley.measures import reliance
from parley.search import opens
from parley.search.opens import Place
from parley.search.pages import PAGES, QUESTIONS, Question
from parley.tables import countries
from parley.tables.glossary import glossary
from parley.tables.read import known_date, read_table
from parley.tables.schema import load_schema
from parley.terms import ELEMENTS
from parley.terms.goods import in_pairs

Kind = Literal["product", "economy", "law", "agreement", "mineral", "page", "term", "source"]
KINDS: tuple[Kind, ...] = ("product", "economy", "law", "agreement", "mineral", "page", "term", "source")
SCHEDULE = "2025 basic"  # the edition in which the pages look a tariff line up
OtherNames = Mapping[str, Sequence[str]]
NO_LAW = "total"
AGREEMENT = ("agreement", "agreements", "deal", "deals", "trade deal", "trade agreement")
FORM = re.compile(r"[ ,(-].*")
IN_TWO_WORDS = ("Iron", "Soda", "Sand", "Stone", "Rare", "Phosphate")  # whose first word alone is no mineral
WHOLE = ("total", "refined", "metal", "")  # forms that stand for the mineral, the best first


@dataclass(frozen=True)
class Entry:
    """A thing that can be found.

    ``id``: the digits of a product, the ISO code of an economy, the programme, act or name of the rest. ``page``: the
    path that answers, opened with the parameters of ``query``. ``names``: words that name it, which lead to it first;
    ``text``: further words. ``value_usd``: US imports of it, or from it, in the newest full year, US dollars; None
    where it is no product, economy or agreement with one, or was not imported. ``known_on``: the day on which an act
    or the rates of an agreement became known.
    """

    kind: Kind
    id: str
    title: str
    page: str
    query: Mapping[str, str] = field(default_factory=dict)
    names: tuple[str, ...] = ()
    text: str = ""
    value_usd: float | None = None
    known_on: date | None = None


def products() -> list[Entry]:
    """One entry for each chapter, heading and subheading of HS 2022, with US imports from all origins."""
    codes = read_table("hs_codes")
    codes = codes[codes["level"] > 0]
    values = imports_usd("us_imports_hs6", "hs6")
    names = read_table("synonyms").groupby("code")["term"].agg(tuple).to_dict()
    rows = zip(codes["code"], codes["description"], codes["section"].fillna(""), strict=True)
    return [_product(code, words, section, names.get(code, ()), values) for code, words, section in rows]


def _product(code: str, words: str, section: str, names: tuple[str, ...], values: Mapping[str, float]) -> Entry:
    page, query = opens.product(code, section)
    text = " ".join([words, *names])
    return Entry("product", code, f"{in_pairs(code)} {words}", page, query, names, text, values.get(code))


def lines() -> dict[str, float]:
    """US imports of each tariff line of eight and ten digits that the pages can look up, US dollars; 0 where none."""
    listed = read_table("us_mfn_rates", where={"hts_edition": [SCHEDULE]}, columns=["hts8"])["hts8"]
    values = imports_usd("us_imports_hts10_annual", "hts10")
    codes = set(listed)
    return {
        **dict.fromkeys(sorted(codes), 0.0),
        **{code: value for code, value in values.items() if len(code) >= 8 and code[:8] in codes},
    }


def imports_usd(table: str, column: str) -> dict[str, float]:
    """US imports for consumption in the newest year from all origins, by code and by all that it begins with."""
    every = read_table(table, columns=[column, "year", "value_usd"])
    newest = every[every["year"] == every["year"].max()]
    by_code = newest.groupby(column)["value_usd"].sum().astype(float)
    digits = range(2, by_code.index.str.len().max() + 1, 2)
    every_level = pd.concat([by_code.groupby(by_code.index.str[:n]).sum() for n in digits])
    return {str(code): float(value) for code, value in every_level.items()}


def places() -> dict[str, Place]:
    """The economies the US bought from in the newest year, the US and the European Union."""
    names = countries.names()
    exporters = set(_newest_imports()["exporter_iso3"].unique())
    wanted = exporters | {opens.US, opens.UNION}
    return {iso3: Place(iso3, names[iso3]) for iso3 in names if iso3 in wanted}


def economies(other_names: Mapping[str, Sequence[str]]) -> list[Entry]:
    """One entry for each economy, with US imports from it."""
    values = _imports_by_origin()
    matches = []
    for iso3, place in places().items():
        page, query = opens.economy(place)
        names = (place.name, iso3, *other_names.get(iso3, ()))
        matches.append(Entry("economy", iso3, place.name, page, query, names, "", values.get(iso3)))
    return matches


def _imports_by_origin() -> dict[str, float]:
    """US imports for consumption by origin in the newest year, the European Union beside its members."""
    values = _newest_imports().groupby("exporter_iso3")["value_usd"].sum().astype(float)
    union = float(values[values.index.isin(countries.union_members())].sum())
    return {opens.UNION: union, **{str(iso3): float(value) for iso3, value in values.items()}}


def _newest_imports() -> pd.DataFrame:
    every = read_table("us_imports_hs6", columns=["exporter_iso3", "year", "value_usd"])
    newest: pd.DataFrame = every[every["year"] == every["year"].max()]
    return newest


def laws(other_names: OtherNames) -> list[Entry]:
    """Authorities and programmes first, then the acts, the newest first: in this order equals are listed."""
    events = _dated("events")
    return [*_authorities(events, other_names), *_programmes(events, other_names), *_acts(events)]


def _dated(table: str) -> pd.DataFrame:
    """The rows of a table with the day each is known from."""
    rules = load_schema(table).as_of
    assert rules is not None
    rows = read_table(table)
    return rows.assign(known_on=known_date(rows, rules))


def _authorities(events: pd.DataFrame, other_names: OtherNames) -> list[Entry]:
    """An authority is known from its first act, or the first goods by origin; the ordinary duty was always known."""
    listed = _dated("us_duties_by_origin").query("coverage == 'listed_goods' and authority != 'mfn'")
    first = pd.concat([events, listed]).groupby("authority")["known_on"].min()
    return [
        _law(code, name, (name, *other_names.get(code, ())), "", first)
        for code, name in terms.AUTHORITIES.items()
        if code != NO_LAW
    ]


def _programmes(events: pd.DataFrame, other_names: OtherNames) -> list[Entry]:
    """The programmes that have a name, each under the authority most of its rows stand under."""
    first = events.groupby("programme")["known_on"].min()
    authority = authorities()
    entries = []
    for code, name in terms.PROGRAMMES.items():
        if code in authority:
            law = terms.AUTHORITIES[authority[code]]
            names = (name, f"{law} {name}", *other_names.get(code, ()))
            entries.append(_law(code, f"{law}: {name}", names, law, first))
    return entries


def authorities() -> dict[str, str]:
    """The authority of each authority itself and of each programme that has a name, the one most rows stand under."""
    tables = ("us_tariff_scope", "tariff_layers", "events")
    pairs = pd.concat([read_table(t, columns=["authority", "programme"]).dropna().drop_duplicates() for t in tables])
    first = pairs.drop_duplicates("programme").set_index("programme")["authority"].to_dict()
    themselves = {code: code for code in terms.AUTHORITIES if code != NO_LAW}
    return {**{code: str(law) for code, law in first.items() if code in terms.PROGRAMMES}, **themselves}


def _law(code: str, title: str, names: tuple[str, ...], text: str, first: pd.Series) -> Entry:
    page, query = opens.law(title)
    known_on = first[code].date() if code in first else None
    return Entry("law", code, title, page, query, names, " ".join([text, *names]), known_on=known_on)


def _acts(events: pd.DataFrame) -> list[Entry]:
    newest_first = events.sort_values("known_on", ascending=False, kind="stable")
    records: list[dict[str, Any]] = newest_first.to_dict("records")  # type: ignore[assignment]
    return [_act(record) for record in records]


def _act(record: Mapping[str, Any]) -> Entry:
    """An act under its document: ``EO 14257`` leads to it first, words of its title and scope too."""
    texts = {key: record[key] for key in ("instrument", "citation", "scope") if isinstance(record[key], str)}
    documents = [part.strip() for part in texts.get("instrument", "").replace(" and ", ",").split(",") if part.strip()]
    title = terms.marked(record["title"], record["verification"])
    named = f"{title}, {texts['instrument']}" if "instrument" in texts else title
    known_on: date = record["known_on"].date()
    page, query = opens.law(named)
    text = " ".join([title, *texts.values()])
    return Entry("law", record["event_id"], named, page, query, (record["title"], *documents), text, known_on=known_on)


def agreements(other_names: OtherNames) -> list[Entry]:
    """The economies for which US law sets a rate with the ordinary duty in it, as agreements since 2025 have it."""
    rows = _dated("us_duties_by_origin").query("rate_basis == 'total' and valid_from >= '2025-01-20'")
    first = rows.groupby("exporter_iso3")[["valid_from", "known_on"]].min()
    by_code, values = places(), _imports_by_origin()
    return [
        _agreement(by_code[code], days, other_names.get(code, ()), values.get(code))
        for code, days in first.iterrows()
        if code in by_code
    ]


def _agreement(place: Place, first: pd.Series, others: Sequence[str], value_usd: float | None) -> Entry:
    title = f"{place.name}: US rates by agreement, since {terms.day(first['valid_from'])}"
    names = (*(f"{word} {name}" for name in (place.name, *others) for word in AGREEMENT), *AGREEMENT)
    page, query = opens.economy(place)
    return Entry("agreement", place.iso3, title, page, query, names, title, value_usd, first["known_on"].date())


def minerals() -> list[Entry]:
    """The rare-earth elements, and every other mineral whose import sources the newest edition prints."""
    table = read_table("us_import_reliance")
    goods = list(reliance.goods(table, reliance.editions(table, reliance.SOURCES)[0])["mineral"])
    whole = _whole(goods)
    return [
        *(_element(symbol, name) for symbol, name in ELEMENTS.items()),
        *(_mineral(good, (whole[good],) if good in whole else ()) for good in goods),
    ]


def _whole(goods: Sequence[str]) -> dict[str, str]:
    """Of the goods of each mineral the one that stands for it, with the mineral's name: ``Copper, refined``: Copper."""
    forms: dict[str, list[str]] = {}
    for good in goods:
        forms.setdefault(good if good.startswith(IN_TWO_WORDS) else FORM.sub("", good), []).append(good)
    return {
        next(g for words in WHOLE for g in sorted(names, key=len) if g == name or words in g.lower()): name
        for name, names in forms.items()
    }


def _element(symbol: str, name: str) -> Entry:
    title = f"{name.capitalize()} ({symbol})"
    page, query = opens.mineral(title)
    return Entry("mineral", name, title, page, query, (name,), f"{name} rare earth element")


def _mineral(good: str, names: tuple[str, ...]) -> Entry:
    page, query = opens.mineral(good)
    return Entry("mineral", good, good, page, query, (good, *names), good)


def sources() -> list[Entry]:
    """The register of sources, each under its producer and title."""
    register = read_table("sources")
    entries = []
    for record in register.to_dict("records"):
        name = f"{record['producer']}, {record['title']}"
        page, query = opens.source(name)
        text = f"{name} {record['edition'] or ''} {record['citation']}"
        names = (record["title"], record["producer"])
        entries.append(Entry("source", record["source_id"], name, page, query, names, text))
    return entries


def pages(other_names: Mapping[str, Sequence[str]]) -> list[Entry]:
    """The pages by their titles, and what they answer by their questions."""
    titled = [
        Entry("page", stem, title, page_path(stem), {}, (title, *other_names.get(stem, ())), title)
        for stem, title in PAGES.items()
    ]
    return [*titled, *(_question(question, other_names.get(question.link, ())) for question in QUESTIONS)]


def _question(question: Question, others: Sequence[str]) -> Entry:
    """A question under the subject that answers it, or ``others``, words of the same meaning."""
    names, path = (question.link, *question.subjects, *others), page_path(question.page)
    return Entry("page", question.link, question.title, path, question.query, names, question.title)


def page_path(page: str) -> str:
    """The path of a page by the name of its file."""
    return opens.HOME if page == "home" else f"/{page}"


def terms_of_art() -> list[Entry]:
    """The terms of the glossary. Raises GlossaryError."""
    page, query = opens.term()
    return [
        Entry("term", t.term, f"{t.term}: {t.sentence}", page, query, (t.term, *t.forms), f"{t.term} {t.sentence}")
        for t in glossary()
    ]
