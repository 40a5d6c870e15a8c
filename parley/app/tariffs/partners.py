"""The subject Partners: the average US tariff on other countries on the day, its change since another, and a map."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import address, cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.tariffs.charts import partner_map
from parley.app.tariffs.charts import partners as charts
from parley.measures import partners, two_days
from parley.measures.tariffs import in_force
from parley.tables import compiled_on

SAY = words.beside(__file__)
TILE_COLUMNS = ["partner", "exporter_iso3", "iso2", "rate_pct", "valid_from", "vintage", "source_id"]
BY_LAW, MAP = "By law", "Map"
ALONE = "No other day"
FORMER = {"By law, line by line": BY_LAW, "Waugh, totals": BY_LAW}
STEPS = "us_tariff_origin_steps"
SHOWN = 15


def draw(as_of: date) -> None:
    """The largest suppliers by the tariff on them or by its change, or a map of all."""
    figures.block("Partners", lambda: chosen(as_of))


def chosen(as_of: date) -> Figure:
    """Stacked bars of the day, pairs of marks for it and an earlier day, or tiles."""
    address.rename("tariff_partners_by", FORMER)
    if controls.choose("Show", [BY_LAW, MAP], "tariff_partners_by") == MAP:
        return tiles(as_of)
    days = {terms.day(day): day for day in days_of(as_of)}
    before = days.get(controls.select("Compared with", [ALONE, *days], "tariff_before", ALONE))
    return by_law(as_of) if before is None else changed(before, as_of)


@kept
def days_of(as_of: date) -> list[pd.Timestamp]:
    """The days before the as-of date on which the average tariff on a partner changed, the newest first."""
    every = two_days.change_days(cache.table(STEPS, as_of), pd.Timestamp(as_of))
    return [day for day in every if day < pd.Timestamp(as_of)]


def _largest() -> list[str]:
    return partners.largest_suppliers(cache.table("us_imports_hs6_2024", compiled_on()))


@kept
def by_law(as_of: date) -> Figure:
    """The average tariff by law on the largest suppliers; the rows are all. Raises NothingToShowError without rates."""
    steps = in_force(cache.table(STEPS, as_of), as_of)
    if steps.empty:
        raise NothingToShowError(SAY("partners.none", day=terms.day(as_of)))
    rates = steps.groupby(["exporter_iso3", "authority"], as_index=False).agg(
        rate_pct=("rate_pct", "sum"), valid_from=("valid_from", "max"), source_id=("source_id", "first")
    )
    rates = rates.assign(vintage=pd.Timestamp("NaT"))
    every = partners.ranked(rates, list(rates["exporter_iso3"].unique()), cache.country_names())
    rows = every[every["exporter_iso3"].isin(_largest())].reset_index(drop=True)
    caption = charts.partners_caption(rows, pd.Timestamp(as_of), as_of < compiled_on())
    views = {"Chart": lambda palette: charts.partner_bars(rows, palette)}
    return Figure("tariff_partners", caption, every, views, note=SAY("partners.note"), state=(as_of,))


@kept
def changed(before: pd.Timestamp, as_of: date) -> Figure:
    """The average tariff on the largest suppliers on both days, the Union as one; the rows are all partners."""
    rows = two_days.compared(cache.table(STEPS, as_of), ["exporter_iso3"], before, pd.Timestamp(as_of))
    rows.insert(0, "name", rows["exporter_iso3"].map(cache.country_names()))
    drawn = rows[rows["exporter_iso3"].isin(_largest())].reset_index(drop=True)
    views = {"Chart": lambda palette: charts.rate_pairs(drawn, palette)}
    caption, state = charts.change_caption(drawn), (before, as_of)
    return Figure("tariff_two_partners", caption, rows, views, note=SAY("partners.note"), state=state)


@kept
def tiles(as_of: date) -> Figure:
    """The average tariff on every country that has a tile. Raises NothingToShowError without rates."""
    steps, countries = cache.table("us_tariff_partner_steps", as_of), cache.table("countries", as_of)
    day = partners.last_known_day(steps, as_of)
    rows = partners.totals_by_law(steps, day)
    rows = rows[rows["exporter_iso3"].isin(list(partner_map.WORLD.places))]
    if rows.empty:
        raise NothingToShowError(SAY("partners.none", day=terms.day(as_of)))
    named = countries.set_index("iso3")
    rows = rows.assign(partner=rows["exporter_iso3"].map(named["name"]), iso2=rows["exporter_iso3"].map(named["iso2"]))
    rows = rows.sort_values("rate_pct", ascending=False, ignore_index=True)[TILE_COLUMNS]
    caption = partner_map.tiles_caption(rows, day, as_of < compiled_on())
    views = {"Map": lambda palette: partner_map.tile_map(rows, palette)}
    behind = SAY("map.behind") if day < partners.settled(as_of) else ""
    return Figure("tariff_map", caption, rows, views, note=SAY("map.note", behind=behind).strip(), state=(as_of,))
