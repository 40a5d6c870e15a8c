"""Which inputs hang on Chinese rare earths: shares by stage and edition, magnet exports by month, export controls."""

import streamlit as st

from parley import terms
from parley.charts import export_controls as control_charts
from parley.charts import supply as charts
from parley.measures import supply
from parley.ui import blocks, cache, controls, shell, supply_facts

shell.join_dashboard()

GROUPS = {"earths": "Rare earths", "others": "Other minerals and goods"}

as_of = controls.as_of()

today = (as_of,)


@blocks.live("Rare-earth supply", title="China's place in rare-earth supply")
def _() -> None:
    answer, covers, facts = cache.derived("supply header", today, lambda: supply_facts.header(as_of))
    blocks.page_header(answer, covers)
    blocks.metrics(facts)
    blocks.known_until(supply_facts.known_until())


@blocks.live("Stages")
def _() -> None:
    bars = cache.derived("stage bars", today, lambda: supply.stage_bars(cache.table("stage_shares", as_of)))
    if bars.empty:
        raise blocks.NothingToShowError(f"No shares by stage had been published by {terms.day(as_of)}.")
    blocks.chart_block(
        cache.derived("stage words", today, lambda: charts.stages_caption(bars)),
        bars,
        {"Chart": lambda palette: charts.stage_bars(bars, palette)},
        "rare_stages",
        note="Magnets, and shares of the 2024 edition: read in press reports",
        state=today,
    )


@blocks.live("Editions")
def _() -> None:
    mined = cache.derived("editions", today, lambda: supply.china_by_edition(cache.table("mine_production", as_of)))
    if mined.empty:
        raise blocks.NothingToShowError(f"No edition of mine output had been published by {terms.day(as_of)}.")
    blocks.chart_block(
        cache.derived("edition words", today, lambda: charts.editions_caption(mined)),
        mined,
        {"Chart": lambda palette: charts.china_editions(mined, palette)},
        "rare_editions",
        note="Myanmar is gross weight to 2021 and oxide from 2022, a break in the yearbook's world total",
        state=today,
    )


@blocks.live("Exports by month")
def _() -> None:
    heading = st.container(gap="xxsmall")
    goods = controls.choose("Goods", list(supply_facts.TRADED), "rare_goods", supply_facts.TRADED.__getitem__)
    sold = cache.derived("exports by month", (goods, as_of), lambda: supply_facts.exports_by_month(goods, as_of))
    blocks.chart_block(
        sold.caption,
        sold.rows,
        {"Chart": sold.figure},
        "rare_exports",
        below=lambda: blocks.event_key(sold.acts),
        heading=heading,
        state=(goods, as_of),
    )


@blocks.live("Export controls")
def _() -> None:
    heading = st.container(gap="xxsmall")
    group = controls.choose("Controls on", list(GROUPS), "rare_controls", GROUPS.__getitem__)
    chosen = cache.derived("controls", (group, as_of), lambda: supply_facts.controls_on(group == "earths", as_of))
    if chosen.empty:
        raise blocks.NothingToShowError(f"China had announced no such control by {terms.day(as_of)}.")
    blocks.chart_block(
        cache.derived("control words", (group, as_of), lambda: control_charts.controls_caption(chosen, group)),
        chosen,
        {"Timeline": lambda palette: control_charts.control_timeline(chosen, palette)},
        "rare_controls_by_element",
        heading=heading,
        state=(group, as_of),
    )


blocks.how_worked_out(
    """
**Share of mine output** = China's output / world total as the edition prints it (rounded), all rare earths as oxide.
China's figure is its production quota. The table gives the share of the unrounded sum of countries beside it. The US
Geological Survey revises the year before with each edition; editions are never joined into one line.

**Stages** are other goods: the International Energy Agency counts neodymium, praseodymium, dysprosium and terbium only.
Its refined tonnage of 2024 exceeds the mined one; it is shown as published. For magnets one share is known, read in
press reports, and no table of countries.

**HHI** (Herfindahl-Hirschman index) = sum of squared shares in percent; 10,000 is a single supplier. The lower bound
leaves out what is not broken down by country, the upper one counts it as a single supplier; the truth lies between.

**Exports** are Chinese customs figures as news reports gave them. Derived: worked out from published totals or rates of
change, the working stands in the table's note. Nothing is filled: a month without a figure says n/a.

**Controls** rest on the notices of China's Ministry of Commerce and on reports of them. *In force* runs to the last day
the state was told; a suspension to the end printed in it. What comes after is *not confirmed*, not lapsed.
"""
)
