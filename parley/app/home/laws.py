"""The laws that make up today's duty on each side, each linked to its order, and the main turns the chart marks."""

from datetime import date
from typing import Any

import pandas as pd

from parley import terms
from parley.app.tariffs.charts.duty_steps import BREAK, LEGEND
from parley.measures import events as dated
from parley.measures import tariffs

KEY_EVENTS = ("us-ieepa-fent-1", "us-ieepa-recip-125", "geneva", "busan", "scotus", "us-301-fl", "truce-expiry")
GOODS = {"USA": "on Chinese goods", "CHN": "on US goods"}


def laws(steps: pd.DataFrame, events: pd.DataFrame) -> str:
    """One Markdown line: what makes up the last day's headline duty of each side; empty before there was one.

    ``steps``: as ``tariffs.both_sides_steps`` gives them; ``events``: the acts, for their links.
    """
    links = events.set_index("event_id")["source_url"]
    sides = []
    for importer, goods in GOODS.items():
        stack = tariffs.latest_step(steps, importer)
        if len(stack):
            sides.append(f"{goods} {terms.listed([_law(row, links) for row in stack.to_dict('records')])}")
    return f"The laws behind: {'; '.join(sides)}." if sides else ""


def _law(row: dict[Any, Any], links: pd.Series) -> str:
    link = links.get(row["event_id"])
    named = f"[{row['instrument']}]({link})" if isinstance(link, str) else row["instrument"]
    authority = "" if row["authority"] == "china_retaliation" else f" {LEGEND[row['authority']]}"  # said by the goods
    return f"**{terms.rate(row['rate_pct'])}**{authority} ({named}, from {terms.day(row['since'])})"


def key_events(events: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The main turns of ``events`` up to the day, with ``date``: what is known but still ahead is not on the chart."""
    return dated.between(dated.key_events(events, KEY_EVENTS), BREAK, pd.Timestamp(as_of))
