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

    @property
    def last(self) -> pd.Timestamp:
        """The day, or the last one confirmed before it."""
        return self.known_to or self.on

    def words(self) -> str:
        """``by law on <day>`` or, beyond what is confirmed, ``by the law known to <day>``."""
        if self.known_to is None:
            return f"by law on {terms.day(self.on)}"
        return f"by the law known to {terms.day(self.known_to)}"


def is_unsure(as_of: date, origin: str = CHINA) -> bool:
    """Whether sources do not confirm some of the law on the day, or know it from another year only."""
    if origin != CHINA:
        return origins.is_unsure(origin, as_of)
    on, last = pd.Timestamp(as_of), confirmed_until(as_of)
    return (last is not None and last < on) or lists_until() < on or on > exclusions_end() or as_of < SCHEDULE_FROM


@kept
def lists_until() -> pd.Timestamp:
    """The last day to which the lists of goods under Section 232 are read."""
    return pd.Timestamp(cache.sources()["last_known_on"].to_dict()[NEWEST_LISTS])


@kept
def exclusions_end() -> pd.Timestamp:
    """The last day to which exclusions from Section 301 are printed."""
    rows = cache.part("us_tariff_scope", compiled_on(), {"programme": ["exclusions"]}, ["scheduled_end"])
    end: pd.Timestamp = rows["scheduled_end"].max()
    return end


def confirmed_until(as_of: date, origin: str = CHINA) -> pd.Timestamp | None:
    """The last day to which sources confirm the open duties on all or most goods; None where all have ended."""
    return law_average.confirmed_until(as_of) if origin == CHINA else origins.confirmed_until()


def law_day(as_of: date, origin: str = CHINA, unread: bool = False) -> LawDay:
    """The day with what is known of its law; ``unread``: rows were inferred or read in reports only."""
    is_estimate = unread or is_unsure(as_of, origin)
    return LawDay(pd.Timestamp(as_of), confirmed_until(as_of, origin), is_estimate, as_of >= compiled_on())


def law_caption(
    code: str,
    described: str,
    parts: Mapping[str, float],
    ends: tuple[float, float],
    specific: str,
    day: LawDay,
    origin: str = "China",
) -> Caption:
    """What one product owes by law on a day and from which tariffs.

    ``parts``: name of a tariff and its percent, missing for a specific ordinary one, which ``specific`` then prints.
    ``ends``: the sum under the lowest and the highest reading of the lists, missing with it.
    """
    charged = {name: value for name, value in parts.items() if value > 0}
    rounded = dict(zip(charged, terms.rounded_to_total(list(charged.values())), strict=True))
    rate = terms.rate(sum(charged.values()))
    if specific:
        rate = f"{specific} and {rate}" if charged else specific
    is_apart = has_range(ends)
    by_use = is_apart and not specific and rate == terms.rate(0.0)  # no rate in the middle: nothing or a tariff
    owed = terms.rates(*ends) if by_use else rate
    is_rough = is_apart or day.is_estimate or day.known_to is not None
    about = "_by_use" if by_use else "_about" if is_rough else ""
    more = "_range" if is_apart and not by_use else ""  # which the title leaves out
    case = f"{'now' if day.is_latest else 'then'}{about}"
    finding = terms.fitting(
        SAY("law.title", case, owed=owed, goods=name, origin=origin) for name in goods_names(code, described)
    )
    measure = terms.fitting(
        SAY("law.measure", f"{way}{more}", goods=name, origin=origin, day=terms.day(day.last), range=terms.span(*ends))
        for way, name in [*(("law", name) for name in goods_names(code, described)), ("briefly", "")]
    )
    parts_in_words = "; ".join(f"{name} {terms.number(value, 1)}" for name, value in rounded.items() if value)
    alt = f"List of the laws on {described}, HS {goods.dotted(code)}: {parts_in_words or 'none'}. {finding}."
    return Caption(finding, measure, alt)


def has_range(ends: tuple[float, float]) -> bool:
    """Whether two ends of a rate print as a range; those that are missing do not."""
    return ends[1] - ends[0] >= SAME_PP


def goods_names(code: str, wording: str) -> list[str]:
    """Goods in a title, the longest first: with name and code, by name, by code."""
    return list(filter(None, [goods.named(code, wording), goods.noun(code, wording), f"HS {goods.dotted(code)}"]))
