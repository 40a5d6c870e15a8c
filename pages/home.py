"""Where the dispute stands: both sides' duties, what was collected, and the questions people bring."""

import streamlit as st

from parley import terms
from parley.app import guide, shell
from parley.app.home import answers, cards, dates_and_deficit, laws
from parley.app.kit import blocks, cache, controls, error_sentences, html_text, law_average
from parley.app.tariffs.charts import duty_steps as charts
from parley.measures import tariffs

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("Duties in force", title="Where the dispute stands")
def _() -> None:
    steps = cache.derived(
        "duty steps", (as_of,), lambda: tariffs.both_sides_steps(cache.table("tariff_layers", as_of), as_of)
    )
    events = cache.derived("key events", (as_of,), lambda: laws.key_events(cache.table("events", as_of), as_of))
    blocks.page_header(
        *cache.derived("headline", (as_of,), lambda: answers.headline_answer(steps, cards.listed(as_of)))
    )
    with error_sentences.guarded("Facts"):
        blocks.metrics(cache.derived("home facts", (as_of,), lambda: cards.facts(steps, as_of)))
    with error_sentences.guarded("Laws"):
        words = cache.derived("home laws", (as_of,), lambda: laws.laws(steps, cache.table("events", as_of)))
        if words:
            st.html(html_text.marked(f"{words} {law_average.sentence(as_of)}"))
    blocks.known_until(cache.derived("home known", (as_of,), lambda: answers.known_until(steps, as_of)))
    if steps.empty:
        raise error_sentences.NothingToShowError(
            f"Nothing to draw on {terms.day(as_of)}: neither a duty on all goods of the other side nor a list of its "
            "goods at a confirmed rate was in force."
        )
    blocks.chart_block(
        cache.derived("duty caption", (as_of,), lambda: charts.steps_caption(steps, as_of)),
        steps,
        {"Chart": lambda palette: charts.mirrored_steps(steps, events, as_of, palette)},
        "duties",
        below=lambda: blocks.event_key(events),
        state=(as_of,),
    )


dates_and_deficit.draw(as_of)

blocks.finding("Questions people bring")
cards.draw(as_of)
guide.draw()

blocks.how_worked_out(
    """
The chart adds up the **additional duties on all goods, or on all goods but listed exemptions**, by legal authority.
It is the rate before exemptions: 30 % on paper adds about 26 points on 2024 trade. Ordinary (MFN) duties and duties
on lists of goods (Section 301 lists of 2018 to 2024, Section 232 on metals and cars) come on top; the hatched bars up
to 2024 show the highest rate on any list, not an average. The *Tariffs* page shows what providers make of all of it.

*In force* on a day: first day, last day and the days between. An end is shown only from the day it was announced.
After the last day a source confirms a duty it is drawn as *not confirmed*, never as zero.
"""
)
