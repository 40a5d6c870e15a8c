"""A day with what is known of its law, and the rate by law on a product of that day in words."""

from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, law_average
from parley.app.kit.cache import kept
from parley.app.tariffs import origins
from parley.app.tariffs.origins import CHINA
from parley.charts.figure import Caption
from parley.tables.read import compiled_on
from parley.terms import goods

SAY = words.beside(__file__)
SCHEDULE_FROM = date(2025, 1, 1)
NEWEST_LISTS = "budget_lab_tariff_lists"  # they hold the changes since the printed notes
SAME_PP = 0.05  # what prints as no range


class LawDay(NamedTuple):
    """A day, and the last day to which sources confirm its law; None where nothing open depends on it.

    ``is_estimate``: some of the law was inferred, or is not known to the day; ``is_latest``: no later day is known.
    """

    on: pd.Timestamp
    confirmed: pd.Timestamp | None = None
    is_estimate: bool = False
    is_latest: bool = False

    @property
    def known_to(self) -> pd.Timestamp | None:
        """The last day confirmed, where that is before the day itself."""
        return None if self.confirmed is None or self.confirmed >= self.on else self.confirmed

    def words(self) -> str:
        """``by law on <day>`` or, beyond what is confirmed, ``by the law known to <day>``."""
        if self.known_to is None:
            return f"by law on {terms.day(self.on)}"
        return f"by the law known to {terms.day(self.known_to)}"


def unsure(as_of: date, origin: str = CHINA) -> list[str]:
    """What of the law on the day our sources do not confirm, or know from another year only."""
    if origin != CHINA:
        return origins.unsure(origin, as_of)
    last, lists = confirmed_until(as_of), cache.sources()["last_known_on"].to_dict()[NEWEST_LISTS]
    on, left = pd.Timestamp(as_of), []
    if last is not None and last < on:
        left.append(SAY("products.confirmed", day=terms.day(last)))
    if lists < on:
        left.append(SAY("products.lists", day=terms.day(lists)))
    end = _exclusions_end()
    if on > end:
        left.append(SAY("products.exclusions", day=terms.day(end)))
    if as_of < SCHEDULE_FROM:
        left.append(SAY("products.schedule"))
    return left


@kept
def _exclusions_end() -> pd.Timestamp:
    rows = cache.part("us_tariff_scope", compiled_on(), {"programme": ["exclusions"]}, ["scheduled_end"])
    end: pd.Timestamp = rows["scheduled_end"].max()
    return end


def confirmed_until(as_of: date, origin: str = CHINA) -> pd.Timestamp | None:
    """The last day to which sources confirm the open duties on all or most goods; None where all have ended."""
    return law_average.confirmed_until(as_of) if origin == CHINA else origins.confirmed_until()


def law_day(as_of: date, origin: str = CHINA, unread: bool = False) -> LawDay:
    """The day with what is known of its law; ``unread``: rows were inferred or read in reports only."""
    is_estimate = unread or bool(unsure(as_of, origin))
    return LawDay(pd.Timestamp(as_of), confirmed_until(as_of, origin), is_estimate, as_of >= compiled_on())


def law_caption(
    code: str,
    described: str,
    parts: Mapping[str, float],
    ends: tuple[float, float],
    specific: str,
    collected: str,
    day: LawDay,
    origin: str = "China",
    range_by: str = "use",
) -> Caption:
    """What one product owes by law on a day and from which duties.

    ``parts``: name of a duty and its percent, missing for a specific ordinary duty, which ``specific`` then prints.
    ``ends``: the sum under the lowest and the highest reading of the lists, missing with it. ``range_by``: what they
    differ by, the use of the goods, a claim to a preferential duty or ``both``.
    """
    charged = {name: value for name, value in parts.items() if value > 0}
    rounded = dict(zip(charged, terms.rounded_to_total(list(charged.values())), strict=True))
    owed = terms.rate(sum(charged.values()))
    if specific:
        owed = f"{specific} and {owed}" if charged else specific
    apart = ends[1] - ends[0] >= SAME_PP
    between = SAY("law.between", range=terms.span(*ends)) if apart else ""
    is_open = apart and not specific and terms.rate(0.0) == owed  # no rate in the middle: nothing or a duty, by use
    if is_open:
        owed, between = SAY("law.open", range=f"{terms.span(*ends)}%"), ""
    finding = terms.fitting(_owed(named, origin, owed, between, day, is_open) for named in goods_names(code, described))
    named = [f"{name} {terms.number(value, 1)}" for name, value in rounded.items() if value]
    of = SAY("law.parts", parts=terms.listed(named)) if named else ""
    by_what = SAY("law.range", range_by) if apart else ""
    measure = SAY("law.measure", described=described, day=day.words(), parts=of, range=by_what, collected=collected)
    return Caption(finding, measure, f"List of the laws that touch it. {finding}.")


def _owed(named: str, origin: str, owed: str, between: str, day: LawDay, is_open: bool) -> str:
    """What a product owes as a title. ``is_open``: from nothing to a duty, which is no estimate of one rate."""
    title = {"owed": owed, "between": between, "goods": named, "origin": origin}
    if day.known_to is not None:
        return SAY("law", "unsure_open" if is_open else "unsure", day=terms.day(day.known_to), **title)
    is_estimate = day.is_estimate and not is_open
    if day.is_latest:
        return SAY("law.now_estimate", **title) if is_estimate else SAY("law.now", **title)
    if is_estimate:
        return SAY("law.then_estimate", day=terms.day(day.on), **title)
    return SAY("law.then", day=terms.day(day.on), **title)


def goods_names(code: str, wording: str) -> list[str]:
    """Goods in a title, the longest first: with name and code, by name, by code."""
    return list(filter(None, [goods.named(code, wording), goods.noun(code, wording), f"HS {goods.dotted(code)}"]))
