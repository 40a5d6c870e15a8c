"""Scenarios as the sliders make them, for the tests of every layer."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import trade_base
from parley.models.policy_parts import EVERYBODY, Goods, TariffChange
from parley.models.policy_scenario import Scenario

# Five shocks on which the models' answers were once far apart, and the day they are held against.
SHOCK_DAY = date(2026, 11, 27)
SHOCKS = {
    "all partners": (TariffChange("USA", EVERYBODY, 10),),
    "cars": (TariffChange("USA", EVERYBODY, 25, goods=Goods("chapter", "87")),),
    "without section 232": (TariffChange("USA", EVERYBODY, kind="without", authority="section_232"),),
    "cut": (TariffChange("USA", "CHN", -20),),
    "answered": (TariffChange("USA", "CHN", 60, "absolute"), TariffChange("CHN", "USA", 40, "absolute")),
}

# Two changes of the day of the talks, under a title of their own.
MACHINERY = Scenario(
    LONDON_TALKS,
    title="Machinery 60, answer 40",
    tariffs=[
        TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI")),
        TariffChange("CHN", "USA", 40, "absolute"),
    ],
)


def moved(
    as_of: date,
    sections: Mapping[str, float] | None = None,
    total: float | None = None,
    china: float | None = None,
    origins: Mapping[str, float] | None = None,
    without: Iterable[str] = (),
    **more: Any,
) -> Scenario:
    """US duties on China by section or in total and on other origins, China's answer, US laws struck out."""
    changes = [TariffChange("USA", EVERYBODY, kind="without", authority=law) for law in without]
    if total is not None:
        changes.append(TariffChange("USA", "CHN", total, "absolute"))
    for section, rate in (sections or {}).items():
        changes.append(TariffChange("USA", "CHN", rate, "absolute", Goods("section", section)))
    for origin, rate in (origins or {}).items():
        changes.append(TariffChange("USA", origin, rate, "absolute"))
    if china is not None:
        changes.append(TariffChange("CHN", "USA", china, "absolute"))
    return Scenario(as_of=as_of, tariffs=changes, **more)


def on_page(as_of: date, **more: Any) -> Scenario:
    """``moved`` on the trade the what-if pages rest on: the last known on the day."""
    return moved(as_of, **{**trade_base.default(as_of), **more})
