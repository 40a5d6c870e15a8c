"""What the product model answers on Look up: nothing on a day that knew none of the trade it rests on."""

from datetime import date

import pytest

from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import model
from tests.wording import told


def test_ten_points_more_have_no_answer_before_imports_by_product_had_come_out() -> None:
    """On 1 January 2018 the page told imports of 2024, which are out since 9 February 2025."""
    for day in (date(2018, 1, 1), date(2025, 2, 8)):
        with pytest.raises(NothingToShowError, match="only after"):
            model.ten_points("850760", "batteries (HS 8507.60)", "CHN", day)
    assert len(model.ten_points("850760", "batteries (HS 8507.60)", "CHN", date(2025, 2, 9)).rows) > 0


def test_the_title_of_ten_points_more_has_the_range_of_the_three_horizons() -> None:
    """Rare-earth metals (HS 2805.30): $1.1m, 0.84 to 2.5 from the first year to the long run."""
    figure = model.ten_points("280530", "HS 2805.30", "CHN", date(2026, 11, 27))
    _, fields = told("look_up", "model.title", figure.caption.finding)
    assert fields["less"] == "$1.1m (0.84–2.5)"
    own = figure.rows.iloc[0]
    assert (own["high_usd"], own["low_usd"]) == pytest.approx((-0.84e6, -2.5e6), rel=0.03)
