"""The section By partner: the average US rate on other countries."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import by_partner as charts
from parley.app.tariffs.charts import partner_map
from parley.charts.figure import Caption
from parley.measures import partners
from parley.measures.tariffs import in_force
from parley.tables import compiled_on

SAY = words.beside(__file__)
TILE_COLUMNS = ["partner", "exporter_iso3", "iso2", "rate_pct", "valid_from", "vintage", "source_id"]
BY_LAW, TOTALS = "By law, line by line", "Waugh, totals"
MAP_BY = "Yale, by legal authority"


def draw(as_of: date) -> None:
    """The largest suppliers, ranked by the rate on them, and a map of all."""
    figures.block("Partners", lambda: largest_partners(as_of))
    figures.block("Map of partners", lambda: map_of_partners(as_of))


def largest_partners(as_of: date) -> Figure:
    """The largest suppliers, ranked by the rate of the provider chosen."""
    provider = controls.choose("Provider", [BY_LAW, TOTALS], "tariff_partners_by")
    caption, rates = partners_of_us(provider, as_of)
    views = {"Chart": lambda palette: charts.partner_bars(rates, palette)}
    note = SAY("partners.note") if provider == BY_LAW else ""
    return Figure("tariff_partners", caption, rates, views, note=note, state=(provider, as_of))


def map_of_partners(as_of: date) -> Figure:
    """The rate on every country that has a tile."""
    caption, rates = tiles_of_us(as_of)
    views = {"Map": lambda palette: partner_map.tile_map(rates, palette)}
    return Figure("tariff_map", caption, rates, views, note=SAY("map.note"), state=(as_of,))


@kept
def partners_of_us(provider: str, as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The average US rate on the largest suppliers, by law or by Waugh. Raises NothingToShowError without rates."""
    rates, day = _waugh(as_of) if provider == TOTALS else _by_law(as_of)
    if rates.empty:
        raise NothingToShowError(SAY("partners.none", provider=provider, day=terms.day(as_of)))
    largest = partners.largest_suppliers(cache.table("us_imports_hs6_2024", compiled_on()))
    rows = partners.ranked(rates, largest, cache.country_names())
    return charts.partners_caption(rows, day, provider, as_of < compiled_on(), _is_behind(day, as_of)), rows


def _is_behind(day: pd.Timestamp, as_of: date) -> bool:
    """Whether the law of a later day than that of the rates is asked for."""
    return day < partners.settled(as_of)


def _waugh(as_of: date) -> tuple[pd.DataFrame, pd.Timestamp]:
    rates = partners.waugh_totals(cache.table("average_tariffs", as_of))
    return rates, rates["date"].max()


def _by_law(as_of: date) -> tuple[pd.DataFrame, pd.Timestamp]:
    rows = in_force(cache.table("us_tariff_origin_steps", as_of), as_of)
    by_law = rows.groupby(["exporter_iso3", "authority"], as_index=False).agg(
        rate_pct=("rate_pct", "sum"), valid_from=("valid_from", "max"), source_id=("source_id", "first")
    )
    return by_law.assign(vintage=pd.Timestamp("NaT")), pd.Timestamp(as_of)


@kept
def tiles_of_us(as_of: date) -> tuple[Caption, pd.DataFrame]:
    """The average US rate on every country that has a tile. Raises NothingToShowError without rates."""
    steps, countries = cache.table("us_tariff_partner_steps", as_of), cache.table("countries", as_of)
    day = partners.last_known_day(steps, as_of)
    rows = partners.totals_by_law(steps, day)
    rows = rows[rows["exporter_iso3"].isin(list(partner_map.WORLD.places))]
    if rows.empty:
        raise NothingToShowError(SAY("partners.none", provider=MAP_BY, day=terms.day(as_of)))
    named = countries.set_index("iso3")
    rows = rows.assign(partner=rows["exporter_iso3"].map(named["name"]), iso2=rows["exporter_iso3"].map(named["iso2"]))
    rows = rows.sort_values("rate_pct", ascending=False, ignore_index=True)[TILE_COLUMNS]
    return partner_map.tiles_caption(rows, day, as_of < compiled_on(), _is_behind(day, as_of)), rows
