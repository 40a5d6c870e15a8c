"""Answers that draw themselves, in a notebook and as a chart, for whoever works in Python."""

import html
from collections.abc import Mapping
from dataclasses import fields
from typing import TYPE_CHECKING

import pandas as pd

from parley import terms
from parley.models.errors import ModelInputError
from parley.models.policy_scenario import Scenario
from parley.results import solution
from parley.tables import read_table

if TYPE_CHECKING:
    import plotly.graph_objects as go

UNITS = {"pct": "%", "pp": "percentage points", "usd": "US$"}
MOST_ROWS, MOST_BARS, LINE = 20, 15, 70
BN = 1e9


class Answer(solution.Solution):
    """A solution that draws itself: ``plot()`` gives a Plotly figure, a notebook shows its sentence and first table."""

    def plot(
        self, outcome: str | None = None, table: str | None = None, most: int = MOST_BARS, theme: str = "light"
    ) -> "go.Figure":
        """The largest figures of one column of a table as bars, with their range where the answer has draws.

        ``outcome``: a column with a unit, the first change if left open; ``table``: the first with figures. Raises
        ModelInputError naming what there is for an unknown name, and for a table without figures.
        """
        from parley.charts.answer_bars import answer_bars  # Plotly takes its time to load
        from parley.charts.theme import PALETTES

        name = self._first_drawn() if table is None else table
        if name not in self.tables:
            raise ModelInputError("table", f"is {name!r}; there are {', '.join(self.tables)}")
        if theme not in PALETTES:
            raise ModelInputError("theme", f"is {theme!r}; there are {', '.join(PALETTES)}")
        rows = self.tables[name]
        known = _with_unit(rows)
        chosen = next(iter([c for c in known if "_change_" in c] or known), "") if outcome is None else outcome
        if chosen not in known:
            raise ModelInputError("outcome", f"is {chosen!r}; {name} has {', '.join(known) or 'no column with a unit'}")
        drawn = self._with_range(rows, chosen)
        drawn = drawn.reindex(drawn["value"].abs().sort_values(ascending=False, kind="stable").index).head(most)
        unit = UNITS[chosen.rsplit("_", 1)[-1]]
        if unit == "US$":
            numbers = [c for c in ("value", "low", "high") if c in drawn]
            drawn, unit = drawn.assign(**{c: drawn[c] / BN for c in numbers}), "US$ bn"
        told = "with its range" if "low" in drawn else "without a range: solve with draws"
        what = chosen.rsplit("_", 1)[0].replace("_", " ").capitalize()
        day = terms.day(self.scenario.as_of)
        title = f"{what}, {unit}<br><sub>Modelled ({self.model}), against the duties of {day}; {told}</sub>"
        return answer_bars(drawn, PALETTES[theme], title, unit)

    def _first_drawn(self) -> str:
        return next((name for name, rows in self.tables.items() if _with_unit(rows)), next(iter(self.tables)))

    def _with_range(self, rows: pd.DataFrame, outcome: str) -> pd.DataFrame:
        """Name and value of every row, low and high where the table itself or the table ``bands`` has them."""
        keys = [c for c in rows if not pd.api.types.is_numeric_dtype(rows[c])]
        names = _names()
        label = rows[keys].astype(str).apply(lambda row: ", ".join(names.get(cell, cell) for cell in row), axis=1)
        found = pd.DataFrame({"name": label, "value": rows[outcome]}).dropna()
        stem, unit = outcome.rsplit("_", 1)
        if f"{stem}_low_{unit}" in rows and f"{stem}_high_{unit}" in rows:
            return found.assign(low=rows[f"{stem}_low_{unit}"], high=rows[f"{stem}_high_{unit}"])
        bands = self.tables.get("bands")
        if bands is None or not {*keys, "outcome", "low", "high"} <= set(bands) or outcome not in set(bands["outcome"]):
            return found
        ends = bands.loc[bands["outcome"] == outcome, [*keys, "low", "high"]]
        beside = rows[keys].merge(ends, on=keys, how="left").set_index(rows.index).loc[found.index]
        low, high = beside["low"].combine(found["value"], min), beside["high"].combine(found["value"], max)
        return found.assign(low=low, high=high)

    def _repr_html_(self) -> str:
        """The sentence, the first table to its twentieth row, and the notes."""
        name, rows = next(iter(self.tables.items()))
        more = f"<p>{len(rows) - MOST_ROWS:,} more rows in tables[{html.escape(repr(name))}]</p>"
        table = rows.head(MOST_ROWS).to_html(index=False, border=0, float_format="{:,.3f}".format)
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        sentence = f"<p><strong>{html.escape(self.sentence)}</strong></p>"
        return f"{sentence}<p>{html.escape(name)}</p>{table}{more if len(rows) > MOST_ROWS else ''}<ul>{notes}</ul>"


def solve(
    scenario: Scenario, model: str = "product", draws: int = 0, elasticities: Mapping[str, float] | None = None
) -> Answer:
    """The answer of ``results.solution.solve``, which says what it holds and what it raises, able to draw itself."""
    found = solution.solve(scenario, model, draws, elasticities)
    return Answer(**{field.name: getattr(found, field.name) for field in fields(found)})


def _with_unit(rows: pd.DataFrame) -> list[str]:
    """The columns that hold figures in a unit."""
    return [c for c in map(str, rows) if c.rsplit("_", 1)[-1] in UNITS and pd.api.types.is_numeric_dtype(rows[c])]


def _names() -> dict[str, str]:
    countries = read_table("countries")
    return dict(zip(countries["iso3"], countries["name"], strict=True))
