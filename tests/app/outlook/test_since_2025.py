"""Outlook, the law since 2025: the three sets of figures, and days at which some of them are not yet known."""

from datetime import date

import pytest

from parley.app.kit.error_sentences import NothingToShowError
from parley.app.outlook import since_2025
from parley.app.outlook.since_2025 import of_the_law
from parley.charts.theme import LIGHT
from tests.apps import at_address, findings


def test_the_page_opens_it() -> None:
    app = at_address("outlook", {"outlook_section": "Effects of tariffs", "outlook_effects_of": "Since 2025"})
    assert not app.exception
    assert len(findings(app)) == 1


def test_before_the_first_record_the_finding_is_of_forecasts_alone() -> None:
    early, late = of_the_law(date(2025, 9, 3)), of_the_law(date(2026, 10, 9))
    assert "recorded" not in set(early.rows["kind"])
    assert "recorded" in set(late.rows["kind"])
    for shown in (early, late):
        assert len(shown.caption.finding.split()) <= 14
        assert shown.rows["source_id"].notna().all()
        growth, effect = (shown.views[view](LIGHT) for view in (since_2025.GROWTH, since_2025.EFFECT))
        on_axis = [sum(len(trace.x) for trace in chart.data if trace.mode == "markers") for chart in (growth, effect)]
        in_legend = [[trace.name for trace in chart.data if trace.showlegend] for chart in (growth, effect)]
        assert [since_2025.SAY("since_2025.range") in names for names in in_legend] == [False, True]
        is_effect = shown.rows["kind"] == "answer"
        assert on_axis == [(~is_effect).sum(), is_effect.sum()]  # growth and level never share an axis
        assert all(len(words.finding.split()) <= 14 for words in shown.captions.values())


def test_in_january_2025_there_is_nothing_to_set_beside() -> None:
    with pytest.raises(NothingToShowError):
        of_the_law(date(2025, 1, 31))
