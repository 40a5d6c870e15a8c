"""Events of the dispute, typed in ``data/facts/events.csv``: acts, rulings, talks and statements."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, read_typed_facts


def build(raw: Path) -> pd.DataFrame:
    """The facts as typed, sorted by the day they became known; ``raw`` is not read."""
    del raw  # the facts are the source
    facts = read_typed_facts("events")
    known = facts["announced_on"].fillna(facts["valid_from"])
    return facts.assign(known=known).sort_values(["known", "event_id"], ignore_index=True).drop(columns="known")


def _day(event_id: str, column: str, day: str) -> Published:
    """An event stands on the day its act prints: the difference in days is zero."""
    return Published(
        what=f"{event_id}: days between {column} and {day}",
        expected=0,
        compute=lambda frame: (frame.loc[frame["event_id"] == event_id, column] - pd.Timestamp(day)).dt.days.item(),
        tolerance=0,
        source=DAYS[event_id, column, day],
    )


DAYS = {
    ("us-301-2025step", "valid_from", "2025-01-01"): "Harmonized Tariff Schedule, heading 9903.91.05",
    ("us-232-uk-25", "valid_from", "2025-06-04"): "Proclamation 10947, clause 7",
    ("uk-steel-deadline", "valid_from", "2025-07-09"): "Proclamation 10947, clause 7",
    ("us-recip-pause-end", "valid_from", "2025-07-09"): "Executive Order 14266, section 2",
    ("us-recip-pause-ext", "scheduled_end", "2025-08-01"): "Executive Order 14316, section 2",
    ("us-geneva", "valid_from", "2025-05-14"): "Executive Order 14298",
    ("cn-geneva", "valid_from", "2025-05-14"): "State Council Tariff Commission, 13 May 2025",
    ("london", "announced_on", "2025-06-09"): "Joint Statement of Stockholm",
    ("scotus", "announced_on", "2026-02-20"): "Learning Resources v. Trump",
    ("mofcom-2025-18", "valid_from", "2025-04-04"): "MOFCOM and GACC Announcement No. 18 of 2025",
    ("us-recip-annex", "valid_from", "2025-09-08"): "Executive Order 14346",
    ("us-uk-epd-eo", "valid_from", "2025-06-30"): "Harmonized Tariff Schedule, heading 9903.94.31",
    ("us-301-fl-prop", "announced_on", "2026-06-02"): "memorandum of 23 July 2026",
    ("us-301-continue", "announced_on", "2026-10-07"): "91 FR 64212",
    ("us-exclusions-codes-2", "announced_on", "2026-10-07"): "91 FR 64211",
    ("us-exclusions-end", "valid_from", "2026-11-09"): "90 FR 55232",
    ("us-301-cranes-2026", "valid_from", "2026-11-10"): "Harmonized Tariff Schedule, heading 9903.91.14",
    ("us-301-semi-2027", "valid_from", "2027-06-23"): "Harmonized Tariff Schedule, note 31(f)(ii)",
}

PUBLISHED = (
    Published(
        what="main steps of the tariffs of the two sides on each other",
        expected=27,
        compute=lambda frame: frame["is_us_cn_headline"].sum(),
        tolerance=0,
        source="curated timeline of tariff acts, November 2026",
    ),
    *(_day(*key) for key in DAYS),
)
