"""What China's export controls cover, typed in ``data/facts/control_items.csv``."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts

SEVEN = {"Sm", "Gd", "Tb", "Dy", "Lu", "Sc", "Y"}
FIVE = {"Ho", "Er", "Tm", "Eu", "Yb"}


def build(raw: Path) -> pd.DataFrame:
    """The facts as typed, sorted by act, item and stage; ``raw`` is not read."""
    del raw  # the facts are the source
    facts = read_typed_facts("control_items")
    return facts.sort_values(["valid_from", "event_id", "item", "stage"], ignore_index=True)


def _elements(event_id: str, expected: set[str], source: str) -> Published:
    return Published(
        what=f"elements of {event_id} that are not the {len(expected)} printed, or lacking",
        expected=0,
        compute=lambda frame: len(set(frame.loc[frame["event_id"] == event_id, "symbol"]) ^ expected),
        tolerance=0,
        source=source,
    )


PUBLISHED = (
    _elements("mofcom-2025-18", SEVEN, "MOFCOM and GACC Announcement No. 18 of 2025"),
    _elements("mofcom-2025-57", FIVE, "MOFCOM and GACC Announcement No. 57 of 2025"),
    Published(
        what="suspensions of the seven elements controlled since April 2025",
        expected=0,
        compute=lambda frame: frame.loc[frame["event_id"] == "mofcom-2025-18", "suspended_from"].notna().sum(),
        tolerance=0,
        source="MOFCOM and GACC Announcement No. 70 of 2025",
    ),
)
