"""Kinds of chips: the lines in which China has over a quarter are counted."""

import pandas as pd

from parley.app.chips.charts import kinds
from parley.charts.theme import LIGHT
from tests.wording import told


def test_the_lines_title_counts_where_china_has_over_a_quarter() -> None:
    rows = pd.DataFrame(
        {
            "description": ["CPUs", "GPUs", "DRAM", "SRAM"],
            "value_usd": [50e9, 20e9, 10e9, 20e9],
            "china_share_pct": [0.0, 25.0, 26.0, 90.0],
            "year": 2024,
        }
    )
    words = kinds.lines_caption(rows, "8542")
    assert "CPUs 50.0 bn, 0.0 % from China; GPUs 20.0 bn, 25.0 % from China" in words.alt.replace("\u00a0", " ")
    assert list(kinds.line_bars(rows, LIGHT).data[0].x) == [50, 20, 10, 20]
    _, fields = told("chips", "lines.finding", words.finding)
    assert (fields["lead"], fields["count"], fields["share"]) == ("Three", "four", "80 %")
    case, fields = told("chips", "lines.measure", words.measure)
    assert (case, fields["quarter"], fields["over"]) == ("some", "25 %", "two")
    none = kinds.lines_caption(rows.assign(china_share_pct=0.0), "8542").measure
    assert told("chips", "lines.measure", none)[0] == "none"
