"""The list of acts and rulings of the two sides on tariffs, newest first."""

import pandas as pd

SUBJECTS = ("tariff", "court")
COLUMNS = [
    "valid_from",
    "announced_on",
    "actor",
    "title",
    "authority",
    "rate_before_text",
    "rate_after_text",
    "rate_after_pct",
    "is_us_cn_headline",
    "instrument",
    "citation",
    "scope",
    "status_text",
    "verification",
    "source_url",
    "event_id",
    "source_id",
]


def acts(events: pd.DataFrame, actor: str | None = None) -> pd.DataFrame:
    """Tariff acts and court rulings, of both sides unless ``actor`` names one, by the day in force, newest first.

    An act that never came into force stands at the day it was announced. ``events``: the table, as known on a day.
    """
    chosen = events["domain"].isin(SUBJECTS) & events["actor"].isin(["USA", "CHN"] if actor is None else [actor])
    day = events["valid_from"].fillna(events["announced_on"]).rename("day")
    rows = events[chosen].assign(day=day)
    return rows.sort_values(["day", "announced_on", "event_id"], ascending=False, ignore_index=True)[COLUMNS]


def main_steps(rows: pd.DataFrame) -> pd.DataFrame:
    """Of these acts the main steps of the tariffs of the two sides on each other."""
    return rows[rows["is_us_cn_headline"].astype(bool)].reset_index(drop=True)
