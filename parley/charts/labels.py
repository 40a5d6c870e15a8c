"""Words beside marks: names that fit, positions that do not overlap, axes of money and of months."""

import math
from collections.abc import Callable, Iterable, Sequence
from typing import Any

import pandas as pd

from parley import terms

MONEY_UNITS = ((1, "bn"), (1000, "m"), (1_000_000, "thousand"))  # in a billion
LEAST_SIDE, LEAST_GAP = 0.04, 0.15  # of an axis: a side of zero with a tick of its own, and between zero and that tick
MONEY_STEPS = (2, 5, 10, 20, 25, 50, 100, 200, 250, 500)
NAME_CHARACTERS = 52  # what 350 pixels hold at 12 px


def short(name: str, characters: int = NAME_CHARACTERS) -> str:
    """A name cut at a word's end where it is too long for a phone; the whole of it stands in the rows."""
    if len(name) <= characters:
        return name
    cut = name[: characters - 1].rsplit(" ", 1)[0].rstrip(" ,;:(")
    return f"{cut}…"


def clauses(name: str, characters: int = 80) -> str:
    """The first clauses of a name that ``;`` parts, as many as fit: at least the first, none of them cut."""
    kept, *rest = name.split(";")
    for clause in rest:
        if len(kept) + len(clause) >= characters:
            break
        kept += f";{clause}"
    return kept


def apart(values: Sequence[float], gap: float) -> list[float]:
    """Positions as near to ``values`` as can be (least squares) with at least ``gap`` between neighbours.

    Isotonic regression of the values less their rank times the gap, by pooling adjacent violators.
    """
    order = sorted(range(len(values)), key=values.__getitem__)
    blocks: list[tuple[float, int]] = []
    for rank, i in enumerate(order):
        level, size = values[i] - rank * gap, 1
        while blocks and blocks[-1][0] > level:
            before, count = blocks.pop()
            level, size = (before * count + level * size) / (count + size), count + size
        blocks.append((level, size))
    levels = [level for level, size in blocks for _ in range(size)]
    placed = dict(zip(order, (level + rank * gap for rank, level in enumerate(levels)), strict=True))
    return [placed[i] for i in range(len(values))]


def money_ticks(top_bn: float, most: float = 3.6) -> dict[str, Any]:
    """At most ``most`` steps of an axis from zero in billion US dollars, the unit on the last tick; with the range.

    Where the smallest step in billions would not fit, the ticks are in millions, then in thousands.
    """
    scale, unit = next(((s, u) for s, u in MONEY_UNITS if top_bn * s >= MONEY_STEPS[0]), MONEY_UNITS[-1])
    step = next((s for s in MONEY_STEPS if top_bn * scale / s <= most), MONEY_STEPS[-1])
    ticks = list(range(0, int(top_bn * scale / step + 1e-9) * step + 1, step))
    words = with_unit(map(str, ticks), unit)
    return {"range": [0, top_bn * 1.06], "tickvals": [v / scale for v in ticks], "ticktext": words}


def ceiling(highest: float) -> float:
    """The end of a rate axis: the next round number above the highest rate."""
    step = 25 if highest > 60 else 10
    return float((highest // step + 1) * step)


def rate_ticks(top: float) -> dict[str, Any]:
    """At most seven ticks of a rate axis, the unit on the last one only."""
    step = 25 if top > 80 else 10
    values = range(0, int(top) + 1, step if top / step <= 6 else 2 * step)
    return {"tickvals": list(values), "ticktext": with_unit(map(str, values), "%")}


def month_ticks(first: pd.Timestamp, last: pd.Timestamp) -> dict[str, Any]:
    """Ticks and range of a time axis of months: quarters in up to two years, half years in up to four, else years.

    The axis ends with the last month and is at least a year long.
    """
    first = min(first, last - pd.DateOffset(years=1))
    span, end = (last - first).days, last + pd.offsets.MonthEnd(0)
    if span < 4 * 366:
        starts = pd.date_range(first.replace(month=1, day=1), last, freq="3MS" if span < 26 * 31 else "6MS")
        starts = starts[starts >= first]
        words = month_names(starts)
    else:
        starts = pd.date_range(first.replace(month=1, day=1), last, freq="24MS")
        words = [f"{d.year}" for d in starts]
    return {"range": [first, end], "tickvals": list(starts), "ticktext": words}


def month_names(starts: pd.DatetimeIndex) -> list[str]:
    """Names of months on an axis: a year's first with the year below it."""
    return [f"Jan<br>{d.year}" if d.month == 1 else f"{d:%b}" for d in starts]


def spread_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """Round ticks from low to high, at most ``most`` steps: 1, 2 or 5 times a power of ten."""
    width = max(high - low, 1e-9)
    power = 10.0 ** math.floor(math.log10(width / most))
    step = next(power * s for s in (1, 2, 5, 10) if width / (power * s) <= most)
    first = math.ceil(low / step - 1e-9)
    return [round((first + i) * step, 10) for i in range(int((high - first * step) / step + 1e-9) + 1)]


def signed_ticks(low: float, high: float, most: int = 4) -> list[float]:
    """``spread_ticks`` from ``low`` to ``high`` with one on each side of zero that marks can be read on.

    Where the steps pass over the shorter side they are finer, as long as their words have room; else that side has one
    round tick of its own, where that leaves room for the word of zero.
    """
    sides = [(sign, size) for sign, size in ((-1, -low), (1, high)) if size > 0 and size >= LEAST_SIDE * (high - low)]
    for steps in (most, most + 1, most + 2):
        ticks = spread_ticks(low, high, steps)
        if all(any(tick * sign > 0 for tick in ticks) for sign, _ in sides):
            return ticks
    ticks = spread_ticks(low, high, most)
    for sign, size in sides:
        if not any(tick * sign > 0 for tick in ticks):
            power = 10.0 ** math.floor(math.log10(size))
            nearest = next(power * s for s in (5, 2, 1) if power * s <= size)
            ticks += [round(sign * nearest, 10)] if nearest >= LEAST_GAP * (high - low) else []
    return sorted(ticks)


def tick_decimals(ticks: Sequence[float]) -> int:
    """The fewest decimals that tell the ticks apart, three at most."""
    return next(d for d in range(4) if d == 3 or all(abs(t - round(t, d)) < 1e-9 for t in ticks))


def with_unit(words: Iterable[str], unit: str) -> list[str]:
    """The words of ticks, the unit on the last one only."""
    *others, last = words
    return [*others, terms.quantity(last, unit)]


def tick_words(
    ticks: Sequence[float], unit: str, write: Callable[[float, int], str] = terms.number, zero: str | None = None
) -> list[str]:
    """Ticks with the fewest decimals that tell them apart, the unit on the last; ``zero``: the word of the one at 0."""
    decimals = tick_decimals(ticks)
    return with_unit((write(t, decimals) if t or zero is None else zero for t in ticks), unit)


def bn_beside(value_usd: float, *ends_usd: float) -> str:
    """A change in US dollars beside its bar, no finer than the ends of its range where it has one: ``−$24bn``,
    ``+$3.2m``.
    """
    unit, mark, decimals = terms.model_scale(value_usd, *ends_usd)
    return terms.in_dollars(terms.signed(value_usd / unit, decimals), mark)


def study_number(value: float, signed: bool = True) -> str:
    """A published effect as its studies print it: two decimals below ten, one below a hundred, then none."""
    decimals = 0 if abs(value) >= 100 else 1 if abs(value) >= 10 or round(value, 1) == round(value, 2) else 2
    return terms.signed(value, decimals) if signed else terms.number(value, decimals)


def whole_ticks(top: float) -> list[float]:
    """Round ticks from zero to ``top`` without fractions, for an axis that writes none."""
    return [tick for tick in spread_ticks(0, top) if tick == round(tick)]


def unit_ticks(top: float, form: str) -> dict[str, Any]:
    """Round ticks of an axis from zero to ``top``, the last one in a form with its unit, such as ``{} kt``."""
    ticks = spread_ticks(0, top)
    words = [terms.number(tick, tick_decimals(ticks)) for tick in ticks]
    return {"tickvals": ticks, "ticktext": [*words[:-1], form.format(words[-1]).replace(" ", terms.NBSP)]}
