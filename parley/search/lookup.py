"""Questions to the open index: entries by words, products by digits, origins, and words near a misspelt one."""

import functools
import json
import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from parley.search import index, opens, shipped
from parley.search.entries import Kind
from parley.search.opens import Place
from parley.search.words import either, quoted
from parley.terms.goods import in_pairs

# Where an entry stands for words: named so, in a longer name; 2 is in its text. Lower is nearer.
NAMED, IN_NAME = 0, 1
NEAREST = 4  # words that a misspelt one may mean
SHORT = 5  # letters up to which one of them may be wrong; two in longer words
LINE_OF = "line of"
MATCHED = """
WITH matched AS (
    SELECT p.entry, MIN(CASE WHEN NOT p.is_name THEN 2 WHEN p.words = :count THEN 0 ELSE 1 END) AS tier
    FROM texts JOIN phrases p ON p.phrase = texts.rowid WHERE texts MATCH :match GROUP BY p.entry
), ranked AS (
    SELECT m.tier, e.*, ROW_NUMBER() OVER (
        PARTITION BY e.kind ORDER BY m.tier, e.value_usd DESC NULLS LAST, e.entry
    ) AS place
    FROM matched m JOIN entries e USING (entry)
    WHERE e.kind IN (SELECT value FROM json_each(:kinds)) AND (e.known_on IS NULL OR e.known_on <= :day)
)
SELECT tier, kind, id, title, page, query, value_usd FROM ranked WHERE place <= :most ORDER BY kind, place
"""
ENTRY = """
SELECT kind, id, title, page, query, value_usd FROM entries
WHERE kind = :kind AND id = :id AND (known_on IS NULL OR known_on <= :day)
"""
UNDER = """
SELECT kind, id, title, page, query, value_usd FROM entries
WHERE kind = 'product' AND id > :digits AND id < :digits || ':' ORDER BY value_usd DESC NULLS LAST, id LIMIT :most
"""

LARGEST = """
SELECT kind, id, title, page, query, value_usd FROM entries
WHERE kind = :kind AND value_usd IS NOT NULL AND (kind <> 'product' OR length(id) = 4)
ORDER BY value_usd DESC, id LIMIT :most
"""
LINES_UNDER = """
SELECT code, value_usd FROM lines WHERE code > :digits AND code < :digits || ':'
ORDER BY value_usd DESC, code LIMIT :most
"""


@dataclass(frozen=True)
class Hit:
    """One candidate, as the command line prints it.

    ``page``: the path that answers, opened with the parameters of ``query``. ``value_usd``: US imports of the product
    or from the economy in the newest full year, US dollars; None for other kinds, where nothing was imported, and on a
    day before the figures were out.
    """

    kind: Kind
    id: str
    title: str
    page: str
    query: dict[str, str]
    value_usd: float | None

    def to_dict(self) -> dict[str, object]:
        """The hit with plain values, for JSON."""
        return dict(vars(self))


class Match(NamedTuple):
    """A hit and how near it is to what was asked: lower is nearer."""

    tier: int
    hit: Hit


class Lookup:
    """The open index as known on a day. Raises SearchError where it is of another version."""

    def __init__(self, file: sqlite3.Connection, as_of: date | None):
        self._file = file
        about = dict(file.execute("SELECT name, value FROM about"))
        if about.get("format") != f"{index.FORMAT}":
            raise shipped.SearchError(
                f"The search index data/{shipped.NAME} was made by another version. {shipped.BUILD}"
            )
        self._day = "9999-12-31" if as_of is None else as_of.isoformat()
        self._has_values = about["released_on"] <= self._day
        self._sections: dict[str, str] = json.loads(about["sections"])

    def matching(
        self, match: str, count: int, kinds: Sequence[Kind], most: int, origin: Place | None = None
    ) -> list[Match]:
        """Entries that hold what an FTS5 expression of ``count`` words asks for, at most ``most`` of a kind."""
        parameters = {"match": match, "count": count, "kinds": json.dumps(kinds), "day": self._day, "most": most}
        return [Match(tier, self._hit(origin, *row)) for tier, *row in self._file.execute(MATCHED, parameters)]

    def is_known(self, word: str) -> bool:
        """Whether any entry holds the word in any of its forms."""
        return (
            self._file.execute("SELECT 1 FROM texts WHERE texts MATCH ? LIMIT 1", (either(word),)).fetchone()
            is not None
        )

    def near(self, word: str) -> list[str]:
        """The words held that a misspelt one may mean: one letter off, two in longer words. Raises SearchError."""
        if len(word) <= index.SHORTEST or not word.isalpha():
            return []
        wrong = 1 if len(word) <= SHORT else 2
        matches = process.extract(
            word, vocabulary(shipped.stamp()), scorer=OSA.distance, score_cutoff=wrong, limit=NEAREST
        )
        return [near for near, *_ in matches]

    def product(self, digits: str, origin: Place | None = None) -> Hit | None:
        """The product of just these digits, opened with its origin; None where there is none."""
        hit = self.entry("product", digits, origin)
        if hit is not None:
            return hit
        line = self._file.execute("SELECT value_usd FROM lines WHERE code = ?", (digits,)).fetchone()
        return None if line is None else self._line(digits, line[0], origin)

    def entry(self, kind: Kind, id: str, origin: Place | None = None) -> Hit | None:
        """The one thing of a kind with this code or name; None where there is none, or none yet on the day."""
        row = self._file.execute(ENTRY, {"kind": kind, "id": id, "day": self._day}).fetchone()
        return None if row is None else self._hit(origin, *row)

    def under(self, digits: str, most: int) -> list[Hit]:
        """Products whose code goes on after these digits, the largest imports first."""
        hits = [self._hit(None, *row) for row in self._file.execute(UNDER, {"digits": digits, "most": most})]
        if len(digits) < 6:
            return hits
        lines = self._file.execute(LINES_UNDER, {"digits": digits, "most": most})
        return [*hits, *(self._line(code, value) for code, value in lines)]

    def largest(self, kind: Kind, most: int) -> list[Hit]:
        """Headings of four digits, or economies, the largest imports first; none before the figures were out."""
        if not self._has_values:
            return []
        return [self._hit(None, *row) for row in self._file.execute(LARGEST, {"kind": kind, "most": most})]

    def _line(self, code: str, value_usd: float, origin: Place | None = None) -> Hit:
        """A tariff line, under the words of its subheading: the index holds no words of lines."""
        above = self.product(code[:6])
        title = f"{in_pairs(code)} {LINE_OF} {above.title}" if above else in_pairs(code)
        return self._hit(origin, "product", code, title, None, None, value_usd or None)

    def _hit(
        self,
        origin: Place | None,
        kind: Kind,
        id: str,
        title: str,
        page: str | None,
        query: str | None,
        value_usd: float | None,
    ) -> Hit:
        if page is None or query is None:
            opening = opens.product(id, self._sections.get(id[:2], ""), origin)
        else:
            opening = opens.Opening(page, json.loads(query))
        return Hit(kind, id, title, *opening, value_usd if self._has_values else None)


@functools.lru_cache(maxsize=1)
def vocabulary(stamp: shipped.Stamp) -> list[str]:
    """All words of the index of this stamp."""
    with shipped.opened() as file:
        return [word for (word,) in file.execute("SELECT word FROM words")]


@functools.lru_cache(maxsize=1)
def origins(stamp: shipped.Stamp) -> dict[str, Place]:
    """The economies by the words of each of their names, of the index of this stamp."""
    with shipped.opened() as file:
        return {words: Place(*place) for words, *place in file.execute("SELECT words, iso3, name FROM origins")}


@functools.lru_cache(maxsize=1)
def year_of_values(stamp: shipped.Stamp) -> int:
    """The year of the values of the index of this stamp."""
    with shipped.opened() as file:
        return int(file.execute("SELECT value FROM about WHERE name = 'year'").fetchone()[0])


def named_origin(spoken: Sequence[str]) -> tuple[Place | None, list[str]]:
    """The economy that stands among the words, under its longest name, and the words beside it. Raises SearchError."""
    names = origins(shipped.stamp())
    for length in range(len(spoken) - 1, 0, -1):
        for start in range(len(spoken) - length + 1):
            place = names.get(" ".join(spoken[start : start + length]))
            if place is not None:
                return place, [*spoken[:start], *spoken[start + length :]]
    return None, []


def any_of(words: Sequence[str]) -> str:
    """The expression that finds any of the words."""
    return f"({' OR '.join(quoted(word) for word in words)})"
