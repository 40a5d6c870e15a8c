"""What the app says before and after, and what may not move."""

from datetime import date

import pandas as pd

from parley.refresh import said, texts
from parley.tables.read import read_table

ON = date(2026, 11, 28)


def rows(_: date) -> dict[str, str]:
    count = f"{len(read_table('reserves'))} rows"
    return {"Home": count, "Briefing, 2025-06-09, mining": count, "Home, other": "the same"}


def test_what_differs_is_told_and_the_briefing_is_marked(data_copy: object) -> None:
    table = read_table("reserves")
    found = said.differences(rows, ON, {"reserves": table.iloc[:-1]})
    assert [one.place for one in found] == ["Home", "Briefing, 2025-06-09, mining"]
    assert (found[0].before, found[0].after) == (f"{len(table)} rows", f"{len(table) - 1} rows")
    assert [one.may_move for one in found] == [True, False]
    assert "may not move" in texts._saying(found[1]) and "may not move" not in texts._saying(found[0])
    assert len(read_table("reserves")) == len(table)  # nothing is in place yet


def test_a_table_known_longer_is_told_with_both_days(data_copy: object) -> None:
    table = read_table("reserves")
    new = table.tail(1).assign(published_on=pd.Timestamp("2026-11-20"), edition="MCS2026 v1.4")
    (told,) = said.differences(said.nothing, ON, {"reserves": pd.concat([table, new])})
    assert (told.before, told.after) == ("known until 2026-05-27", "known until 2026-11-20")
