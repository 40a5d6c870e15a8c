"""No range excludes its central figure: all presets and 200 scenarios drawn with a seed, in every model."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd
import pytest

from parley import ExportChange, Goods, Scenario, TariffChange, solve
from parley.app.rare_earths.what_if_bounds import figure_words
from parley.models.closure import CLOSURES
from parley.models.policy_parts import EVERYBODY
from parley.models.scenario import DUTIES, HORIZONS, ScenarioError
from parley.results.answers.critical import answer as licences
from parley.tables.parameters import presets
from tests.seeds import seed

DAY = date(2026, 10, 9)
DRAWN, CHUNKS = 200, 10
SAME = 1e-9  # of a figure: less is rounding
ORIGINS = ("CHN", "CHN", "CHN", "VNM", "MEX", "CAN", "EU27", "JPN", "TWN", EVERYBODY)
KINDS = ("absolute", "additional", "additional", "without")
GOODS = (Goods(), Goods(), Goods("section", "XVI"), Goods("chapter", "87"), Goods("hs6", "850760"))
LAWS = ("china_lists", "section_232", "forced_labour_2026")
STAGES = ("mine", "refine", "magnet")


def drawn_scenarios() -> list[Scenario]:
    draw = np.random.default_rng(seed(20261201))

    def one_of(choices: tuple[object, ...]) -> object:
        return choices[draw.integers(len(choices))]

    def change() -> TariffChange:
        origin, goods, kind = (
            one_of(ORIGINS),
            one_of(GOODS),
            one_of(KINDS),
        )
        if kind == "without":
            return TariffChange("USA", EVERYBODY, kind="without", authority=one_of(LAWS))
        least = 0 if kind == "absolute" else -10
        return TariffChange("USA", origin, float(draw.integers(least, 100)), kind, goods)

    def scenario() -> Scenario:
        changes = [change() for _ in range(draw.integers(1, 4))]
        if draw.random() < 0.3:
            changes.append(TariffChange("CHN", "USA", float(draw.integers(0, 80)), "absolute"))
        return Scenario(
            DAY,
            tariffs=changes,
            reply=one_of(("", "", "in_kind")),
            rule=one_of(("points", "flat")),
            horizon=one_of(HORIZONS),
            closure=one_of(CLOSURES),
            border_pass_through=one_of((None, 0.94, 0.8)),
            duties=one_of(DUTIES),
        )

    return [scenario() for _ in range(DRAWN)]


def without_their_figure(table: pd.DataFrame) -> Iterator[tuple[object, ...]]:
    """The rows of a table whose low is above, or whose high below, the figure they belong to."""
    central = next((name for name in ("value", "central", "gain_usd", "change_usd") if name in table), "")
    pairs = [("low", "high", central), ("low_usd", "high_usd", central)]
    for name in map(str, table):
        stem, _, unit = name.rpartition("_")
        if stem.endswith("_low"):
            pairs.append((name, f"{stem.removesuffix('_low')}_high_{unit}", f"{stem.removesuffix('_low')}_{unit}"))
    for low, high, own in pairs:
        if not {low, high, own} <= set(table):
            continue
        rows = table.dropna(subset=[low, high, own])
        room = SAME * rows[own].abs() + 1e-9
        wrong = rows[(rows[low] > rows[own] + room) | (rows[own] > rows[high] + room)]
        yield from wrong[[low, own, high]].itertuples(index=False, name=None)


def excluded(scenario: Scenario) -> list[tuple[object, ...]]:
    """Every figure outside its range in any model that holds the scenario; at least one has to."""
    found, answered = [], 0
    for model in ("product", "all"):
        try:
            tables = solve(scenario, model).tables
        except ScenarioError:
            continue
        answered += 1
        for name, table in tables.items():
            found += [(model, name, *row) for row in without_their_figure(table)]
    assert answered or any(change.rate_pct < 10 for change in scenario.tariffs)  # a mean below its least is refused
    return found


@pytest.mark.parametrize("name", [preset.name for preset in presets()])
def test_of_a_preset_every_range_holds_its_figure(name: str) -> None:
    assert not excluded(Scenario(DAY, regime=name))


@pytest.mark.parametrize("part", range(CHUNKS))
def test_of_drawn_scenarios_every_range_holds_its_figure(part: int) -> None:
    own = drawn_scenarios()[part::CHUNKS]
    assert len(own) == DRAWN / CHUNKS
    assert {number: wrong for number, run in enumerate(own) if (wrong := excluded(run))} == {}


def test_of_drawn_licences_every_bound_holds_its_figure_also_as_printed() -> None:
    """``9% (0.03-8.8%)`` was printed of 8.6%."""
    draw, wrong = np.random.default_rng(seed(20261201)), []
    for _ in range(DRAWN):
        cuts = zip(STAGES, draw.integers(0, 101, len(STAGES)), strict=True)
        limits = [ExportChange("CHN", "USA", Goods("stage", stage), limit_pct=float(cut)) for stage, cut in cuts]
        table = licences(Scenario(DAY, exports=limits, horizon=HORIZONS[draw.integers(3)])).tables["by_destination"]
        assert (table["loss_cobb_douglas_pct"] <= table["loss_ces_pct"] + SAME).all()
        assert (table["loss_ces_pct"] <= table["loss_leontief_pct"] + SAME).all()
        assert not list(without_their_figure(table))
        for low, middle, high in table.filter(regex="^loss_").drop_duplicates().itertuples(index=False):
            if high:
                told, bounds = figure_words(low, middle, high)
                ends = [float(end) for end in bounds.removesuffix("%").split("–")]
                if not ends[0] <= float(told.removesuffix("%")) <= ends[1]:
                    wrong.append((told, bounds))
    assert not wrong


def test_a_central_figure_is_not_printed_beyond_its_upper_bound() -> None:
    assert figure_words(0.03, 8.6, 8.8) == ("8.6%", "0.030–8.8%")
    assert figure_words(0.0037, 0.91, 2.7) == ("0.9%", "0.004–2.7%")
