"""What the app will say differently once the new tables are in place, sentence by sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date

import pandas as pd

from parley.tables import read as tables
from parley.tables.schema import load_schema

Say = Callable[[date], Mapping[str, str]]
FIXED = "Briefing"  # stands on 9 June 2025: no later figure may move what was known then
BESIDE = ("sources", "changes")  # tables about the others


@dataclass(frozen=True)
class Saying:
    """One place of the app before and after; ``may_move`` is False where no refresh should change it."""

    place: str
    before: str
    after: str
    may_move: bool = True


def nothing(_: date) -> Mapping[str, str]:
    """What no app says."""
    return {}


def differences(say: Say, on: date, frames: Mapping[str, pd.DataFrame]) -> list[Saying]:
    """Until when each table is known, and every place of ``say`` whose words these tables change.

    Both are taken on one day, so that what differs is due to the tables.
    """
    moved = [_known(name, frame) for name, frame in sorted(frames.items()) if name not in BESIDE]
    before = say(on)
    with tables.read_instead(frames):
        after = say(on)
    texts = [
        Saying(place, words, after.get(place, "no longer said"), not place.startswith(FIXED))
        for place, words in before.items()
    ]
    return [one for one in [*moved, *texts] if one.before != one.after]


def _known(name: str, frame: pd.DataFrame) -> Saying:
    was = newest_day(name, tables.read_table(name))
    return Saying(f"Table {load_schema(name).title}", f"known until {was}", f"known until {newest_day(name, frame)}")


def newest_day(name: str, frame: pd.DataFrame) -> str:
    """The newest day on which a row of the table became known; ``not dated`` where its schema names none.

    Raises SchemaError.
    """
    rules = load_schema(name).as_of
    if rules is None:
        return "not dated"
    days = tables.known_date(frame, rules).dropna()
    return f"{days.max():%Y-%m-%d}" if len(days) else "no day"
