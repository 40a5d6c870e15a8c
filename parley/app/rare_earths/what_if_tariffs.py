"""The tariffs on the other side of the table, beside the licence what-if: real income, never added to its loss."""

from dataclasses import replace
from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import what_if_income as charts
from parley.app.what_if import all_models, later, share
from parley.app.what_if.all_models import Asked
from parley.app.what_if.regime import tell_lost
from parley.models.policy_scenario import Scenario
from parley.parameters import presets
from parley.results import world, world_bands
from parley.results.scenario_text import decode

KEPT = "Kept as A"
STAMP = {"model": "world, one sector", "source_id": "baci_world_matrix_2023"}
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Real income of both sides under a chosen tariff regime, with its range; what all models say comes after it."""
    figures.block("Tariffs on the other side", lambda: under_tariffs(as_of))
    later.follow_up()


def under_tariffs(as_of: date) -> Figure:
    """Real income under the regime chosen, and what it is not."""
    regimes = choices(as_of)
    tell_lost()
    if not regimes:
        raise NothingToShowError(SAY("tariffs.none", day=terms.day(as_of)))
    name = controls.select("Tariffs on the other side", list(regimes), "rare_tariffs", "April 2025 peak")
    chosen = regimes[name]
    asked = all_models.after_answer(chosen)
    rows = incomes(chosen)
    ends = None if asked is None else ends_of(rows, asked)
    return Figure(
        "rare_what_if_tariffs",
        charts.income_caption(rows, name, ends),
        rows,
        {"Chart": lambda palette: charts.income_ranges(rows, palette)},
        note=" ".join(
            filter(None, (SAY("tariffs.note", range=rows["range_of"].iloc[0]), charts.all_words(rows, ends)))
        ),
        remark=SAY("tariffs.apart"),
        state=(chosen, ends is None),
    )


def choices(as_of: date) -> dict[str, Scenario]:
    """The dated regimes up to the day, and the tariffs of the scenario kept as A, by name."""
    offered = {p.title: Scenario(as_of, regime=p.name) for p in presets() if p.on <= as_of}
    text = share.kept("A")
    side_a = decode(text) if text else None
    if side_a is not None and (side_a.regime or side_a.tariffs):
        offered[KEPT] = replace(side_a, exports=())
    return offered


def ends_of(rows: pd.DataFrame, asked: Asked) -> list[tuple[float, float]]:
    """Lowest and highest of real income of each row over all models, and over its own draws, percent."""
    own = list(zip(rows["low_pct"], rows["high_pct"], strict=True))
    every = [asked.envelope(("real_income", code, "")) for code in rows["economy"]]
    return [
        (min(low, each[0]), max(high, each[1])) if each else (low, high)
        for (low, high), each in zip(own, every, strict=True)
    ]


@kept
def incomes(chosen: Scenario) -> pd.DataFrame:
    """Real income of the United States and China: the model's figure and its range, percent; ``range_of`` in words."""
    ranges = world_bands.world_ranges(chosen)
    table = ranges.beside(world.point(chosen).by_economy, "by_economy", "real_income_change_pct")
    rows = table.set_index("economy").loc[["USA", "CHN"], ["real_income_change_pct", "low_pct", "high_pct"]]
    names = cache.country_names()
    rows = rows.reset_index().assign(range_of=ranges.method, **STAMP)
    rows.insert(1, "name", rows["economy"].map(names))
    return rows
