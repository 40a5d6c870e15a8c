"""The section Two dates: the law of an earlier day beside that of the as-of date, by partner, by sector, by layer."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import blocks, cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Content, Figure
from parley.app.tariffs.charts import two_days as charts
from parley.measures import partners, two_days
from parley.tables import compiled_on

SAY = words.beside(__file__)
PARTNERS, SECTORS = "By partner", "By sector"
ORIGIN_STEPS, SECTOR_STEPS = "us_tariff_origin_steps", "us_tariff_sector_steps"
SHOWN = 15
DUTIES_OF_2025 = pd.Timestamp("2025-02-04")


def draw(as_of: date) -> None:
    """Average duties on both days, and the layers that moved between them."""
    figures.block("Two dates", lambda: compared(as_of))


def compared(as_of: date) -> list[Content]:
    """The averages of the kind chosen on the earlier day chosen and now, and the layers that moved."""
    kind = controls.choose("Averages", [PARTNERS, SECTORS], "tariff_two_by")
    days = days_of(kind, as_of)
    before = controls.select("Earlier day", days, "tariff_before", _first(days), terms.day)
    last = partners.last_known_day(cache.table(SECTOR_STEPS, as_of), as_of)
    if kind == SECTORS and before >= last:
        return [lambda: blocks.note(SAY("two.no_later", day=terms.day(last))), layers(before, as_of)]
    averages = by_partner(before, as_of) if kind == PARTNERS else by_sector(before, as_of)
    return [averages, layers(before, as_of)]


@kept
def days_of(kind: str, as_of: date) -> list[pd.Timestamp]:
    """The days before the as-of date on which the average duty on a partner or sector changed, the newest first.

    Raises NothingToShowError before the second of them.
    """
    if kind == SECTORS:
        steps = cache.table(SECTOR_STEPS, as_of)
        every = two_days.change_days(steps, partners.last_known_day(steps, as_of))
        every = [day for day in every if not partners.is_before_the_end(day)]
    else:
        every = two_days.change_days(cache.table(ORIGIN_STEPS, as_of), pd.Timestamp(as_of))
    days = [day for day in every if day < pd.Timestamp(as_of)]
    if not days:
        raise NothingToShowError(SAY("two.none", day=terms.day(as_of)))
    return days


def _first(days: list[pd.Timestamp]) -> pd.Timestamp:
    """The day to begin with: the newest before the duties of 2025, else the oldest."""
    return next((day for day in days if day < DUTIES_OF_2025), days[-1])


@kept
def by_partner(before: pd.Timestamp, as_of: date) -> Figure:
    """The average duty on the largest suppliers on both days, the Union as one; the rows are all partners."""
    steps, names = cache.table(ORIGIN_STEPS, as_of), cache.country_names()
    rows = two_days.compared(steps, ["exporter_iso3"], before, pd.Timestamp(as_of))
    rows.insert(0, "name", rows["exporter_iso3"].map(names))
    sold = cache.table("us_imports_hs6_2024", compiled_on()).groupby("exporter_iso3")["value_usd"].sum()
    drawn = rows[rows["exporter_iso3"].isin(sold.nlargest(SHOWN).index)].reset_index(drop=True)
    return _figure("tariff_two_partners", drawn, rows, "partner", SAY("two.note_partner"), before, as_of)


@kept
def by_sector(before: pd.Timestamp, as_of: date) -> Figure:
    """The average duty on the sectors whose rate moved most; the rows are all sectors."""
    steps = cache.table(SECTOR_STEPS, as_of)
    rows = two_days.compared(steps, ["sector", "sector_name"], before, partners.last_known_day(steps, as_of))
    rows = rows.rename(columns={"sector_name": "name"}).assign(name=lambda own: own["name"].map(terms.sector))
    return _figure("tariff_two_sectors", rows.head(SHOWN), rows, "sector", SAY("two.note_sector"), before, as_of)


def _figure(
    name: str, drawn: pd.DataFrame, rows: pd.DataFrame, kind: str, note: str, before: pd.Timestamp, as_of: date
) -> Figure:
    views = {"Chart": lambda palette: charts.rate_pairs(drawn, palette)}
    caption = charts.averages_caption(drawn, len(rows), kind)
    return Figure(name, caption, rows, views, note=note, state=(before, as_of))


@kept
def layers(before: pd.Timestamp, as_of: date) -> Figure:
    """The duties that began, ended or changed between both days, each with its act."""
    rows = two_days.layers(cache.table("tariff_layers", as_of), before, pd.Timestamp(as_of))
    if rows.empty:
        raise NothingToShowError(SAY("two.same", before=terms.day(before), day=terms.day(as_of)))
    return Figure("tariff_two_layers", charts.layers_caption(rows), rows, short=charts.layer_list(rows))
