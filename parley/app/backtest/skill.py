"""How well the product model told good from good in 2025, by section, and what the year's law was taken to be."""

from datetime import date

import pandas as pd

from parley import terms, words
from parley.app.backtest.charts import skill as charts
from parley.app.kit import controls, figures
from parley.app.kit.cache import kept
from parley.app.kit.figures import Content, Figure
from parley.app.what_if import skill
from parley.app.what_if.skill import HORIZON_NAMES
from parley.charts.figure import Caption
from parley.models.scenario import HORIZONS, Horizon
from parley.results import backtest_skill

LARGEST = 12
STAMP = {"model": "product partial equilibrium", "source_id": "census_us_imports_hts10_annual"}
LAWS = {
    "law of 31 December": "Law of 31 December 2025",
    "months of 2024": "Law by month, weights of 2024",
    "months of 2024, one month's lag": "The same a month earlier (goods at sea), used here",
    "two months' lag": "The same two months earlier",
}
SAY = words.beside(__file__)


def draw(as_of: date) -> None:
    """The block on a day that knew the year by product: a horizon, skill by section, readings of the year's law."""
    if skill.is_known(as_of):
        figures.block("Skill by section", by_section)


def by_section() -> list[Content]:
    """Skill by section and below it the readings of the law."""
    return [_of(controls.choose("Horizon", HORIZONS, "back_horizon", HORIZON_NAMES.__getitem__)), _laws()]


@kept
def _of(horizon: Horizon) -> Figure:
    """Skill by section over a horizon."""
    rows = rows_of(horizon)
    total = rows.iloc[0]
    beside = {name: terms.number(total[f"skill_{name}"], 2) for name in ("no_change", "relative")}
    drawn = rows.dropna(subset="low")
    drawn = pd.concat([drawn.head(1), drawn.iloc[1:].nlargest(LARGEST - 1, "goods")])
    return Figure(
        "backtest_skill",
        _caption(rows, drawn, horizon),
        rows,
        {"Chart": lambda palette: charts.skill_dots(drawn, palette)},
        note=SAY("header.note"),
        remark=SAY("skill.remark", "seen" if rows["in_sample"].any() else "apart", **beside),
        state=(horizon,),
    )


@kept
def rows_of(horizon: Horizon) -> pd.DataFrame:
    """Skill in total, first, and by section, by name."""
    rows = skill.scores(horizon).assign(**STAMP)
    rows.insert(1, "name", rows["section"].map(terms.SECTION_LABELS).fillna(SAY("skill.all")))
    return rows


def _caption(rows: pd.DataFrame, drawn: pd.DataFrame, horizon: Horizon) -> Caption:
    total = rows.iloc[0]
    case = skill.case(total["low"], total["high"])
    told = "; ".join(f"{row['name']} {charts.words_of(row)}" for row in drawn.to_dict("records"))
    named = SAY("skill.horizon", horizon)  # the page on products has its own, of the horizon chosen there
    finding = SAY("skill.finding", case, skill=terms.number(total["skill"], 2), horizon=named)
    count = terms.counted(len(drawn) - 1)
    return Caption(
        finding,
        SAY("skill.measure", count=count, horizon=HORIZON_NAMES[horizon].lower().replace(" ", "-")),
        SAY("skill.alt", told=told),
    )


@kept
def _laws() -> Figure:
    rows = backtest_skill.law_choices().assign(**STAMP)
    short = pd.DataFrame(
        {
            "US law on Chinese goods in 2025": rows["law"].map(LAWS),
            "Mean rate": [terms.rate(rate) for rate in rows["rate_pct"]],
            **{
                name: [terms.change_pct(change, 0) for change in rows[f"foreseen_{horizon}_pct"]]
                for horizon, name in HORIZON_NAMES.items()
            },
            "Recorded": [terms.change_pct(change, 0) for change in rows["recorded_pct"]],
        }
    )
    foreseen = {name: rows[f"foreseen_{name}_pct"].abs() for name in ("first_year", "long_run")}
    spans = {name: terms.span(falls.min(), falls.max(), 0) for name, falls in foreseen.items()}
    finding = SAY(
        "skill.laws",
        **spans,
        recorded=terms.rate(abs(rows["recorded_pct"].iloc[0]), 0),
    )
    return Figure("backtest_laws", Caption(finding, SAY("skill.laws_measure"), finding), rows, short=short)
