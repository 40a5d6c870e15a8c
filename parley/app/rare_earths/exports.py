"""The section Exports: what China ships of magnets and rare earths, month by month; by destination in a block apart."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths import destinations
from parley.app.rare_earths.charts.exports import exports_caption, monthly_exports
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.measures import events as dated
from parley.measures import exports

EVENTS = ("mofcom-2025-18", "geneva", "london", "mofcom-2025-57", "mofcom-2025-70", "cn-general-licences")
TRADED = {exports.MAGNETS: "Magnets", exports.ALL_FORMS: "All forms"}

SAY = words.beside(__file__)


@dataclass(frozen=True)
class MonthlyExports:
    """What the block of exports by month shows: words, rows of the table, acts, and what its figure draws."""

    caption: Caption
    rows: pd.DataFrame
    acts: pd.DataFrame
    months: pd.DataFrame
    partners: list[str]
    mean_t: float | None

    def figure(self, palette: Palette) -> go.Figure:
        """The panels by month."""
        return monthly_exports(self.months, self.partners, self.mean_t, self.acts, palette)


def draw(as_of: date) -> None:
    """Exports by month, and magnets by destination."""
    figures.block("Exports by month", lambda: by_month(as_of))
    destinations.draw(as_of)


def by_month(as_of: date) -> Figure:
    """Exports of the goods chosen, month by month, beside the acts."""
    goods = controls.choose("Goods", list(TRADED), "rare_goods", TRADED.__getitem__)
    sold = months_of(goods, as_of)
    return Figure(
        "rare_exports", sold.caption, sold.rows, {"Chart": sold.figure}, events=sold.acts, state=(goods, as_of)
    )


@kept
def months_of(goods: str, as_of: date) -> MonthlyExports:
    """Exports of magnets, or of all forms, by month. Raises NothingToShowError before the first published month."""
    partners = ["WLD", "USA"] if goods == exports.MAGNETS else ["WLD"]
    table = cache.table("china_rare_earth_exports", as_of)
    months = exports.months(table, goods, partners)
    if months.empty:
        raise NothingToShowError(SAY("exports.none", goods=SAY("exports.goods", goods), day=terms.day(as_of)))
    before = exports.year_row(table, goods, "USA", 2024)
    mean = float(before["per_month_t"].iloc[0]) if len(before) else None
    acts = dated.between(
        dated.key_events(cache.table("events", as_of), EVENTS), months["period_start"].min(), months["period_end"].max()
    )
    caption = exports_caption(months, partners, mean, goods)
    return MonthlyExports(caption, exports.with_year(months, before), acts, months, partners, mean)
