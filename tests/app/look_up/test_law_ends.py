"""When a law ended or is set to end, as its tile says it: as its own lists and acts do."""

from datetime import date

import pandas as pd
import pytest

from parley import terms
from parley.app.look_up import law, law_goods, things

NEWEST, RULING = date(2026, 11, 27), date(2026, 2, 24)


def end(code: str, on: date) -> tuple[str, str, str]:
    authority = things.authority(code)
    of = law.Law(authority, "" if code == authority else code, things.law_name(things.laws(on)[code]))
    (fact,) = [f for f in law.facts(of, on) if "end" in f.label.lower()]
    return fact.label, fact.value.replace(terms.NBSP, " "), fact.note


@pytest.mark.parametrize(
    ("code", "on", "said"),
    [
        # Section 122 lets a surcharge run 150 days: from 24 February to 23 July 2026
        ("surcharge_2026", RULING, ("Set to end", "23 Jul 2026", "")),
        ("surcharge_2026", NEWEST, ("Ended", "23 Jul 2026", "")),
        # customs stopped collecting on 24 February 2026, whatever end EO 14358 had printed
        ("ieepa_fentanyl", RULING, ("Ended", "23 Feb 2026", "")),
        ("reciprocal", RULING, ("Ended", "23 Feb 2026", "")),
        # 90 FR 55232 prints 9 November 2026
        ("exclusions", RULING, ("Set to end", "9 Nov 2026", "")),
        ("exclusions", NEWEST, ("Was set to end", "9 Nov 2026", "")),
        ("quartz", NEWEST, ("Set to end", "14 Aug 2030", "in part")),
        ("list_1", NEWEST, ("Set to end", law.SAY("law.fact.no_end"), "")),
    ],
)
def test_the_tile_says_the_day_its_lists_and_acts_have(code: str, on: date, said: tuple[str, str, str]) -> None:
    assert end(code, on) == said


def test_an_end_printed_after_the_day_is_not_known_on_it() -> None:
    assert end("section_301", date(2025, 6, 9))[1] == law.SAY("law.fact.no_end")


def test_goods_are_not_exempt_after_the_printed_end_of_their_exclusion() -> None:
    """Duties by product take the exclusions as ended on 9 November 2026; so does the list of their goods."""
    rows = law_goods.on_the_day("section_301", "exclusions", NEWEST)
    assert set(rows["date"]) == {pd.Timestamp("2026-11-09")}
    before = law_goods.on_the_day("section_301", "exclusions", RULING)
    assert set(before["date"]) == {pd.Timestamp(RULING)}
