"""Where China's magnets go: tonnes as reported, value of a whole year, and what arrives in Europe."""

from collections.abc import Callable
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import streamlit as st

from parley import terms
from parley.app.kit import blocks, cache, controls
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.rare_earths.charts import arrivals as arrival_charts
from parley.app.rare_earths.charts import destinations as charts
from parley.charts.figure import Caption
from parley.measures import events as dated
from parley.measures import exports

EVENTS = ("mofcom-2025-18", "geneva", "mofcom-2025-70", "cn-general-licences")
METAL_MAGNETS, RARE_EARTH_MAGNETS = "850511", "85051110"  # HS 2017, all of metal; CN 2024, those of rare earths
EU_GOODS = "rare-earth magnets"
LARGEST = 12


def draw(as_of: date) -> None:
    """One of the views for which figures were known on the date."""

    @blocks.live("Exports by destination")
    def _() -> None:
        heading = st.container(gap="xxsmall")
        known = cache.derived("destination views", (as_of,), lambda: views_known(as_of))
        if not known:
            raise NothingToShowError(f"No figure of magnets by destination was known on {terms.day(as_of)}.")
        VIEWS[controls.choose("Figures", known, "rare_destinations_of")](as_of, heading)


def views_known(as_of: date) -> list[str]:
    """The names of the views with figures on the date."""
    tables = {
        TONNES: periods_told(as_of),
        VALUE: list(cache.table("china_critical_exports_2024", as_of).index),
        ARRIVALS: list(arrivals(as_of).index),
    }
    return [name for name, rows in tables.items() if rows]


def _tonnes(as_of: date, heading: Any) -> None:
    periods = cache.derived("export periods", (as_of,), lambda: periods_told(as_of))
    period = controls.choose("Period", periods, "rare_period")
    rows = cache.derived("destinations", (period, as_of), lambda: by_destination(period, as_of))
    blocks.chart_block(
        charts.destinations_caption(rows, period),
        rows,
        {"Chart": lambda palette: charts.destination_bars(rows, palette)},
        "rare_destinations",
        heading=heading,
        state=(TONNES, period, as_of),
    )


def _value(as_of: date, heading: Any) -> None:
    sold = cache.derived("destinations by value", (as_of,), lambda: by_value(as_of))
    blocks.chart_block(
        sold.caption,
        sold.rows,
        {"Chart": lambda palette: charts.destination_bars(sold.rows, palette, "value_usd")},
        "rare_destinations_value",
        heading=heading,
        state=(VALUE, as_of),
    )


def _arrivals(as_of: date, heading: Any) -> None:
    rows = cache.derived("arrivals", (as_of,), lambda: arrivals(as_of))
    acts = cache.derived("arrival acts", (as_of,), lambda: acts_between(as_of, rows))
    blocks.chart_block(
        arrival_charts.caption(rows),
        rows,
        {"Chart": lambda palette: arrival_charts.panels(rows, acts, palette)},
        "rare_arrivals",
        note="" if controls.is_latest() else "Figures as revised since; days of release are estimated",
        below=lambda: blocks.event_key(acts),
        heading=heading,
        state=(ARRIVALS, as_of),
    )


TONNES, VALUE, ARRIVALS = "Tonnes as reported", "Value in 2024", "Arrivals in Europe"
VIEWS: dict[str, Callable[[date, Any], None]] = {TONNES: _tonnes, VALUE: _value, ARRIVALS: _arrivals}


class ByValue(NamedTuple):
    """Words and rows of the value of a year by destination."""

    caption: Caption
    rows: pd.DataFrame


def periods_told(as_of: date) -> list[str]:
    """The periods with several destinations, that with most first."""
    return list(exports.periods_told(cache.table("china_rare_earth_exports", as_of), exports.MAGNETS)["period"])


def by_destination(period: str, as_of: date) -> pd.DataFrame:
    """Magnets by destination in one of ``periods_told``, countries by name."""
    table = cache.table("china_rare_earth_exports", as_of)
    return _named(exports.by_destination(table, exports.MAGNETS, period), "Not reported by destination")


def by_value(as_of: date) -> ByValue:
    """All permanent magnets of metal by destination, the largest and the others, with the EU's share in words."""
    table, countries = cache.table("china_critical_exports_2024", as_of), cache.table("countries", as_of)
    rows = _named(exports.by_value(table, METAL_MAGNETS, LARGEST), "All others")
    members = countries.loc[countries["is_eu27"] & ~countries["is_aggregate"], "iso3"]
    magnets = table[table["hs6"] == METAL_MAGNETS].set_index("partner_iso3")["value_usd"]
    eu_share_pct = float(magnets[magnets.index.isin(members)].sum() / magnets.sum() * 100)
    return ByValue(charts.value_caption(rows, eu_share_pct), rows)


def arrivals(as_of: date) -> pd.DataFrame:
    """Rare-earth magnets from China that arrived in the EU and the UK, as far as known on the date."""
    windows, months = (cache.table(t, as_of) for t in ("eu_imports_around_controls", "uk_critical_imports_monthly"))
    return exports.arrivals(windows, months, EU_GOODS, RARE_EARTH_MAGNETS)


def acts_between(as_of: date, rows: pd.DataFrame) -> pd.DataFrame:
    """The acts on magnets within the time shown."""
    acts = dated.key_events(cache.table("events", as_of), EVENTS)
    return dated.between(acts, rows["period_start"].min(), rows["period_end"].max())


def _named(rows: pd.DataFrame, rest: str) -> pd.DataFrame:
    names = {**cache.country_names(), "ROW": rest}
    return rows.assign(destination=rows["destination_iso3"].map(names))
