"""What the models answer: ten points more on one product of an origin, no extra US duties on one economy."""

from dataclasses import replace
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.look_up import product_trade, things
from parley.app.what_if import starting_duties, trade_base
from parley.calibration.world import EUROPEAN_UNION
from parley.charts.bars import bars, bold
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers import world, world_bands
from parley.results.answers.product import by_origin, over_horizons
from parley.results.answers.product_solution import outcome
from parley.terms.goods import named

SAY = words.beside(__file__)
CHINA, US = "CHN", "USA"
POINTS = 10.0
SHOWN = 8  # origins beside the one whose duty rises
COLUMNS = ["exporter_iso3", "name", "change_usd", "low_usd", "high_usd", "model", "base"]
LEAST_USD = 1.0  # what the solver leaves of nothing
OUTCOMES = {
    "real_income_change_pct": "Real income",
    "price_change_pct": "Prices of what it buys",
    "exports_change_pct": "Exports to all economies",
    "imports_change_pct": "Imports from all economies",
}
DECIMALS = 2


@kept
def ten_points(code: str, goods: str, origin: str, as_of: date) -> Figure:
    """The change of US imports by origin with ten points more. Raises NothingToShowError where none were imported, and
    on a day that knew no imports by product, on which the model rests.
    """
    product_trade.years(as_of)
    rows = changes(code, things.law_place(origin), as_of)
    of = goods if len(code) <= 6 else named(code[:6], things.described(code))
    views = {"Chart": lambda palette: change_bars(rows.head(1 + SHOWN), palette)}
    caption = change_caption(rows, of, cache.place(things.law_place(origin)), POINTS)
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
    goods = [Goods("chapter", code)] if len(code) == 2 else [Goods("hs6", each) for each in things.subheadings(code)]
    moved = tuple(TariffChange(US, origin, POINTS, "additional", part) for part in goods)
    scenario = Scenario(as_of, tariffs=moved, **trade_base.default(as_of))
    solved = outcome(scenario)
    rows = by_origin(solved, over_horizons(solved))
    rows = rows[(rows["change_usd"].abs() >= LEAST_USD) | (rows["exporter_iso3"] == origin)]
    raised = rows[rows["exporter_iso3"] == origin]
    if abs(float(raised["change_usd"].iloc[0])) < LEAST_USD:
        raise NothingToShowError(SAY("model.no_imports", base=trade_base.of(scenario)))
    others = rows[rows["exporter_iso3"] != origin]
    ordered = pd.concat([raised, others.loc[others["change_usd"].abs().sort_values(ascending=False).index]])
    names, records = cache.country_names(), trade_base.stamp(scenario)
    return ordered.assign(
        name=ordered["exporter_iso3"].map(lambda each: names.get(each, each)),
        model="product partial equilibrium",
        base=trade_base.of(scenario),
        **records,
    ).reset_index(drop=True)[[*COLUMNS, *records]]


def change_bars(rows: pd.DataFrame, palette: Palette) -> go.Figure:
    """One bar an origin to either side of zero with whiskers from low to high.

    ``rows``: exporter_iso3, name, change_usd, low_usd, high_usd, in the order to draw.
    """
    figures = rows[["change_usd", "low_usd", "high_usd"]]
    scale, unit = (1e9, "bn") if figures.abs().max().max() >= 0.5e9 else (1e6, "m")
    change, low, high = (figures[name] / scale for name in figures)
    return bars(
        rows,
        palette,
        value=change,
        unit=unit,
        colour=[palette.country(code) for code in rows["exporter_iso3"]],
        text={"Value": bold(rows["change_usd"].map(_moved))},
        low=low,
        high=high,
        hover=[_head(row) for row in rows.to_dict("records")],
    )


def _head(row: dict[Any, Any]) -> str:
    low, high = sorted((float(row["low_usd"]), float(row["high_usd"])))
    return f"{row['name']}, {_moved(float(row['change_usd']))} ({_moved(low)} to {_moved(high)})"


def _moved(change_usd: float) -> str:
    return f"{'+' if change_usd > 0 else terms.MINUS if change_usd < 0 else ''}{_two_figures(change_usd)}"


def _two_figures(change_usd: float) -> str:
    return terms.usd(float(f"{abs(change_usd):.2g}"), 2)


def _ranged(change_usd: float, low_usd: float, high_usd: float) -> str:
    """The size of a change with its range in the same unit: ``$2.2bn (1.4–2.8)``."""
    size = float(f"{abs(change_usd):.2g}")
    unit = next((scale for scale in (1e9, 1e6) if size >= scale), 1.0)
    least, most = (terms.significant(end / unit, 2) for end in sorted((abs(low_usd), abs(high_usd))))
    return f"{_two_figures(change_usd)}{terms.NBSP}({least}{terms.DASH}{most})"


def change_caption(rows: pd.DataFrame, goods: str, place: str, points: float) -> Caption:
    """What the origin whose duty rises loses. ``rows``: that origin first, all the others."""
    raised = rows.iloc[0]
    sure = raised["high_usd"] < 0 or raised["low_usd"] > 0
    less = _ranged(*(float(raised[end]) for end in ("change_usd", "low_usd", "high_usd")))
    fields = {"goods": goods, "place": place, "points": terms.counted(round(points))}
    finding = SAY("model.title", "alone", less=less, **fields) if sure else SAY("model.title", "open", **fields)
    return Caption(finding, SAY("model.measure"))


@kept
def without_duties(iso3: str, as_of: date) -> pd.DataFrame:
    """The outcomes of an economy were all extra US duties of the day to end, in percent, with their ranges.

    Columns economy_iso3, outcome, change_pct, low_pct, high_pct, method, model, source_id. Raises NothingToShowError
    where the model does not hold the economy apart, or the tables do not hold the day's laws one by one.
    """
    if iso3 not in world.world().economy.names:
        case = "union" if iso3 == EUROPEAN_UNION else "rest" if iso3 in world.world().members else "none"
        raise NothingToShowError(SAY("ended", case, name=cache.place(iso3)))
    scenario = replace(starting_duties.start(as_of), tariffs=starting_duties.without_extra_duties(as_of))
    if not scenario.tariffs:
        raise NothingToShowError(SAY("ended.no_laws", day=terms.day(as_of)))
    answers = world.point(scenario).by_economy
    ranges = world_bands.world_ranges(scenario)
    answer = answers[answers["economy"] == iso3]
    rows = []
    for name in OUTCOMES:
        at = ranges.beside(answer, "by_economy", name).iloc[0]
        rows.append((iso3, name, float(at[name]), float(at["low_pct"]), float(at["high_pct"])))
    columns = ["economy_iso3", "outcome", "change_pct", "low_pct", "high_pct"]
    return pd.DataFrame(rows, columns=columns).assign(
        method=ranges.method, model="one-sector world", source_id="baci_world_matrix_2023"
    )


def ended(iso3: str, as_of: date) -> Figure:
    """The same as a list. Raises NothingToShowError as ``without_duties`` does."""
    rows = without_duties(iso3, as_of)
    short = pd.DataFrame(
        [
            (
                OUTCOMES[str(row["outcome"])],
                terms.change_pct(row["change_pct"], DECIMALS),
                SAY("ended.span", low=_change(row["low_pct"]), high=_change(row["high_pct"])),
            )
            for row in rows.to_dict("records")
        ],
        columns=["Outcome", "Change", "Range"],
    )
    income = rows.iloc[0]
    low, change, high = (_change(float(income[name])) for name in ("low_pct", "change_pct", "high_pct"))
    # one model of three, which need not agree: its figure under its own name, and no direction claimed
    case = "open" if income["low_pct"] < 0 < income["high_pct"] else "sure"
    finding = SAY("ended.title", case, name=cache.place(iso3), change=change, low=low, high=high)
    measure = SAY("ended.measure", day=terms.day(as_of))
    caption = Caption(finding, measure)
    return Figure("look_up_ended", caption, rows, short=short, note=SAY("ended.note"))


def _change(value_pct: float) -> str:
    return terms.change_pct(value_pct, DECIMALS)
