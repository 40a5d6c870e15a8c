"""What the search can find: one entry a thing, with the page that answers and the words that lead to it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

Kind = Literal["product", "economy", "law", "mineral", "page", "term", "source"]
KINDS: tuple[Kind, ...] = ("product", "economy", "law", "mineral", "page", "term", "source")


@dataclass(frozen=True)
class Entry:
    """A thing that can be found.

    ``id``: the digits of a product, the ISO code of an economy, the programme, act or name of the rest. ``page``: the
    path that answers, opened with the parameters of ``query``. ``names``: words that name it, which lead to it first;
    ``text``: further words. ``value_usd``: US imports of it, or from it, in the newest full year, US dollars; None
    where it is no product or economy, or was not imported. ``known_on``: the day on which an act became known.
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
