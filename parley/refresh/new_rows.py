"""The rules for what is new in a table, read from its schema: ``newRows`` in ``data/schemas/<table>.json``."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from typing import Any

from parley.tables import schema

KEY = "newRows"
Span = tuple[float, float]


@dataclass(frozen=True)
class Recent:
    """What a figure may be beside the median of the last ones of its series, as a ratio.

    ``middle``: of the middle series. ``each``: of every series whose median is at least ``floor``. ``points``: how far
    the middle difference may be, for rates. ``same``: how far from the stored figures of the very period, in points.
    """

    middle: Span | None = None
    each: Span | None = None
    floor: float = 0.0
    points: float | None = None
    same: float | None = None


@dataclass(frozen=True)
class Whole:
    """Rows that are the sum of others: those whose ``column`` says ``name``.

    ``share_off``: how far the share of the parts may be below what it was. ``ratio``: as ``Recent.each``, of the whole.
    """

    column: str
    name: str
    share_off: float
    ratio: Mapping[str, Span]


@dataclass(frozen=True)
class NewRows:
    """What new rows must be like.

    ``period``: the column of the month, day or year. ``unit``: of rows that wait together. ``since``: by which what
    entered wrong is taken out. ``until``: by column, how many days after today it may lie, negative for a period that
    has to be over. ``gap``: months from one period to the next. ``forward``: a new period comes after those stored.
    ``lag``: an earlier and a later column, and the days from one to the other. ``among``: columns that say with which
    stored rows new ones are compared. ``series``: columns of a series of figures; ``hts10:2`` are the first two signs.
    ``adds_up``: several rows of a series are added, else their mean counts. ``by``: columns that are judged apart.
    ``last``: how many figures of a series are recent. ``per``: first and last day of what a figure adds up. ``least``:
    by column, the share of its values in recent periods that must be there; ``rows`` counts rows. ``must``: by column,
    values of which none may be missing. ``below``: pairs of columns, the sum of the first below that of the second.
    ``goes_with``: tables with which this one waits.
    """

    period: str
    unit: str = ""
    since: str = ""
    until: Mapping[str, int] = field(default_factory=dict)
    gap: int = 0
    forward: bool = False
    lag: tuple[str, str, int] | None = None
    among: tuple[str, ...] = ()
    series: tuple[str, ...] = ()
    adds_up: bool = False
    by: tuple[str, ...] = ()
    last: int = 12
    per: tuple[str, str] | None = None
    recent: Mapping[str, Recent] = field(default_factory=dict)
    whole: Whole | None = None
    least: Mapping[str, float] = field(default_factory=dict)
    must: Mapping[str, list[str]] = field(default_factory=dict)
    below: tuple[tuple[str, str], ...] = ()
    goes_with: tuple[str, ...] = ()


def rules_of(table: str) -> NewRows | None:
    """The rules of a table; None for one that no refresh renews. Raises SchemaError, for a rule nobody knows too."""
    raw = schema.read_json(schema.SCHEMAS / f"{table}.json").get(KEY)
    if raw is None:
        return None
    try:
        filled = {**raw, "unit": raw.get("unit", raw["period"]), "since": raw.get("since", raw["period"])}
        for name in ("among", "series", "by", "goes_with"):
            filled[name] = tuple(raw.get(name, ()))
        for name in ("lag", "per"):
            filled[name] = tuple(raw[name]) if name in raw else None
        filled["below"] = tuple(tuple(pair) for pair in raw.get("below", ()))
        filled["recent"] = {column: _recent(one) for column, one in raw.get("recent", {}).items()}
        filled["whole"] = _whole(raw["whole"]) if "whole" in raw else None
        return NewRows(**filled)
    except (KeyError, TypeError, ValueError) as error:
        names = ", ".join(f.name for f in fields(NewRows))
        raise schema.SchemaError(
            f"data/schemas/{table}.json, {KEY}: {error!r}. The rules are {names}. {schema.RESTORE}"
        ) from error


def _recent(raw: Mapping[str, Any]) -> Recent:
    spans = {name: _span(raw[name]) for name in ("middle", "each") if name in raw}
    return Recent(**{**raw, **spans})


def _whole(raw: Mapping[str, Any]) -> Whole:
    return Whole(**{**raw, "ratio": {column: _span(span) for column, span in raw.get("ratio", {}).items()}})


def _span(raw: Any) -> Span:
    low, high = raw
    return float(low), float(high)
