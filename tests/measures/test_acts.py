"""The list of acts: both subjects, one side or both, newest first."""

from datetime import date

from parley import read_table
from parley.measures import programmes


def test_the_list_holds_acts_and_rulings_of_the_side_chosen_newest_first() -> None:
    events = read_table("events")
    both, china = programmes.acts(events), programmes.acts(events, "CHN")
    assert set(both["actor"]) == {"USA", "CHN"}
    assert set(china["actor"]) == {"CHN"}
    assert len(both) == len(china) + len(programmes.acts(events, "USA"))
    assert both["valid_from"].fillna(both["announced_on"]).is_monotonic_decreasing
    assert "scotus" in set(both["event_id"])
    assert not both["event_id"].isin(events.loc[events["domain"].eq("rare_earths"), "event_id"]).any()


def test_there_are_27_main_steps_and_on_9_june_2025_only_those_known_by_then() -> None:
    main = programmes.main_steps(programmes.acts(read_table("events")))
    assert len(main) == 27
    then = programmes.main_steps(programmes.acts(read_table("events", date(2025, 6, 9))))
    later = main[~main["event_id"].isin(then["event_id"])]
    assert set(later["valid_from"].dt.strftime("%Y-%m-%d")) == {"2025-11-10", "2026-02-20", "2026-02-24", "2026-07-24"}
