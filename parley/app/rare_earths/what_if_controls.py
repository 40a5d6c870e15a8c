"""The controls of the licence what-if: refused licences by stage and place, months, stocks, cases, and their link."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import address, cache, card, card_choices, controls, session
from parley.app.kit.cache import kept
from parley.app.rare_earths import what_if_words
from parley.app.what_if import history
from parley.app.what_if.sliders import put
from parley.calibration.critical import DESTINATIONS, exports_april_may_2025_pct
from parley.charts.document import Scale
from parley.measures import exports
from parley.models.policy_parts import EVERYBODY, ExportChange, Goods
from parley.models.policy_scenario import Scenario
from parley.models.scenario import Horizon
from parley.results.answers.critical import MONTHS
from parley.tables.parameters import parameter

SUBJECT, IF_STOPPED = "Exports and what if licences stop", "If licences stop"
VIEW = "rare_destinations_of"  # the view of the subject
OPENED = {"rare_section": SUBJECT, VIEW: IF_STOPPED}
KEYS = {"mine": "rare_mine", "refine": "rare_refine", "magnet": "rare_magnet"}
AT_FIRST = {"mine": 0, "refine": 0, "magnet": 80}  # the size of cut the published losses are about
US_ALONE, ALL, SOME = "us", "all", "some"
WHO = {US_ALONE: "The US", ALL: "All", SOME: "Chosen"}
PAGE = "rare_what_if"
PARAMETERS = (*KEYS.values(), "rare_who", "rare_places", "rare_place", "rare_months", "rare_stocks", "rare_horizon")
HORIZONS: dict[Horizon, str] = {"first_year": "First year", "default": "Later", "long_run": "Long run"}
MOST_STOCKS, MOST_MONTHS = 24, 36
SPRING_2025 = pd.Timestamp("2025-05-01")
SAY = words.beside(__file__)


def scenario(
    as_of: date, refused: Mapping[str, int], places: Sequence[str], stocks: float, months: float, horizon: Horizon
) -> Scenario:
    """Refused licences in percent by stage, to these places, as a scenario; without any, exports stay as they were."""
    cuts = {stage: cut for stage, cut in refused.items() if cut > 0} or {"magnet": 0}
    changes = [
        ExportChange("CHN", place, Goods("stage", stage), limit_pct=100.0 - cut)
        for stage, cut in cuts.items()
        for place in places
    ]
    return Scenario(as_of, exports=changes, horizon=horizon, stock_months=stocks, restriction_months=months)


def draw(as_of: date) -> Scenario:
    """The left column; returns the scenario chosen."""
    with card.panel("controls"):
        with card.collected() as below:  # before the cases, whose list names the one these stand at
            refused = {
                stage: _slider(f"{what_if_words.STAGES[stage]}, refused", KEYS[stage], AT_FIRST[stage])
                for stage in KEYS
            }
            card_choices.note(measured(as_of), "rare_measured")
            who = controls.choose("Refused to", tuple(WHO), "rare_who", WHO.__getitem__)
            places: Sequence[str] = {US_ALONE: ["USA"], ALL: [EVERYBODY]}.get(who) or _chosen_places()
            months = _slider("Months it lasts", "rare_months", int(MONTHS), MOST_MONTHS, "months", 1)
            stocks = _slider("Stocks, months of use", "rare_stocks", _stocks(), MOST_STOCKS, "months")
            horizon = controls.choose("Time to adapt", tuple(HORIZONS), "rare_horizon", HORIZONS.__getitem__)
        _cases(as_of)
        card.add(below)
        history.buttons(PAGE)
        history.listing(PAGE)
        card_choices.button("Reset", "rare_reset", partial(put, at_rest()))
    return scenario(as_of, refused, places, float(stocks), float(months), horizon)


def _stocks() -> int:
    return round(parameter("critical_open_stock_months").value)


def _slider(label: str, key: str, default: int, most: int = 100, unit: str = "%", least: int = 0) -> int:
    return int(controls.slider(label, Scale(least, most, 1, unit), default, key))


def _chosen_places() -> list[str]:
    """The places picked; the United States where none is."""
    names = cache.country_names()
    return controls.several("Places", DESTINATIONS, "rare_places", names.__getitem__, ("USA", "JPN")) or ["USA"]


def place_shown(places: Sequence[str]) -> str:
    """The place whose loss is told, among those refused; the United States first."""
    order = sorted(places, key=lambda place: (place != "USA", places.index(place)))
    if len(order) == 1:
        return order[0]
    with card.panel("place"):
        return controls.select("Place shown", order, "rare_place", order[0], cache.country_names().__getitem__)


@kept
def measured(as_of: date) -> str:
    """Magnets to the United States in the newest month known, beside the mean month of 2024 once that was known."""
    table = cache.table("china_rare_earth_exports", as_of)
    newest = exports.latest_month(exports.months(table, exports.MAGNETS, ["USA"]), "USA")
    base = exports.year_row(table, exports.MAGNETS, "USA", 2024)
    if newest is None:
        return SAY("what_if.measured", "none")
    return SAY(
        "what_if.measured",
        "month" if base.empty else "mean",
        last=terms.tonnes(newest["quantity_t"]),
        month=terms.month(newest["period_start"]),
        mean="" if base.empty else terms.tonnes(base["per_month_t"].iloc[0]),
    )


def at_rest() -> dict[str, int | str]:
    """Every control at its first value."""
    first = {KEYS[stage]: cut for stage, cut in AT_FIRST.items()}
    return {
        **first,
        "rare_who": US_ALONE,
        "rare_months": int(MONTHS),
        "rare_stocks": _stocks(),
        "rare_horizon": "first_year",
    }


def _now() -> dict[str, int | str]:
    """Where the controls of a case stand, once they are drawn."""
    return {
        **{key: session.state()[key] for key in (*KEYS.values(), "rare_months", "rare_stocks")},
        "rare_who": controls.current("rare_who", tuple(WHO), names=WHO.__getitem__),
        "rare_horizon": controls.current("rare_horizon", tuple(HORIZONS), names=HORIZONS.__getitem__),
    }


def address_values(place: str) -> dict[str, str | list[str]]:
    """Every control's address parameter and what it shows there, defaults too; ``place`` is the one shown."""
    now = _now()
    shown: dict[str, Mapping[Any, str]] = {"rare_who": WHO, "rare_horizon": HORIZONS}
    written: dict[str, str | list[str]] = {
        key: str(shown[key].get(value, value)) if key in shown else str(value) for key, value in now.items()
    }
    names = cache.country_names()
    if now["rare_who"] == SOME:
        written["rare_places"] = list(address.parameters().get("rare_places", ()))
    if now["rare_who"] != US_ALONE:
        written["rare_place"] = names[place]
    return {**OPENED, **written}


def cases(as_of: date) -> dict[str, dict[str, int | str]]:
    """Where the sliders stand in each case: nothing refused, spring 2025 as customs recorded it, the published cuts."""
    rest = at_rest()
    by_name = {"Nothing refused": {**rest, "rare_magnet": 0}}
    cut = _recorded_cut(as_of)
    if cut is not None:
        by_name["April–May 2025"] = {**rest, "rare_refine": cut, "rare_magnet": cut, "rare_who": ALL}
    by_name["Magnets 80%"] = rest
    by_name["Embargo"] = {**rest, "rare_refine": 100, "rare_magnet": 100}
    return by_name


@kept
def _recorded_cut(as_of: date) -> int | None:
    """By how many percent exports of magnets fell in spring 2025; None on a day before it was known."""
    table = cache.table("china_rare_earth_exports", as_of)
    is_spring = (table["period_start"] == SPRING_2025) & (table["destination_iso3"] == "WLD")
    return 100 - round(exports_april_may_2025_pct()) if is_spring.any() else None


def _cases(as_of: date) -> None:
    """The cases in one list, whose first line names the one the controls stand at, if any."""
    now = _now()
    by_name = cases(as_of)
    shown = next((name for name, at in by_name.items() if at == now), SAY("what_if.own_case"))
    others = [name for name in by_name if name != shown]
    card_choices.pick("Start from", shown, others, "rare_case", str, lambda name: put(by_name[name]))
