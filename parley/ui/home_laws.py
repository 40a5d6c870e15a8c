"""The laws that make up today's duty on each side: rate, authority, text and first day, each linked to its order."""

from typing import Any

import pandas as pd

from parley import terms
from parley.charts.steps import LEGEND
from parley.measures import tariffs

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
