"""A subject of a page is drawn part by part; a figure that is kept is one for all who ask alike."""

from datetime import date

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from parley.app.kit.error_sentences import NothingToShowError, some
from parley.app.kit.figures import Figure, kept_figure
from parley.charts.figure import Caption
from tests.apps import documents, hints

DAY = date(2026, 10, 9)


@kept_figure
def of(as_of: date, side: str = "both") -> Figure:
    rows = pd.DataFrame({"rate_pct": [25.0], "source_id": ["curated_event_timeline"]})
    return Figure(f"probe_{side}", Caption("Finding", "Measure", "Alt"), rows)


def test_a_kept_figure_is_made_once_for_its_arguments_which_are_its_state() -> None:
    assert of(DAY, "USA") is of(DAY, "USA")
    assert of(DAY, "USA").state == (DAY, "USA")
    assert of(DAY, side="CHN").state == (DAY, "CHN")
    assert of(DAY).state == (DAY,)


def test_rows_are_given_back_and_none_are_a_sentence() -> None:
    rows = pd.DataFrame({"rate_pct": [25.0]})
    assert some(rows, "No rate.") is rows
    with pytest.raises(NothingToShowError, match=r"^No rate\.$"):
        some(rows.iloc[:0], "No rate.")


def of_three_parts() -> None:
    from datetime import date

    import pandas as pd

    from parley.app.kit import controls, error_sentences, figures
    from parley.charts.figure import Caption

    def listed(as_of: date) -> figures.Figure:
        side = controls.choose("Side", ["US", "China"], "probe_side")
        rows = pd.DataFrame({"rate_pct": [25.0], "source_id": ["curated_event_timeline"]})
        return figures.Figure("probe", Caption(f"{side} on {as_of}", "Measure", "Alternative"), rows, short=rows)

    def nothing(as_of: date) -> figures.Figure:
        raise error_sentences.NothingToShowError(f"Nothing on {as_of}.")

    figures.subject(date(2026, 10, 9), {"One": listed, "None": nothing, "Other": listed})()


def test_a_subject_draws_each_part_for_the_day_with_its_choices_and_one_without_rows_leaves_the_others() -> None:
    app = AppTest.from_function(of_three_parts).run()
    assert hints(app) == ["Nothing on 2026-10-09."]
    drawn_cards = documents(app)
    assert [document["finding"] for document in drawn_cards] == 2 * ["US on 2026-10-09"]
    assert [document["choices"][0]["name"] for document in drawn_cards] == 2 * ["probe_side"]
