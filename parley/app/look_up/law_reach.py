"""To whose goods a law applies, and what stands in the place of a list where our tables hold none."""

from collections.abc import Iterable
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.measures.tariffs import in_force
from parley.tables.read import compiled_on

SAY = words.beside(__file__)
EVERYBODY, ALL = "WLD", "all"
CHINAS, ORDINARY, ON_ALL_US_GOODS = "china_retaliation", "mfn", "general_2025"
TAXED = ("in_scope", "in_scope_partial")
LISTS = ["role", "exporter_iso3", "rate_pct", "valid_from", "valid_to"]
CHINAS_LINES = "china_retaliation_hs8"
NAMED = 4  # origins a sentence names; more are counted
RATES = ["authority", "programme", "exporter_iso3", "product_code", "rate_pct", "valid_from", "valid_to"]


def where_of(authority: str, programme: str) -> dict[str, list[str]]:
    """Which rows of a table are of a law, or of one programme of it."""
    return {"authority": [authority], **({"programme": [programme]} if programme else {})}


@kept
def rates_on(authority: str, programme: str, on: date) -> pd.DataFrame:
    """The rates a law gives single origins in force on the day: columns ``RATES``."""
    return in_force(cache.part("us_duties_by_origin", compiled_on(), where_of(authority, programme), RATES), on)


@kept
def on_all_goods(authority: str, programme: str, on: date) -> pd.Series:
    """The highest rate a law puts on all goods of an origin on the day, percent, by origin."""
    rows = rates_on(authority, programme, on)
    charged = rows[rows["product_code"].eq(ALL) & rows["rate_pct"].gt(0)]
    highest: pd.Series = charged.groupby("exporter_iso3")["rate_pct"].max()
    return highest


@kept
def are_lower(authority: str, on: date) -> bool:
    """Whether all lists of goods taxed under an authority lower, for their origin, what it puts on all its goods.

    Of one list alone it would not follow: a lower rate of another programme may be added to the general one.
    """
    scope = cache.part("us_tariff_scope", compiled_on(), {"authority": [authority]}, LISTS)
    rows = in_force(scope[scope["role"].isin(TAXED)], on)
    return len(rows) > 0 and bool((rows["rate_pct"] < rows["exporter_iso3"].map(on_all_goods(authority, "", on))).all())


def counted(place: str, is_exempt: bool, law: tuple[str, str], on: date) -> tuple[str, ...]:
    """The origins whose imports rows of lists on ``place`` are about; none where they are about every origin's.

    Goods are exempt for the origins that the ``law``, authority and programme, puts a duty on.
    """
    if place != EVERYBODY:
        return (place,)
    charged = tuple(on_all_goods(*law, on).index) if is_exempt else ()
    return () if EVERYBODY in charged else charged


def places(codes: Iterable[str]) -> str:
    """Origins in a sentence: by name where they are few."""
    codes, names = set(codes), cache.country_names()
    if EVERYBODY in codes:
        return SAY("law.every_origin")
    listed = sorted({names[code] for code in codes})
    if len(listed) > NAMED:
        return SAY("law.origins_counted", count=terms.counted(len(listed)))
    return terms.listed([terms.with_article(name) for name in listed])


def no_list(authority: str, programme: str, as_of: date) -> str:
    """Why a law has no list of goods here: what our tables hold of its goods instead."""
    if authority == ORDINARY:
        return SAY("law.no_list", "ordinary")
    if authority == CHINAS:
        return _of_china(programme, as_of)
    day = terms.day(as_of)
    rows = rates_on(authority, programme, as_of)
    listed = rows[rows["product_code"] != ALL]
    if len(listed):
        count = terms.counted(listed["product_code"].nunique())
        return SAY("law.no_list", "by_origin", count=count, places=places(listed["exporter_iso3"]))
    if len(charged := on_all_goods(authority, programme, as_of)):
        return SAY("law.no_list", "all", places=places(charged.index), day=day)
    return SAY("law.no_list", "none", day=day)


def _of_china(programme: str, as_of: date) -> str:
    """The same of a duty of China, whose one list in our tables does not say which act named a line."""
    if programme == ON_ALL_US_GOODS:
        return SAY("law.no_list", "us_goods")
    lines = cache.table(CHINAS_LINES, as_of)
    if lines.empty:
        return SAY("law.no_list", "none", day=terms.day(as_of))
    of = terms.day(lines["published_on"].max())
    return SAY("law.no_list", "china", count=terms.number(len(lines)), of=of)
