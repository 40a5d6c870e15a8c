"""What the product model answers to ten points more on one product of one origin, with its range."""

from datetime import date

import pandas as pd

from parley import words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up import product_trade, things
from parley.app.look_up.charts import model as charts
from parley.app.what_if import starting_duties, trade_base
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.product import by_origin, over_horizons
from parley.results.product_solution import outcome
from parley.terms.goods import named

SAY = words.beside(__file__)
CHINA, US = "CHN", "USA"
POINTS = 10.0
SHOWN = 8  # origins beside the one whose duty rises
COLUMNS = ["exporter_iso3", "name", "change_usd", "low_usd", "high_usd", "model", "base"]
LEAST_USD = 1.0  # what the solver leaves of nothing


@kept
def ten_points(code: str, goods: str, origin: str, as_of: date) -> Figure:
    """The change of US imports by origin with ten points more. Raises NothingToShowError where none were imported, and
    on a day that knew no imports by product, on which the model rests.
    """
    product_trade.years(as_of)
    rows = changes(code, things.law_place(origin), as_of)
    place = cache.place(things.law_place(origin))
    own, others = rows.iloc[:1], rows.iloc[1:].head(SHOWN)
    drawn = pd.concat([own, others], ignore_index=True)
    of = goods if len(code) <= 6 else named(code[:6], things.described(code))
    views = {"Chart": lambda palette: charts.change_bars(drawn, palette)}
    caption = charts.change_caption(rows, of, place, POINTS)
    note = SAY("model.note", base=str(rows["base"].iloc[0]))
    return Figure("look_up_model", caption, rows, views, note=note, state=(code, origin, as_of))


@kept
def changes(code: str, origin: str, as_of: date) -> pd.DataFrame:
    """US imports by origin at rest and with ten points more on the goods from one origin, which stands first.

    Columns ``COLUMNS``, of which low_usd and high_usd are the lowest and highest of the three horizons and base is the
    trade they rest on, and the source records of that trade. Origins whose imports do not move are left out. Raises
    NothingToShowError.
    """
    market = starting_duties.inputs().us
    if origin not in market.origins:
        raise NothingToShowError(SAY("model.no_origin"))
    moved = tuple(TariffChange(US, origin, POINTS, "additional", part) for part in _goods(code))
    scenario = Scenario(as_of, tariffs=moved, **trade_base.default(as_of))
    solved = outcome(scenario)
    rows = by_origin(solved, over_horizons(solved))
    rows = rows[(rows["change_usd"].abs() >= LEAST_USD) | (rows["exporter_iso3"] == origin)]
    own = rows[rows["exporter_iso3"] == origin]
    if abs(float(own["change_usd"].iloc[0])) < LEAST_USD:
        raise NothingToShowError(SAY("model.no_imports", base=trade_base.of(scenario)))
    others = rows[rows["exporter_iso3"] != origin]
    ordered = pd.concat([own, others.loc[others["change_usd"].abs().sort_values(ascending=False).index]])
    names, records = cache.country_names(), trade_base.stamp(scenario)
    return ordered.assign(
        name=ordered["exporter_iso3"].map(lambda each: names.get(each, each)),
        model="product partial equilibrium",
        base=trade_base.of(scenario),
        **records,
    ).reset_index(drop=True)[[*COLUMNS, *records]]


def _goods(code: str) -> list[Goods]:
    """The goods of a code as the model names them: a chapter, or subheadings."""
    if len(code) == 2:
        return [Goods("chapter", code)]
    return [Goods("hs6", each) for each in things.subheadings(code)]
