"""Answers that draw themselves, in a notebook and as a chart, for whoever works in Python."""

import html
from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import TYPE_CHECKING

import pandas as pd

from parley import terms
from parley.models.errors import ModelInputError
from parley.models.policy_scenario import Scenario
from parley.results.answers import solution
from parley.tables import countries

if TYPE_CHECKING:
    import plotly.graph_objects as go

UNITS = {"pct": "%", "pp": "percentage points", "usd": "US$"}
MOST_ROWS, MOST_BARS, LINE = 20, 15, 70
BN = 1e9
BOUNDS = ("low", "high")  # columns that only say how far the table's first change may be off
NO_NAMES = ("_id", "_url", "_on", "note", "notes")  # ends of columns of text that tell no row from another
YEARS = ("year", "target_year")  # numbers that tell rows apart
RECORDED = "recorded"  # the one table that no model works out
# Outcomes whose bounds have names of their own.
NAMED_BOUNDS = {"loss_ces_pct": ("loss_cobb_douglas_pct", "loss_leontief_pct")}


class Answer(solution.Solution):
    """A solution that draws itself: ``plot()`` gives a Plotly figure, a notebook shows its sentence and first table."""

    def plot(
        self, outcome: str | None = None, table: str | None = None, most: int = MOST_BARS, theme: str = "light"
    ) -> "go.Figure":
        """The largest figures of one column of a table as bars, with their range where the answer has draws.

        ``outcome``: a column with a unit, the first change if left open; ``table``: the first with figures. Raises
        ModelInputError naming what there is for an unknown name, for a table without figures, and for a ``most`` that
        is no number of bars.
        """
        from parley.charts.answer_bars import answer_bars  # Plotly takes its time to load
        from parley.charts.theme import PALETTES

        name = self._first_drawn() if table is None else table
        if not isinstance(name, str) or name not in self.tables:
            raise ModelInputError("table", f"is {name!r}; there are {', '.join(self.tables)}")
        if theme not in PALETTES:
            raise ModelInputError("theme", f"is {theme!r}; there are {', '.join(PALETTES)}")
        if isinstance(most, bool) or not isinstance(most, int) or most < 1:
            raise ModelInputError("most", f"is {most!r}; it must be a whole number from 1")
        rows = self.tables[name]
        columns = _with_unit(rows)
        if not columns:
            raise ModelInputError("table", f"is {name!r}, which has no column with a unit to draw")
        chosen = _first_change(columns) if outcome is None else outcome
        if chosen not in columns:
            raise ModelInputError("outcome", f"is {chosen!r}; {name} has {', '.join(columns)}")
        bars = self._with_range(name, chosen)
        bars = bars.reindex(bars["value"].abs().sort_values(ascending=False, kind="stable").index).head(most)
        unit = UNITS[chosen.rsplit("_", 1)[-1]]
        if unit == "US$":
            numbers = [c for c in ("value", "low", "high") if c in bars]
            bars, unit = bars.assign(**{c: bars[c] / BN for c in numbers}), "billion US dollars"
        what = chosen.rsplit("_", 1)[0].replace("_", " ").capitalize()
        title = f"{what}, {unit}<br><sub>{self._kind(name, chosen, 'low' in bars)}</sub>"
        return answer_bars(bars, PALETTES[theme], title, unit)

    def _kind(self, table: str, outcome: str, has_range: bool) -> str:
        """Whether figures are modelled or recorded, against what, and whether with a range or how to get one."""
        day = terms.day(self.scenario.as_of)
        if table == RECORDED:
            return f"Recorded by US customs, as known on {day}"
        if "baseline" in outcome:
            return f"Without the scenario, at the duties of {day}"
        against = "exports without limits" if self.model == "critical_input" else f"the duties of {day}"
        may_draw = table in solution.DRAWN.get(self.model, ()) and "bands" not in self.tables
        range_words = "with its range" if has_range else f"without a range{': solve with draws' if may_draw else ''}"
        return f"Modelled ({self.model}), against {against}; {range_words}"

    def _first_drawn(self) -> str:
        return next((name for name, rows in self.tables.items() if _with_unit(rows)), next(iter(self.tables)))

    def _with_range(self, table: str, outcome: str) -> pd.DataFrame:
        """Name and value of every row, low and high where the table itself or its table of bands has them."""
        rows = self.tables[table]
        keys = [c for c in rows if not pd.api.types.is_numeric_dtype(rows[c]) and not str(c).endswith(NO_NAMES)]
        names, naming = countries.names(), [c for c in rows if c in keys or c in YEARS]
        label = [
            ", ".join(names.get(f"{cell}", f"{cell}") for cell in row if pd.notna(cell))
            for row in rows[naming].itertuples(index=False, name=None)
        ]
        values = pd.DataFrame({"name": label, "value": rows[outcome]}, index=rows.index).dropna()
        if bounds := _bounds(rows, outcome):
            return values.assign(low=rows[bounds[0]], high=rows[bounds[1]])
        bands = self.tables.get(f"{table}_bands", self.tables.get("bands"))
        if bands is None or not {*keys, "outcome", "low", "high"} <= set(bands) or outcome not in set(bands["outcome"]):
            return values
        ends = bands.loc[bands["outcome"] == outcome, [*keys, "low", "high"]]
        beside = rows[keys].merge(ends, on=keys, how="left").set_index(rows.index).loc[values.index]
        low, high = beside["low"].combine(values["value"], min), beside["high"].combine(values["value"], max)
        return values.assign(low=low, high=high)

    def _repr_html_(self) -> str:
        """The sentence, the first table to its twentieth row, and the notes."""
        name, rows = next(iter(self.tables.items()))
        more = f"<p>{len(rows) - MOST_ROWS:,} more rows in tables[{html.escape(repr(name))}]</p>"
        table = rows.head(MOST_ROWS).to_html(index=False, border=0, float_format=solution.figure)
        notes = "".join(f"<li>{html.escape(note)}</li>" for note in self.notes)
        sentence = f"<p><strong>{html.escape(self.sentence)}</strong></p>"
        return f"{sentence}<p>{html.escape(name)}</p>{table}{more if len(rows) > MOST_ROWS else ''}<ul>{notes}</ul>"


def solve(
    scenario: Scenario, model: str = "product", draws: int = 0, elasticities: Mapping[str, float] | None = None
) -> Answer:
    """The answer of ``results.answers.solution.solve``, which says what it holds and raises, able to draw itself."""
    answer = solution.solve(scenario, model, draws, elasticities)
    return Answer(**{field.name: getattr(answer, field.name) for field in fields(answer)})


def _with_unit(rows: pd.DataFrame) -> list[str]:
    """The columns that hold figures in a unit; none that only bound another."""
    return [
        c
        for c in map(str, rows)
        if c.rsplit("_", 1)[-1] in UNITS
        and c.rsplit("_", 1)[0] not in BOUNDS
        and pd.api.types.is_numeric_dtype(rows[c])
    ]


def _first_change(columns: Sequence[str]) -> str:
    changes = (c for c in columns if "_change_" in f"_{c}" or c.startswith("difference_"))
    return next(changes, columns[0])


def _bounds(rows: pd.DataFrame, outcome: str) -> tuple[str, str] | None:
    """The two columns of the table itself that bound an outcome; those without a name bound its first change."""
    stem, unit = outcome.rsplit("_", 1)
    stems = [
        f"{stem}_",
        f"{stem.removesuffix('_change')}_",
        *([""] if outcome == _first_change(_with_unit(rows)) else []),
    ]
    pairs = [NAMED_BOUNDS.get(outcome, ("", "")), *((f"{s}low_{unit}", f"{s}high_{unit}") for s in stems)]
    return next((pair for pair in pairs if {*pair} <= set(rows)), None)
