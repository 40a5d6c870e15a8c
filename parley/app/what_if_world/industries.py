"""Industries in the world what-if: output of one economy by industry, from the sector model."""

import pandas as pd

from parley import terms
from parley.app.kit import controls, figures
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if_world import words
from parley.app.what_if_world.answer import Shown
from parley.app.what_if_world.charts import bars as charts
from parley.app.what_if_world.controls import US
from parley.charts.figure import Caption

SHOWN = 16


def draw(drawn: Shown) -> None:
    """Output by industry of the economy chosen."""
    figures.block("Industries", lambda: by_industry(drawn))


def by_industry(drawn: Shown) -> Figure:
    """The choice of an economy and its output by industry. Raises NothingToShowError in the one-sector world."""
    if drawn.chosen.model != "sectors":
        raise NothingToShowError(
            "The one-sector world has no industries. Choose the model “By industry” among the controls."
        )
    codes = sorted(drawn.point.by_economy["economy"], key=words.name)
    economy = controls.select("Economy", codes, "world_economy", US, words.name)
    rows = rows_of(drawn, economy)
    marks = marks_of(rows)
    return Figure(
        "world_industries",
        caption(marks, economy),
        rows,
        {"Chart": lambda palette: charts.change_bars(marks, palette, "%")},
        note=words.NOTES["sectors"],
    )


def rows_of(drawn: Shown, economy: str) -> pd.DataFrame:
    """Output and buyers' prices by industry, percent, with the range of output; the largest change first."""
    rows = drawn.rows("by_sector", "output_change_pct", economy=economy).drop(columns="output_usd_baseline")
    order = rows["output_change_pct"].abs().sort_values(ascending=False, kind="stable").index
    rows = rows.loc[order].reset_index(drop=True).rename(columns={"economy": "economy_iso3"})
    rows.insert(2, "industry", rows["sector"].map(terms.SECTOR_LABELS))
    return rows.assign(**words.stamps("sectors", len(rows)))


def marks_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The industries with the largest changes, as the chart takes them."""
    top = rows.head(SHOWN)
    marks = pd.DataFrame({"code": top["economy_iso3"], "name": top["industry"], "change": top["output_change_pct"]})
    if "low_pct" in top:
        marks["low"], marks["high"] = top["low_pct"], top["high_pct"]
    return marks


def caption(marks: pd.DataFrame, economy: str) -> Caption:
    """Which industries grow and shrink most among those whose range lies on one side of zero."""
    where = words.name(economy)
    measure = (
        f"{where}: output by industry, change of value in percent, the largest changes. "
        f"Modelled{'. Whiskers: the range' if 'low' in marks else ''}"
    )
    alt = f"Bars of output by industry in {where}, modelled: {charts.told(marks, '%')}"
    if not marks["change"].any():
        return Caption("At the duties in force no industry moves", measure, alt)
    sure = charts.certain(marks)
    parts = [
        f"{found['name'].iloc[0]} {verb} most"
        for verb, found in (("grows", sure[sure["change"] > 0]), ("shrinks", sure[sure["change"] < 0]))
        if len(found)
    ]
    if not parts:
        return Caption(f"{where}: largest changes of output by industry", measure, alt)
    return Caption(f"{where}: {', '.join(parts)}", measure, alt)
