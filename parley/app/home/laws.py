"""The laws that make up today's duty on each side, each linked to its order, and the main turns the chart marks."""

from datetime import date
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.tariffs.duty_steps import BREAK, LEGEND
from parley.measures import events as dated
from parley.measures import tariffs

SAY = words.beside(__file__)
KEY_EVENTS = ("us-ieepa-fent-1", "us-ieepa-recip-125", "geneva", "busan", "scotus", "us-301-fl")
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
            laws_ = terms.listed([_law(row, links) for row in stack.to_dict("records")])
            sides.append(SAY("laws.side", goods=goods, laws=laws_))
    return SAY("laws.line", sides="; ".join(sides)) if sides else ""


def _law(row: dict[Any, Any], links: pd.Series) -> str:
    link = links.get(row["event_id"])
    named = f"[{row['instrument']}]({link})" if isinstance(link, str) else row["instrument"]
    told = {"rate": terms.law_rate(row["rate_pct"]), "instrument": named, "day": terms.day(row["since"])}
    if row["authority"] == "china_retaliation":  # the goods say whose it is
        return SAY("laws.law_of_china", **told)
    return SAY("laws.law", authority=LEGEND[row["authority"]], **told)


def key_events(events: pd.DataFrame, as_of: date) -> pd.DataFrame:
    """The main turns of ``events`` up to the day, with ``date``: what is known but still ahead is not on the chart."""
    return dated.between(dated.key_events(events, KEY_EVENTS), BREAK, pd.Timestamp(as_of))
