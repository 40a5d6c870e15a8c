"""Both sides stage by stage: China's extra tariffs on all US goods to the left, the United States' to the right."""

from collections.abc import Hashable, Mapping
from datetime import date
from html import escape
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.measures import tariffs
from parley.measures.duty_stages import SIDES, long_stages

SAY = words.beside(__file__)
Row = Mapping[Hashable, Any]


@kept
def steps(as_of: date) -> pd.DataFrame:
    """Both sides' steps up to the day, as ``tariffs.both_sides_steps`` gives them."""
    return tariffs.both_sides_steps(cache.table("tariff_layers", as_of), as_of)


@kept
def rows(as_of: date) -> pd.DataFrame:
    """``duty_stages.long_stages`` as known on the day, each with its ``stage`` in words and the acts behind it."""
    table = long_stages(steps(as_of), cache.table("tariff_layers", as_of))
    acts = cache.table("events", as_of).set_index("event_id")
    tops = {side: table[f"{side}_rate_pct"].max() for side in SIDES}
    records = table.to_dict("records")
    for side in SIDES:
        table[f"{side}_act"] = table[f"{side}_event_id"].map(acts["title"])
        table[f"{side}_act_url"] = table[f"{side}_event_id"].map(acts["source_url"])
    return table.assign(stage=[_name(row, tops, acts) for row in records])


def _name(row: Row, tops: Mapping[str, float], acts: pd.DataFrame) -> str:
    """A stage in words: the peak of both sides once it has passed, else by the act that began it."""
    if pd.notna(row["valid_to"]) and all(row[f"{side}_rate_pct"] == top for side, top in tops.items()):
        return SAY("stages.peak")
    event = row["event_id"]
    if pd.isna(event):
        return SAY("stages.ended")
    return short_name(str(event), str(acts.at[event, "title"]))


def short_name(event_id: str, title: str) -> str:
    """An act in at most four words where these are written down, else by its title."""
    if f"acts.{event_id}" in dict(SAY.texts()):
        return SAY("acts", event_id)
    return title.replace(" %", "%")


def mirror(table: pd.DataFrame) -> str:
    """The stages as a table whose bars share one scale; each rate links to the act that set it."""
    top = float(max(table[f"{side}_rate_pct"].max() for side in SIDES))
    lines = "".join(_line(row, top, number == len(table) - 1) for number, row in enumerate(table.to_dict("records")))
    heads = "".join(
        f'<th scope="col"><span class="parley-unseen">{escape(words)}</span></th>'
        for words in (SAY("score.side", "china"), SAY("stages.head"), SAY("score.side", "us"))
    )
    return f'<table class="parley-mirror"><thead><tr>{heads}</tr></thead><tbody>{lines}</tbody></table>'


def _line(row: Row, top: float, is_last: bool) -> str:
    name = escape(row["stage"])
    stage = f"<b>{name}</b>" if is_last else name
    middle = f'<th scope="row">{stage}<small>{terms.day(row["valid_from"])}</small></th>'
    china, us = (_side(row, side, top) for side in ("china", "us"))
    return f"<tr>{china}{middle}{us}</tr>"


def _side(row: Row, side: str, top: float) -> str:
    rate = row[f"{side}_rate_pct"]
    if pd.isna(rate):
        said = SAY("stages.none", "lists" if row[f"{side}_is_listed"] else "nothing")
        return f'<td class="parley-{side}"><div><small>{escape(said)}</small></div></td>'
    unsure = "" if row[f"{side}_is_confirmed"] else ' class="parley-unsure"'
    bar = f'<i{unsure} style="--share: {rate / top:.4f}"></i>'
    link = f'<a href="{escape(row[f"{side}_act_url"])}" target="_blank" title="{escape(row[f"{side}_act"])}">'
    figure = f"{link}{terms.law_rate(rate)}</a>" if isinstance(row[f"{side}_act_url"], str) else terms.law_rate(rate)
    return f'<td class="parley-{side}"><div>{bar}{figure}</div></td>'
