"""Which inputs hang on Chinese rare earths: shares by stage and edition, magnet exports by month, export controls."""

import streamlit as st

from parley import terms
from parley.charts import export_controls as control_charts
from parley.charts import exports as export_charts
from parley.charts import supply as charts
from parley.measures import events as dated
from parley.measures import export_controls, exports, supply
from parley.ui import blocks, cache, controls, shell, supply_facts

shell.join_dashboard()

EVENTS = ("mofcom-2025-18", "geneva", "london", "mofcom-2025-57", "mofcom-2025-70", "cn-general-licences")
GOODS = {exports.MAGNETS: "Magnets", exports.ALL_FORMS: "All forms"}
GROUPS = {"earths": "Rare earths", "others": "Other minerals and goods"}

as_of = controls.as_of()

with blocks.guarded("Rare-earth supply", title="China's place in rare-earth supply"):
    bars = supply.stage_bars(cache.table("stage_shares", as_of))
    editions = supply.china_by_edition(cache.table("mine_production", as_of))
    traded = cache.table("china_rare_earth_exports", as_of)
    spells = export_controls.spells(cache.table("control_items", as_of), cache.table("events", as_of), as_of)
    blocks.page_header(supply_facts.answer(bars), supply_facts.covers(spells))
    magnets = exports.months(traded, exports.MAGNETS, ["WLD", "USA"])
    blocks.metrics(supply_facts.metrics(editions, bars, magnets))
    blocks.known_until(supply_facts.known_until())

with blocks.guarded("Stages"):
    shown = supply.stage_bars(cache.table("stage_shares", as_of))
    if shown.empty:
        raise blocks.NothingToShowError(f"No shares by stage had been published by {terms.day(as_of)}.")
    blocks.chart_block(
        charts.stages_caption(shown),
        shown,
        {"Chart": lambda palette: charts.stage_bars(shown, palette)},
        "rare_stages",
        note="Magnets, and shares of the 2024 edition: read in press reports",
    )

with blocks.guarded("Editions"):
    mined = supply.china_by_edition(cache.table("mine_production", as_of))
    if mined.empty:
        raise blocks.NothingToShowError(f"No edition of mine output had been published by {terms.day(as_of)}.")
    blocks.chart_block(
        charts.editions_caption(mined),
        mined,
        {"Chart": lambda palette: charts.china_editions(mined, palette)},
        "rare_editions",
        note="Myanmar is gross weight to 2021 and oxide from 2022, a break in the yearbook's world total",
    )

with blocks.guarded("Exports by month"):
    heading = st.container(gap="xxsmall")
    goods = controls.choose("Goods", list(GOODS), "rare_goods", GOODS.__getitem__)
    partners = ["WLD", "USA"] if goods == exports.MAGNETS else ["WLD"]
    table = cache.table("china_rare_earth_exports", as_of)
    months = exports.months(table, goods, partners)
    if months.empty:
        raise blocks.NothingToShowError(
            f"No monthly figure of these exports had been published by {terms.day(as_of)}. Choose a later as-of date."
        )
    before = exports.year_row(table, goods, "USA", 2024)
    mean = float(before["per_month_t"].iloc[0]) if len(before) else None
    acts = dated.between(
        dated.key_events(cache.table("events", as_of), EVENTS), months["period_start"].min(), months["period_end"].max()
    )
    blocks.chart_block(
        export_charts.exports_caption(months, partners, mean, goods),
        exports.with_year(months, before),
        {"Chart": lambda palette: export_charts.monthly_exports(months, partners, mean, acts, palette)},
        "rare_exports",
        below=lambda: blocks.event_key(acts),
        heading=heading,
    )

with blocks.guarded("Export controls"):
    heading = st.container(gap="xxsmall")
    group = controls.choose("Controls on", list(GROUPS), "rare_controls", GROUPS.__getitem__)
    known = export_controls.spells(cache.table("control_items", as_of), cache.table("events", as_of), as_of)
    chosen = known[known["is_rare_earth"] == (group == "earths")]
    if chosen.empty:
        raise blocks.NothingToShowError(f"China had announced no such control by {terms.day(as_of)}.")
    blocks.chart_block(
        control_charts.controls_caption(chosen, group),
        chosen,
        {"Timeline": lambda palette: control_charts.control_timeline(chosen, palette)},
        "rare_controls_by_element",
        heading=heading,
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
