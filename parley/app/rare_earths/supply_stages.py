"""The section Stages: shares and concentration from ore to magnet, and China's mined share edition against edition."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.kit import cache, figures
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.rare_earths.charts import concentration as index_charts
from parley.app.rare_earths.charts import supply_stages as charts
from parley.charts.figure import Caption
from parley.measures import supply

SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """Suppliers by stage with the index of concentration, and China's share of mine output by edition."""
    figures.block("Stages", lambda: by_stage(as_of))
    figures.block("Editions", lambda: by_edition(as_of))


def by_stage(as_of: date) -> Figure:
    """Suppliers at each stage, and how concentrated they are."""
    bars = stage_bars(as_of)
    if bars.empty:
        raise NothingToShowError(SAY("stages.none", day=terms.day(as_of)))
    return Figure(
        "rare_stages",
        _stages_caption(as_of),
        bars,
        {
            "Chart": lambda palette: charts.stage_bars(bars, palette),
            "Concentration": lambda palette: index_charts.index_ranges(bars, palette),
        },
        {"Concentration": _index_caption(as_of)},
        note=SAY("stages.press"),
        state=(as_of,),
    )


@kept
def stage_bars(as_of: date) -> pd.DataFrame:
    """Shares of suppliers by stage."""
    return supply.stage_bars(cache.table("stage_shares", as_of))


@kept
def _stages_caption(as_of: date) -> Caption:
    return charts.stages_caption(stage_bars(as_of))


@kept
def _index_caption(as_of: date) -> Caption:
    return index_charts.index_caption(stage_bars(as_of))


def by_edition(as_of: date) -> Figure:
    """China's share of mine output in every edition."""
    mined = china_by_edition(as_of)
    if mined.empty:
        raise NothingToShowError(SAY("stages.no_edition", day=terms.day(as_of)))
    return Figure(
        "rare_editions",
        _editions_caption(as_of),
        mined,
        {"Chart": lambda palette: charts.china_editions(mined, palette)},
        note=SAY("stages.myanmar"),
        state=(as_of,),
    )


@kept
def china_by_edition(as_of: date) -> pd.DataFrame:
    """China's mine output and its share, edition by edition."""
    return supply.china_by_edition(cache.table("mine_production", as_of))


@kept
def _editions_caption(as_of: date) -> Caption:
    return charts.editions_caption(china_by_edition(as_of))
