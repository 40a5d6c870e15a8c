"""The next dates that acts set, in one line."""

from datetime import date
from html import escape

import pandas as pd

from parley import terms, words
from parley.app.home.stages import short_name
from parley.app.kit import cache, html_text
from parley.app.kit.cache import kept
from parley.measures import events as dated

SAY = words.beside(__file__)
SHOWN = 4


@kept
def ahead(as_of: date) -> pd.DataFrame:
    """Rows of ``measures.events.ahead`` to await, without ends that a later one replaces, each with its few words
    (``what``); what both sides set for a day in the same words stands once.
    """
    rows = dated.ahead(cache.table("events", as_of), pd.Timestamp(as_of))
    rows = rows[rows["extended_to"].isna()]
    words = [dated.said(short_name(row["event_id"], row["title"]), row["kind"]) for row in rows.to_dict("records")]
    return rows.assign(what=words).drop_duplicates(["date", "what"], ignore_index=True)


@kept
def line(as_of: date) -> str:
    """The first dates as a list of links to the acts; where there is none, a sentence."""
    rows = ahead(as_of).head(SHOWN)
    if rows.empty:
        return html_text.note(SAY("dates.none", day=terms.day(as_of)))
    dates = "".join(map(_date, rows["date"], rows["what"], rows["source_url"]))
    return f'<ul class="parley-dates" aria-label="{escape(SAY("score.next"))}">{dates}</ul>'


def _date(day: pd.Timestamp, what: str, url: object) -> str:
    words = f"<b>{terms.day(day)}</b> <span>{escape(what)}</span>"
    link = f'<a href="{escape(url)}" target="_blank">{words}</a>' if isinstance(url, str) else words
    return f"<li>{link}</li>"
