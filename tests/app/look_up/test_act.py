"""What a page of one act says of its days, and of the goods it controls."""

from datetime import date

import pytest

from parley.app.look_up import act
from tests.wording import told

DAY = date(2026, 11, 27)


@pytest.mark.parametrize(
    ("event", "facts"),
    [
        ("cn-exclusions-end", [("Announced", "1 Nov 2025"), ("Due on", "31 Dec 2026")]),
        ("truce-end-2027", [("Announced", "22 Sep 2026"), ("Due on", "10 Jan 2027")]),
        ("truce-expiry", [("Announced", "4 Nov 2025"), ("Date", "10 Nov 2026")]),
        ("apec-shenzhen", [("Announced", "12 Dec 2025"), ("Date", "18 Nov 2026 to 19 Nov 2026")]),
        (  # a duty of one day is in force on it
            "us-301-cranes",
            [
                ("Announced", "10 Oct 2025"),
                ("In force from", "9 Nov 2025"),
                ("Ended", "9 Nov 2025"),
                ("Set to end", "no day known"),
            ],
        ),
        (
            "us-232-timber-2027",
            [
                ("Announced", "31 Dec 2025"),
                ("Due in force", "1 Jan 2027"),
                ("Ended", "no day known"),
                ("Set to end", "no day known"),
            ],
        ),
    ],
)
def test_no_day_to_come_is_told_as_past_nor_a_meeting_as_in_force(event: str, facts: list[tuple[str, str]]) -> None:
    assert [(fact.label, fact.value.replace("\u00a0", " ")) for fact in act.facts(event, DAY)] == facts


OVER = "2026; a Chinese official stated on 28 September 2026 that this runs to 10 January 2027; notice not seen"
ENDS = {
    "mofcom-2025-62": "rare-earth technology",
    "mofcom-2025-61": "goods made abroad with Chinese rare earths",
    "mofcom-2025-56": "auxiliary materials for rare-earth production and rare-earth production equipment",
}


@pytest.mark.parametrize("event", ENDS)
def test_an_act_that_names_no_element_is_told_by_its_goods_with_what_was_said_of_its_end(event: str) -> None:
    shown = act.controlled(event, DAY)
    case, fields = told("rare_earths", "controls.goods", shown.caption.finding)
    assert (case, fields) == ("over", {"goods": ENDS[event], "until": "10 Nov 2026"})
    assert told("rare_earths", "controls.over", shown.note)
    assert shown.rows["status_text"].eq(f"suspended to 10 November {OVER}").any()
    assert told("rare_earths", "controls.measure", shown.caption.measure)[0] == "others"


def test_an_act_on_elements_counts_them() -> None:
    shown = act.controlled("mofcom-2025-57", DAY)
    assert told("rare_earths", "controls.act", shown.caption.finding) == (
        "over",
        {"count": "five", "until": "10 Nov 2026"},
    )


@pytest.mark.parametrize(
    ("event", "goods"),
    [
        ("mofcom-2023-39", "high-grade synthetic graphite and natural flake graphite products"),
        ("mofcom-2023-23", "gallium and germanium"),
        ("mofcom-2026-1", "all dual-use items to Japan"),
    ],
)
def test_a_control_on_few_goods_names_them_and_counts_none(event: str, goods: str) -> None:
    case, fields = told("rare_earths", "controls.goods", act.controlled(event, DAY).caption.finding)
    assert (case, fields["goods"]) == ("unclear", goods)


def test_a_control_on_more_goods_counts_them() -> None:
    case, fields = told("rare_earths", "controls.several", act.controlled("mofcom-2025-10", DAY).caption.finding)
    assert (case, fields["count"], fields["unclear"]) == ("others_open", "five", "five")
