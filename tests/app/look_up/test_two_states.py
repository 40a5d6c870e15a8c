"""A law and a mineral on two days: rates from the proclamations, the first day of a control from its notice."""

import pandas as pd

from parley.app.kit.controls import LONDON_TALKS
from parley.app.look_up import two_states
from parley.app.look_up.law import Law, dated
from tests import wording
from tests.apps import at_address, choices, documents, hints

# 25% on steel, 10% on aluminium from 23 March 2018 (Proclamations 9704, 9705); 50% from 4 June 2025 (10947).
METALS = {"law": "Section 232", "as_of": "2025-06-09"}
# Licences for seven medium and heavy rare earths, yttrium among them, from 4 April 2025 (Announcement 18 of 2025).
YTTRIUM = {"mineral": "Yttrium (Y)", "as_of": "2025-06-09"}


def test_the_metals_duty_rose_from_25_to_50_percent() -> None:
    rows = dated(Law("section_232", "metals", "Section 232"), LONDON_TALKS)[0]
    both = rows.assign(is_before=rows["valid_from"].eq("2018-03-23"), name="metals")
    told = two_states.side_by_side(two_days_of(both), "name", two_states.rate)
    assert [cell.replace("\u00a0", " ") for cell in told.loc[0]] == ["metals", "10.0–25.0%", "50.0%"]
    app = at_address("look_up", METALS)
    assert "23\u00a0Mar\u00a02018" in choices(app)["look_up_before"]["options"]
    (shown,) = [d for d in documents(app, "whole") if d["name"] == "look_up_law_two"]
    assert shown["rows"] >= 2


def two_days_of(rows: pd.DataFrame) -> pd.DataFrame:
    """The first act and those in force on the day of the talks."""
    return rows[rows["is_before"] | rows["valid_to"].ge(pd.Timestamp(LONDON_TALKS))]


def test_a_control_is_compared_with_the_day_it_began() -> None:
    app = at_address("look_up", YTTRIUM)
    (told,) = [d for d in documents(app, "whole") if d["name"] == "look_up_mineral_two"]
    assert "3\u00a0Apr\u00a02025" in told["finding"] and "in force" in told["finding"]
    app = at_address("look_up", {**YTTRIUM, "as_of": "", "look_up_before": "4\u00a0Apr\u00a02025"})
    (told,) = [d for d in documents(app, "whole") if d["name"] == "look_up_mineral_two"]
    case, fields = wording.told("look_up", "states.controls", told["finding"])
    assert (case, fields["before"], fields["first"]) == ("alone", "in force", "4 Apr 2025")


def test_what_no_source_confirms_is_told_by_the_second_day_alone_whatever_the_words() -> None:
    rows = pd.DataFrame({"name": ["b", "b", "a"], "is_before": [True, False, False], "is_unsure": [True, False, True]})
    assert two_states.unsure_now(rows).tolist() == [False, True]  # b first, as the list has it


def test_lines_that_differ_are_counted_and_a_day_without_an_act_says_so() -> None:
    rows = pd.DataFrame(
        {
            "name": ["a", "a", "b"],
            "state": ["in force", "suspended", "in force"],
            "is_before": [True, False, False],
            "source_url": ["https://x.example", None, None],
        }
    )
    told = two_states.side_by_side(rows, "name", lambda row: str(row["state"]))
    assert told.loc[0].tolist() == ["a", "in force", "suspended"]
    assert told.loc[1, "before"] == two_states.SAY("states.none") and told.loc[1, "now"] == "in force"
    linked = two_states.side_by_side(rows, "name", lambda row: str(row["state"]), is_linked=True)
    assert linked.loc[0, "before"] == "[in force](https://x.example)"
    both = rows.assign(is_unsure=False)
    caption = two_states.controls_caption(told, two_states.unsure_now(both), "x", ("1 Jan 2025", "1 Jan 2026"))
    case, fields = wording.told("look_up", "states.controls", caption.finding)
    assert (case, fields["count"]) == ("all", "two")
    unsure = two_states.unsure_now(both.assign(is_unsure=True))
    assert two_states.controls_caption(told, unsure, "x", ("1 Jan 2025", "1 Jan 2026")).finding.startswith(
        two_states.SAY(
            "states.controls",
            "some_unsure",
            of="x",
            changed="none",
            count="two",
            unsure="two",
        )
    )  # what no source confirms is not called a change


def test_equal_rates_on_two_days_do_not_hide_those_in_between() -> None:
    """On Chinese goods 10% from 4 February 2025 (EO 14195), 20% from 4 March (EO 14228), 10% from 10 November."""
    rows = pd.DataFrame({"name": ["a", "a"], "low_pct": [10.0, 10.0], "high_pct": [10.0, 10.0]})
    higher = pd.DataFrame({"name": ["a"], "low_pct": [20.0], "high_pct": [20.0]})
    lower = pd.DataFrame({"name": ["a"], "low_pct": [5.0], "high_pct": [5.0]})
    assert two_states.between(rows, rows) == two_states.ALIKE
    assert two_states.between(rows, pd.concat([rows, higher])) == ("same_up", "20.0%")
    assert two_states.between(rows, pd.concat([rows, lower])) == ("same_down", "5.0%")
    app = at_address("look_up", {"law": "Emergency powers, fentanyl", "as_of": "2025-11-15"})
    (shown,) = [d for d in documents(app, "whole") if d["name"] == "look_up_law_two"]
    case, fields = wording.told("look_up", "states.rates", shown["finding"])
    assert (case, fields["now"], fields["ends"]) == ("same_up", "10.0%", "20.0%")


def test_a_law_that_began_and_ended_once_is_compared_with_its_own_day() -> None:
    app = at_address("look_up", {"law": "Section 122"})
    (shown,) = [d for d in documents(app, "whole") if d["name"] == "look_up_law_two"]
    case, fields = wording.told("look_up", "states.rates", shown["finding"])
    assert (case, fields["first"], fields["before"]) == ("alone", "24 Feb 2026", "10.0%")
    app = at_address("look_up", {"law": "Section 122", "look_up_before": "23\u00a0Feb\u00a02026"})
    neither = two_states.SAY(
        "states.neither", of="Section 122", first="23\u00a0Feb\u00a02026", day="27\u00a0Nov\u00a02026"
    )
    assert neither in hints(app)
