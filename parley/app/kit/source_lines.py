"""The sources of rows, from their records: in one short line under a figure, and in full, a series in one."""

import functools
import itertools
import re
from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple
from urllib.parse import urlencode

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.tables.catalogue import Version, version
from parley.tables.read import read_table

SAY = words.beside(__file__)
NEVER = "no"  # in the register: rows of this source are not passed on
OWN = "own_data"  # a reader's, which the register does not have
SHORT = {place.removeprefix("producer."): name for place, name in SAY.texts() if place.startswith("producer.")}
FROM = re.compile(r"^Parley, from ")  # our own lists are of texts of others
BESIDE = re.compile(r"[;(]|, (?=[a-z])")  # what follows a producer's name: how its figures came here
NAMED, WORDS_OF_NAMES = 2, 4  # so many producers, if their names are no longer together
MONTHS, YEARS = ("month", "last_month", "period_end", "period_start", "priced_on"), ("year", "last_year")  # of rows
FIRST_YEAR = 1900  # a number below it counts the years of a path
ONE_NAME = {"US International Trade Commission": SHORT["us_international_trade_commission"]}  # the register has both


class Sources(NamedTuple):
    """The source line in parts, each with the address it links to or an empty one, and the source records."""

    parts: list[tuple[str, str]]
    records: list[dict[Any, Any]]

    @property
    def line(self) -> str:
        """``Source: producer, title; ...`` as words."""
        return "".join(text for text, _ in self.parts)


def sources_of(rows: pd.DataFrame) -> Sources:
    """The source line and the source records; a row that compares two figures names its second source too.

    Each title links to its document, of a series each edition; one without an address, to its record. Raises
    NothingToShowError when the rows have no source record.
    """
    return cache.of_rows("sources", rows, lambda: _looked_up(rows))


def register() -> Mapping[str, Mapping[str, Any]]:
    """Every record of the register of sources by its id, as it is on disk now; None where a field is empty.

    Raises TableError.
    """
    return _register(version())


@functools.lru_cache(maxsize=1)
def _register(_: Version) -> Mapping[str, Mapping[str, Any]]:
    rows = read_table("sources").to_dict("records")
    return {row["source_id"]: {f"{n}": None if pd.isna(cell) else cell for n, cell in row.items()} for row in rows}


def closed() -> set[str]:
    """The sources of which nothing may be passed on."""
    return {name for name, record in register().items() if record["may_redistribute"] == NEVER}


def footer(rows: pd.DataFrame, as_of: date) -> tuple[tuple[str, str], ...]:
    """The sources in a few words, as parts of a line: who published them, and to when the rows reach where it is known.

    Raises NothingToShowError when the rows have no source record.
    """
    return cache.of_rows(f"footer {as_of}", rows, lambda: ((_briefly(rows, as_of), ""),))


def _briefly(rows: pd.DataFrame, as_of: date) -> str:
    names = list(dict.fromkeys(short_name(str(record["producer"])) for record in sources_of(rows).records))
    count = NAMED if len(" ".join(names[:NAMED]).split()) <= WORDS_OF_NAMES else 1
    shown, others = ", ".join(names[:count]), len(names[count:])
    period = reach(rows, as_of)
    case = ("more" if others else "all") + ("_to" if period else "")
    return SAY("footer", case, names=shown, others=others, period=period)


def short_name(producer: str) -> str:
    """A producer's name as it stands under a figure: ``China Customs`` for ``China Customs (GACC), as reported``."""
    name = BESIDE.split(FROM.sub("", producer))[0].strip()
    return SHORT.get(key_of(name), name)


def key_of(producer: str) -> str:
    """Its name in the table of short names."""
    return producer.lower().replace(", ", "_").replace(" ", "_")


def reach(rows: pd.DataFrame, as_of: date) -> str:
    """The newest period of the rows, as it is said; empty where no column tells it, or where it lies ahead."""
    for names, say in ((MONTHS, _month), (YEARS, lambda year: f"{year.year}")):
        for name in names:
            newest = _newest(rows[name]) if name in rows else None
            if newest is not None:
                return say(newest) if newest.date() <= as_of else ""
    return ""


def _month(day: pd.Timestamp) -> str:
    return f"{day:%b}{terms.NBSP}{day.year}"


def _newest(column: pd.Series) -> pd.Timestamp | None:
    values = column.dropna()
    if values.empty:
        return None
    if pd.api.types.is_numeric_dtype(values):
        return pd.Timestamp(int(values.max()), 1, 1) if values.max() >= FIRST_YEAR else None
    newest = pd.to_datetime(values, errors="coerce").max()
    return None if pd.isna(newest) else newest


def licences(records: Sequence[Mapping[Any, Any]]) -> list[tuple[str, str, str]]:
    """Each source with the address that leads to it and the terms it may be used under."""
    return [
        (source_name(r), "" if r["source_id"] == OWN else address(r) or record_address(r), r["licence"])
        for r in records
    ]


def say_own(rows: pd.DataFrame, producer: str, title: str) -> None:
    """Say the source of rows of a reader's own data, which has no record in the register, before it is asked for."""
    record = dict.fromkeys(cache.sources().columns, "") | {"source_id": OWN, "accessed_on": pd.NaT}
    record |= {"producer": producer, "title": title, "citation": f"{producer}: {title}", "published_on": pd.NaT}
    cache.of_rows("sources", rows, lambda: Sources([(f"Source: {producer}, {title}", "")], [record]))


def address(record: Mapping[Any, Any]) -> str:
    """Where a reader finds a source: its document, or the page that leads to it where that answers machines only."""
    document, page = (record[c] if isinstance(record[c], str) else "" for c in ("url", "landing_url"))
    return page if page and (not document or "://api." in document) else document


def caveat(record: Mapping[Any, Any]) -> str:
    """What a reader must know before using a source; empty where the register notes nothing."""
    noted = record.get("caveat")
    return noted if isinstance(noted, str) else ""


def record_address(record: Mapping[Any, Any]) -> str:
    """Where the register shows a source in full; relative, so it holds wherever the app is served."""
    return f"sources?{urlencode({'sources_section': 'Sources', 'sources_source': source_name(record)})}"


def _looked_up(rows: pd.DataFrame) -> Sources:
    # by place: the first column asked for by its name costs a frame an index of all names
    places = [place for place, name in enumerate(rows.columns.tolist()) if f"_{name}".endswith("_source_id")]
    return _of_ids(
        tuple(dict.fromkeys(s for place in places for s in rows.iloc[:, place].unique() if isinstance(s, str)))
    )


def _of_ids(ids: tuple[str, ...]) -> Sources:
    return cache.derived("sources", ids, lambda: _told(ids))


def _told(ids: Sequence[str]) -> Sources:
    register = cache.sources()
    matches = register.loc[[s for s in ids if s in register.index]]
    if matches.empty:
        raise NothingToShowError("These rows are not shown because they have no source record.")
    matches = matches.assign(producer=matches["producer"].replace(ONE_NAME))
    records: list[dict[Any, Any]] = matches.reset_index(names="source_id").to_dict("records")
    producers = list(dict.fromkeys(record["producer"] for record in records))
    parts = [("Source: " if len(producers) == 1 else "Sources: ", "")]
    for producer in producers:
        parts.append((words.printed(f"{'' if producer is producers[0] else '; '}{producer}, "), ""))
        parts += _titles([record for record in records if record["producer"] == producer])
    return Sources(parts, records)


def _titles(records: Sequence[Mapping[Any, Any]]) -> list[tuple[str, str]]:
    """The titles of one producer as they are told, each with its address; of a series each edition has its own."""
    editions = [record["edition"] if isinstance(record["edition"], str) else "" for record in records]
    shown_titles = titles(list(zip((record["title"] for record in records), editions, strict=True)))
    parts: list[tuple[str, str]] = []
    for title, names in shown_titles.items():
        series = words.printed(title)
        addresses = {
            edition: address(record) or record_address(record)
            for record, edition in reversed(list(zip(records, editions, strict=True)))
            if record["title"] in names
        }
        parts += [("; ", "")] if parts else []
        parts += [(series, next(iter(addresses.values())))] if len(names) == 1 else _editions(series, addresses)
    return parts


def _editions(series: str, editions: Mapping[str, str]) -> list[tuple[str, str]]:
    links = [
        (terms.edition(edition).replace(" ", terms.NBSP), editions[edition]) for edition in reversed(list(editions))
    ]
    return [(f"{series}: ", ""), *(part for link in links for part in (link, (", ", "")))][:-1]


def source_name(record: Mapping[Any, Any]) -> str:
    """How a source of the register is told from the others: ``OECD, Economic Outlook No. 117``."""
    return f"{record['producer']}, {record['title']}"


def titles(named: Sequence[tuple[str, str]]) -> dict[str, list[str]]:
    """Titles of one producer, each given with its edition, as they are told: the words, and the titles they stand for.

    Titles that begin with the same two names and are told apart by a number or a year are a series of three and more
    editions, named by the words all begin with: ``Economic Outlook, nine editions``. Other titles are written out.
    """
    series: dict[tuple[str, ...], list[tuple[str, str]]] = {}
    for title, name in named:
        series.setdefault(_beginning(title), []).append((title, name))
    shown: dict[str, list[str]] = {}
    for part in series.values():
        shown |= _series(list(dict.fromkeys(t for t, _ in part)), {n for _, n in part})
    return shown


def _beginning(title: str) -> tuple[str, ...]:
    """The words to the second one with a capital: ``State of US``."""
    parts = _words(title)
    capitals = [i for i, word in enumerate(parts) if word[0].isupper()]
    return tuple(parts[: capitals[1] + 1 if len(capitals) > 1 else 2])


def _words(title: str) -> list[str]:
    return re.sub(r"[,:]|No\.", " ", title).split()


def _series(names: list[str], editions: set[str]) -> dict[str, list[str]]:
    columns = zip(*(_words(name) for name in names), strict=False)
    shared = [column[0] for column in itertools.takewhile(lambda column: len(set(column)) == 1, columns)]
    numbered = all(re.search(r"\d", " ".join(_words(name)[len(shared) :])) for name in names)
    if len(editions) < 3 or not numbered:
        return {name: [name] for name in names}
    return {f"{' '.join(shared)}, {terms.counted(len(editions))} editions": names}
