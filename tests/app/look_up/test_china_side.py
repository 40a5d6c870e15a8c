"""US exports of a product to China by year: a highest year that is also the last held says of which years it is."""

from datetime import date

import pandas as pd
import pytest

from parley.app.kit.error_sentences import NothingToShowError
from parley.app.look_up import china_side
from tests.wording import told


@pytest.mark.parametrize(
    ("values", "case", "fields"),
    [
        ([1e6, 2e6, 3e6], "most", {"first": "2018", "year": "2020", "value": "$3.00m"}),
        ([1e6, 3e6, 2e6], "less", {"most": "$3.00m", "peak": "2019", "year": "2020", "value": "$2.00m"}),
        ([3e6], "one", {"year": "2020", "value": "$3.00m"}),
    ],
)
def test_the_title_says_of_which_years_the_last_is_the_highest(
    values: list[float], case: str, fields: dict[str, str]
) -> None:
    rows = pd.DataFrame({"year": range(2021 - len(values), 2021), "value_usd": values})
    found, held = told("look_up", "exports.title", china_side.exports_caption(rows, "cars (HS 8703.23)").finding)
    assert (found, {name: held[name] for name in fields}) == (case, fields)


@pytest.mark.parametrize(
    ("code", "on", "key"),
    [
        ("120190", date(2025, 4, 9), "alone"),  # Announcement No. 4 of 2025 began on 10 April
        ("120190", date(2025, 4, 10), "note"),
        ("120190", date(2025, 11, 9), "note"),
        ("120190", date(2025, 11, 10), "ended"),  # Announcement No. 2 of 2025, soya at 10%
        ("870380", date(2025, 11, 10), "note"),
    ],
)
def test_the_note_says_what_of_the_lists_has_ended(code: str, on: date, key: str) -> None:
    assert china_side.lists(code, "these goods", on).note == china_side.SAY(f"lists.{key}")


@pytest.mark.parametrize(
    ("on", "case"),
    [(date(2025, 4, 9), "then"), (date(2025, 4, 10), "on_all")],  # Announcement No. 4 of 2025 began on 10 April
)
def test_goods_on_no_list_are_under_duties_on_all_goods_from_their_first_day(on: date, case: str) -> None:
    with pytest.raises(NothingToShowError) as nothing:
        china_side.lists("970121", "old paintings", on)
    assert told("look_up", "lists.none", str(nothing.value))[0] == case
