"""Where China's magnets go: tonnes as reported, value of a whole year, and what arrives in Europe."""

from collections.abc import Callable
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import countries, terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import arrivals as arrival_charts
from parley.app.rare_earths.charts import destinations as charts
from parley.charts.figure import Caption
from parley.measures import events as dated
from parley.measures import exports

EVENTS = ("mofcom-2025-18", "geneva", "mofcom-2025-70", "cn-general-licences")
METAL_MAGNETS, RARE_EARTH_MAGNETS = "850511", "85051110"  # HS 2017, all of metal; CN 2024, those of rare earths
EU_GOODS = "rare-earth magnets"
LARGEST = 12
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """One of the views for which figures were known on the date."""
    figures.block("Exports by destination", lambda: by_destination(as_of))


def by_destination(as_of: date) -> Figure:
    """The destinations by the figures chosen."""
    offered = views_known(as_of)
    if not offered:
        raise NothingToShowError(SAY("destinations.none", day=terms.day(as_of)))
    return VIEWS[controls.choose("Figures", offered, "rare_destinations_of")](as_of)


@kept
def views_known(as_of: date) -> list[str]:
    """The names of the views with figures on the date."""
    tables = {
        TONNES: periods_told(as_of),
        VALUE: list(cache.table("china_critical_exports_2024", as_of).index),
        ARRIVALS: list(arrivals(as_of).index),
    }
    return [name for name, rows in tables.items() if rows]


def by_tonnes(as_of: date) -> Figure:
    """Tonnes by destination in the period chosen, as reports gave them."""
    return _tonnes_of(controls.choose("Period", periods_told(as_of), "rare_period"), as_of)


@kept
def _tonnes_of(period: str, as_of: date) -> Figure:
    rows = in_period(period, as_of)
    return Figure(
        "rare_destinations",
        charts.destinations_caption(rows, period),
        rows,
        {"Chart": lambda palette: charts.destination_bars(rows, palette)},
        state=(TONNES, period, as_of),
    )


def by_value(as_of: date) -> Figure:
    """The value of the whole of 2024 by destination."""
    sold = value_of_2024(as_of)
    return Figure(
        "rare_destinations_value",
        sold.caption,
        sold.rows,
        {"Chart": lambda palette: charts.destination_bars(sold.rows, palette, "value_usd")},
        state=(VALUE, as_of),
    )


@kept
def by_arrivals(as_of: date) -> Figure:
    """What arrived in the EU and the UK."""
    rows, acts = arrivals(as_of), acts_on_arrivals(as_of)
    return Figure(
        "rare_arrivals",
        arrival_charts.caption(rows),
        rows,
        {"Chart": lambda palette: arrival_charts.panels(rows, acts, palette)},
        note="" if controls.is_latest() else SAY("destinations.revised"),
        events=acts,
        state=(ARRIVALS, as_of),
    )


TONNES, VALUE, ARRIVALS = "Tonnes as reported", "Value in 2024", "Arrivals in Europe"
VIEWS: dict[str, Callable[[date], Figure]] = {TONNES: by_tonnes, VALUE: by_value, ARRIVALS: by_arrivals}


class ByValue(NamedTuple):
    """Words and rows of the value of a year by destination."""

    caption: Caption
    rows: pd.DataFrame


@kept
def periods_told(as_of: date) -> list[str]:
    """The periods with several destinations, the latest first."""
    return list(exports.periods_told(cache.table("china_rare_earth_exports", as_of), exports.MAGNETS)["period"])


@kept
def in_period(period: str, as_of: date) -> pd.DataFrame:
    """Magnets by destination in one of ``periods_told``, countries by name."""
    table = cache.table("china_rare_earth_exports", as_of)
    return _named(exports.by_destination(table, exports.MAGNETS, period), "Not reported by destination")


@kept
def value_of_2024(as_of: date) -> ByValue:
    """All permanent magnets of metal by destination, the largest and the others, with the EU's share in words."""
    table = cache.table("china_critical_exports_2024", as_of)
    rows = _named(exports.by_value(table, METAL_MAGNETS, LARGEST), "All others")
    magnets = table[table["hs6"] == METAL_MAGNETS].set_index("partner_iso3")["value_usd"]
    eu_share_pct = float(magnets[magnets.index.isin(countries.union_members())].sum() / magnets.sum() * 100)
    return ByValue(charts.value_caption(rows, eu_share_pct), rows)


@kept
def arrivals(as_of: date) -> pd.DataFrame:
    """Rare-earth magnets from China that arrived in the EU and the UK, as far as known on the date."""
    windows, months = (cache.table(t, as_of) for t in ("eu_imports_around_controls", "uk_critical_imports_monthly"))
    return exports.arrivals(windows, months, EU_GOODS, RARE_EARTH_MAGNETS)


@kept
def acts_on_arrivals(as_of: date) -> pd.DataFrame:
    """The acts on magnets within the time shown."""
    acts, rows = dated.key_events(cache.table("events", as_of), EVENTS), arrivals(as_of)
    return dated.between(acts, rows["period_start"].min(), rows["period_end"].max())


def _named(rows: pd.DataFrame, rest: str) -> pd.DataFrame:
    names = {**cache.country_names(), "ROW": rest}
    return rows.assign(destination=rows["destination_iso3"].map(names))
