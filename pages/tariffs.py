"""How both sides escalated and climbed down: stacks, providers' averages, partners and the acts behind them."""

import streamlit as st

from parley.charts import averages as average_charts
from parley.charts import stages as stage_charts
from parley.charts import tariffs as charts
from parley.charts.steps import mirrored_steps
from parley.measures import acts, averages, events, stages, tariffs
from parley.ui import blocks, cache, controls, lists, shell, tariff_facts

shell.join_dashboard()

SIDES = {"USA": "US on China", "CHN": "China on US"}
ACTORS = {"both": "Both sides", "USA": "United States", "CHN": "China"}
PROVIDERS = [tariff_facts.BY_LAW, tariff_facts.TOTALS]

as_of = controls.as_of()

with blocks.guarded("Average tariffs", title="Tariffs between the US and China"):
    figures = {side: tariff_facts.figures(side, as_of) for side in SIDES}
    us = figures["USA"]
    spread = averages.spreads(averages.marks(us, averages.latest_period(us), as_of))
    blocks.page_header(
        tariff_facts.page_answer(spread, as_of),
        "The providers weigh goods by different years and treat exemptions differently. "
        "They stand side by side and are never joined into one line.",
    )
    blocks.metrics(tariff_facts.metrics(us, figures["CHN"], spread))
    blocks.known_until(tariff_facts.known_until(us, figures["CHN"]))

with blocks.guarded("Providers side by side"):
    heading = st.container(gap="xxsmall")
    with st.container(horizontal=True):
        importer = controls.choose("Direction", list(SIDES), "tariff_direction", SIDES.__getitem__)
        period = controls.choose("Period", [averages.SINCE_2025, averages.FIRST_WAR], "tariff_period")
    shown = averages.in_period(tariff_facts.figures(importer, as_of), period)
    if shown.empty:
        raise blocks.NothingToShowError(f"{period}: no figure was known on this date. Choose the other period.")
    marked = averages.marks(shown, period, as_of)
    spans = averages.spreads(marked)
    blocks.chart_block(
        average_charts.averages_caption(marked, spans, importer),
        shown,
        {
            "Side by side": lambda palette: average_charts.side_by_side(marked, spans, importer, palette),
            "Over time": lambda palette: average_charts.over_time(shown, importer, palette),
        },
        "tariff_averages",
        heading=heading,
    )

with blocks.guarded("Duties stage by stage"):
    steps = tariffs.both_sides_steps(cache.table("tariff_layers", as_of), as_of)
    staged = stages.stages(steps)
    if staged.empty:
        raise blocks.NothingToShowError(
            "No duty on all goods stood by this date; duties on lists are in the acts below."
        )
    totals = stages.totals(staged)
    no_events = events.key_events(cache.table("events", as_of), ())
    blocks.chart_block(
        stage_charts.stages_caption(staged, totals),
        steps,
        {
            "Stage by stage": lambda palette: stage_charts.stage_bars(staged, totals, palette),
            "On a time axis": lambda palette: mirrored_steps(steps, no_events, as_of, palette),
        },
        "tariff_stages",
        note="Hatched on the time axis: lists of goods only, or not confirmed.",
    )

with blocks.guarded("Partners"):
    heading = st.container(gap="xxsmall")
    provider = controls.choose("Provider", PROVIDERS, "tariff_partners_by")
    rates, day = tariff_facts.partner_rates(provider, as_of)
    blocks.chart_block(
        charts.partners_caption(rates, day, provider, not controls.is_latest()),
        rates,
        {"Chart": lambda palette: charts.partner_bars(rates, palette)},
        "tariff_partners",
        heading=heading,
    )

with blocks.guarded("Acts and rulings"):
    heading = st.container(gap="xxsmall")
    actor = controls.choose("Side", list(ACTORS), "tariff_actor", ACTORS.__getitem__)
    every = acts.acts(cache.table("events", as_of), None if actor == "both" else actor)
    main = acts.main_steps(every)
    lists.list_block(
        charts.acts_caption(main, every),
        lists.act_list(main.head(10)),
        every,
        "tariff_acts",
        note=f"Listed: the newest {min(10, len(main))} of {len(main)} main steps; the table holds {len(every)} acts.",
        heading=heading,
    )

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
