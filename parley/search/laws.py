"""Laws as entries: authorities, their programmes, and each act, ruling and round of talks."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import pandas as pd

from parley import terms
from parley.schema import load_schema
from parley.search import opens
from parley.search.entries import Entry
from parley.tables import known_date, read_table

OtherNames = Mapping[str, Sequence[str]]
NO_LAW = "total"


def laws(other_names: OtherNames) -> list[Entry]:
    """Authorities and programmes first, then the acts."""
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
    found = []
    for code, name in terms.PROGRAMMES.items():
        if code in authority:
            law = terms.AUTHORITIES[authority[code]]
            names = (name, f"{law} {name}", *other_names.get(code, ()))
            found.append(_law(code, f"{law}: {name}", names, law, first))
    return found


def authorities() -> dict[str, str]:
    """The authority of each authority itself and of each programme that has a name, the one most rows stand under."""
    tables = ("us_tariff_scope", "tariff_layers", "events")
    pairs = pd.concat([read_table(t, columns=["authority", "programme"]).dropna().drop_duplicates() for t in tables])
    first = pairs.drop_duplicates("programme").set_index("programme")["authority"].to_dict()
    own = {code: code for code in terms.AUTHORITIES if code != NO_LAW}
    return {**{code: str(law) for code, law in first.items() if code in terms.PROGRAMMES}, **own}


def _law(code: str, title: str, names: tuple[str, ...], text: str, first: pd.Series) -> Entry:
    page, query = opens.law(title)
    known_on = first[code].date() if code in first else None
    return Entry("law", code, title, page, query, names, " ".join([text, *names]), known_on=known_on)


def _acts(events: pd.DataFrame) -> list[Entry]:
    records: list[dict[str, Any]] = events.to_dict("records")  # type: ignore[assignment]
    return [_act(record) for record in records]


def _act(record: Mapping[str, Any]) -> Entry:
    """An act under its document: ``EO 14257`` leads to it first, words of its title and scope too."""
    told = {key: record[key] for key in ("instrument", "citation", "scope") if isinstance(record[key], str)}
    documents = [part.strip() for part in told.get("instrument", "").replace(" and ", ",").split(",") if part.strip()]
    title = terms.marked(record["title"], record["verification"])
    named = f"{title}, {told['instrument']}" if "instrument" in told else title
    known_on: date = record["known_on"].date()
    page, query = opens.law(named)
    text = " ".join([title, *told.values()])
    return Entry("law", record["event_id"], named, page, query, (record["title"], *documents), text, known_on=known_on)
