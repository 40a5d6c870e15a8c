"""Duty collected in two years as pairs of marks."""

import pandas as pd
import plotly.graph_objects as go

from parley.app.tariffs import money
from parley.charts.theme import LIGHT
from parley.measures.revenue import two_years
from parley.terms import rate

IMPORTS = pd.DataFrame(
    {
        "section": ["XI", "XI", "XVI"],
        "year": [2024, 2025, 2025],
        "value_usd": [100e9, 80e9, 40e9],
        "duty_usd": [10e9, 24e9, 2e9],
        "source_id": "s",
    }
)
ROWS = two_years(IMPORTS, "section", 2024, 2025).assign(name=["Textiles", "Machinery"])
TOTAL = two_years(IMPORTS.assign(all="all"), "all", 2024, 2025).iloc[0]


def test_a_row_has_a_mark_for_each_year_it_has_imports_in() -> None:
    figure = money.rate_pairs(ROWS, LIGHT)
    go.Figure(figure.to_dict())
    marks = {trace.name: [float(v) for v in trace.x] for trace in money.rate_pairs(ROWS, LIGHT).data if trace.name}
    assert marks == {"2024": [10.0], "2025": [30.0, 5.0]}


def test_the_caption_tells_both_years_of_all_rows_and_how_many_are_shown() -> None:
    caption = money.collected_caption(TOTAL, ROWS.head(1), len(ROWS), ["goods from China"], "section")
    years = {"of": "goods from China", "year": 2025, "base": 2024}
    assert caption.finding == money.SAY("collected.title", "both", now=rate(21.7), before=rate(10), **years)
    assert caption.measure == money.SAY(
        "collected.measure", "largest", kind="section", count="one", year=2025, base=2024
    )
    fewer = money.collected_caption(
        TOTAL.mask(TOTAL.index == "rate_pct", 5.0), ROWS, 2, ["goods from China"], "section"
    )
    assert fewer.finding == money.SAY("collected.title", "below", now=rate(5), before=rate(10), **years)
    new = two_years(IMPORTS[IMPORTS["year"] == 2025].assign(all="all"), "all", 2024, 2025).iloc[0]
    finding = money.collected_caption(new, ROWS, 2, ["goods from China"], "section").finding
    assert finding == money.SAY("collected.title", "only_now", now=rate(21.7), before="none", **years)
