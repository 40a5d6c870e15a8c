"""How both sides escalated and climbed down: stacks, providers' averages, partners and the acts behind them."""

import streamlit as st

from parley.charts import averages as average_charts
from parley.charts import stages as stage_charts
from parley.charts import tariffs as charts
from parley.charts.steps import mirrored_steps
from parley.ui import blocks, cache, controls, lists, shell
from parley.ui import tariff_facts as facts

shell.join_dashboard()

ACTORS = {"both": "Both sides", "USA": "United States", "CHN": "China"}
SIDES, PROVIDERS = facts.SIDES, [facts.BY_LAW, facts.TOTALS]

as_of = controls.as_of()


@blocks.live("Average tariffs", title="Tariffs between the US and China")
def _() -> None:
    answer, metrics, known = cache.derived("tariff header", (as_of,), lambda: facts.header(as_of))
    blocks.page_header(
        answer,
        "The providers weigh goods by different years and treat exemptions differently. "
        "They stand side by side and are never joined into one line.",
    )
    if metrics:
        blocks.metrics(metrics)
    blocks.known_until(known)


@blocks.live("Providers side by side")
def _() -> None:
    heading = st.container(gap="xxsmall")
    with st.container(horizontal=True):
        importer = controls.choose("Direction", list(SIDES), "tariff_direction", SIDES.__getitem__)
        periods = cache.derived("tariff periods", (as_of,), lambda: facts.periods(as_of))
        period = controls.choose("Period", periods, "tariff_period")
    choice = (importer, period, as_of)
    shown = cache.derived("tariffs compared", choice, lambda: facts.compared(*choice))
    blocks.chart_block(
        shown.caption,
        shown.figures,
        {
            "Side by side": lambda palette: average_charts.side_by_side(shown.marked, shown.spread, importer, palette),
            "Over time": lambda palette: average_charts.over_time(shown.figures, importer, palette),
        },
        "tariff_averages",
        heading=heading,
        state=choice,
    )


@blocks.live("Duties stage by stage")
def _() -> None:
    duties = cache.derived("tariff stages", (as_of,), lambda: facts.staged(as_of))
    blocks.chart_block(
        duties.caption,
        duties.steps,
        {
            "Stage by stage": lambda palette: stage_charts.stage_bars(duties.stages, duties.totals, palette),
            "On a time axis": lambda palette: mirrored_steps(duties.steps, duties.events, as_of, palette),
        },
        "tariff_stages",
        note="Hatched on the time axis: lists of goods only, or not confirmed.",
        state=(as_of,),
    )


@blocks.live("Partners")
def _() -> None:
    heading = st.container(gap="xxsmall")
    provider = controls.choose("Provider", PROVIDERS, "tariff_partners_by")
    caption, rates = cache.derived("tariff partners", (provider, as_of), lambda: facts.partners_of_us(provider, as_of))
    blocks.chart_block(
        caption,
        rates,
        {"Chart": lambda palette: charts.partner_bars(rates, palette)},
        "tariff_partners",
        heading=heading,
        state=(provider, as_of),
    )


@blocks.live("Acts and rulings")
def _() -> None:
    heading = st.container(gap="xxsmall")
    actor = controls.choose("Side", list(ACTORS), "tariff_actor", ACTORS.__getitem__)
    words, short, every, note = cache.derived("tariff acts", (actor, as_of), lambda: facts.listed_acts(actor, as_of))
    lists.list_block(words, short, every, "tariff_acts", note=note, heading=heading)


blocks.how_worked_out(
    """
**Average tariff**: duties that the law sets, weighted by the value of trade, ordinary (MFN) duty included:
sum of (rate x value) / sum of value. It is not what was collected: buyers switch away from taxed goods and claim
exemptions. What customs calculated stands on the *Trade* page.

| series | weights | what to know |
|---|---|---|
| Yale, rebuilt | US imports of 2024 | a third party's run of the Budget Lab's code; law known to 8 June 2026 |
| Yale, July 2026 | the Budget Lab's own | single days only; its last figure is for duties as proposed in June 2026 |
| Waugh | US imports of 2024 | dated by announcement (Geneva 12 May, Busan 1 November 2025), not by legal effect |
| PIIE | PIIE's own | figures printed for single days; those nobody could check are left out |
| WTO lines | China's imports from the US, January 2025 | mean over tariff lines, without case-by-case waivers |
| Waugh lines | US imports of 2024; US exports of 2017 or of 2020 | mean over HS6 codes, 2018 to 2020 |

Unweighted means are another concept and are not drawn. A printed figure is shown on its own day only; a step until the
next one. Hollow or dashed: a step Yale's code only projected (without the duty of 24 July 2026),
a figure for proposed duties, or one published more than a week before the day it is for. No line runs
through two methods, and nothing is drawn where no provider has a figure (February 2020 to January 2025).

**Partners**: the 15 largest sources of US imports of 2024. The European Union is the mean of its members weighted by US
imports of 2022, the last year with every member in our tables.
"""
)
