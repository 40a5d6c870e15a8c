"""The subject of border prices: what each model implies, beside the evidence, in the figure and in its words."""

from datetime import date

import pandas as pd
import pytest

from parley import Scenario, TariffChange
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.what_if_world import border_prices
from parley.charts.theme import LIGHT
from tests.apps import at_address, findings

DAY = date(2026, 10, 9)


def figure_of(points: float) -> border_prices.Figure:
    return border_prices.implied(Scenario(DAY, tariffs=[TariffChange("USA", "all", points, "additional")]))


def test_the_finding_names_what_exporters_bear_where_it_lies_outside_the_evidence() -> None:
    shown = figure_of(10)
    rows = shown.rows.set_index("model")
    borne = 100 - rows.loc["world", "value_pct"]
    case = border_prices.SAY("border.finding", "below", share=f"{borne:.0f}", measured="0–20")
    assert shown.caption.finding.replace("\u2060", "") == case
    assert len(case.split()) <= 14
    assert list(rows.index) == ["measured", "product", "world", "sectors", "world_fixed"]


def test_what_is_computed_is_filled_and_what_is_assumed_is_hollow() -> None:
    drawn = border_prices.chart(figure_of(10).rows, LIGHT)
    marks = {trace.name: pd.Series(trace.x).notna().sum() for trace in drawn.data if trace.mode == "markers"}
    assert marks[border_prices.SAY("border.implied")] == 2
    assert marks[border_prices.SAY("border.assumed")] == 2


def test_without_a_us_duty_there_is_a_sentence_in_its_place() -> None:
    with pytest.raises(NothingToShowError):
        border_prices.implied(Scenario(DAY, tariffs=[TariffChange("CHN", "USA", 10, "additional")]))


def test_the_page_opens_it() -> None:
    app = at_address("what_if_world", {"world_us": "60", "world_section": "How sure", "world_sure_of": "Border prices"})
    assert not app.exception
    assert len(findings(app)) == 1
