"""Imports from Taiwan: gaps are marked, a rise is claimed only where there is one."""

import pandas as pd

from parley.app.chips import taiwan
from parley.charts.theme import LIGHT
from tests.sent_charts import checked
from tests.wording import told


def imports(years: list[int]) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {"year": y, "heading": h, "value_usd": (y - 2000) * part * 1e9}
            for y in years
            for h, part in (("8471", 2), ("8473", 1), ("8542", 1), ("other", 1))
        ]
    )


def test_years_without_figures_leave_a_marked_place_and_no_bar() -> None:
    figure = checked(taiwan.taiwan_bars(imports([2016, 2017, 2022, 2023]), LIGHT))
    assert list(figure.data[0].x) == [0, 1, 3, 4]
    assert [(a.x, a.text) for a in figure.layout.annotations] == [(2, "n/a")]
    assert figure.layout.xaxis.ticktext[2] == "2018–<br>2021"
    assert [t.name for t in figure.data[:4]] == ["Computers", "Computer parts", "Chips", "All other goods"]
    whole = checked(taiwan.taiwan_bars(imports([2022, 2023]), LIGHT))
    assert len(whole.layout.annotations) == 0


def test_the_rise_is_claimed_only_when_there_is_one() -> None:
    rows = imports([2017, 2022, 2023])
    words = taiwan.taiwan_caption(rows, (2023, 5e9, 60.0), 2022)
    case, fields = told("chips", "taiwan.finding", words.finding)
    assert (case, fields["part"], fields["base"]) == ("part", "60%", "2022")
    assert told("chips", "taiwan.measure", words.measure)[1]["gaps"] == "2018–2021"
    assert told("chips", "taiwan.finding", taiwan.taiwan_caption(rows, None, 2023).finding)[0] == "level"
    for part, case in ((130.0, "more"), (-20.0, "fell")):  # no share of a rise is over 100 or below 0 percent
        finding = taiwan.taiwan_caption(rows, (2023, 5e9, part), 2022).finding
        assert told("chips", "taiwan.finding", finding)[0] == case
