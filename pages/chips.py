"""Chips: who sells them to the US, what each side withholds, the computers from Taiwan, exports, duties."""

import streamlit as st

from parley.app import shell
from parley.app.chips import header, subjects
from parley.app.chips.charts import trade as charts
from parley.app.kit import blocks, cache, controls

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("Trade in chips", title="Chips in the dispute between the US and China")
def _() -> None:
    answer, covers, facts, known = cache.derived("chips header", (as_of,), lambda: header.header(as_of))
    blocks.page_header(answer, covers)
    blocks.metrics(facts)
    blocks.known_until(known)


@blocks.live("Who sells chips")
def _() -> None:
    heading = st.container(gap="xxsmall")
    product = controls.choose("Goods", list(header.PRODUCTS), "chip_goods", charts.GOODS.__getitem__)
    rows = cache.derived("chip partners", (product, as_of), lambda: header.partners(product, as_of))
    header.some(rows, header.NOT_RELEASED, as_of)
    blocks.chart_block(
        cache.derived("chip partner words", (product, as_of), lambda: charts.partner_caption(rows)),
        rows,
        {"Chart": lambda palette: charts.partner_bars(rows, palette)},
        "chip_partners",
        heading=heading,
        state=(product, as_of),
    )


blocks.sections(
    "chip_section",
    {
        "Controls": lambda: subjects.draw_controls(as_of),
        "Kinds": lambda: subjects.draw_lines(as_of),
        "Taiwan": lambda: subjects.draw_taiwan(as_of),
        "Sales to China": lambda: subjects.draw_exports(as_of),
        "Duties": lambda: subjects.draw_duties(as_of),
    },
)

blocks.how_worked_out(
    """
**Chips** are HS 8542, electronic integrated circuits. HS 8541 holds diodes, transistors and, by value above all, solar
cells. HS 8486 holds machines to make chips and flat screens. Most chips reach the US inside other goods: computers
(8471) and their parts (8473), which include graphics cards and server boards, are counted there.

**Imports by product** are of the newest year known, for consumption, at customs value; origin is where a chip was last
assembled and tested, not where it was etched. The European Union stands as one. From the revision of June 2026 on they
are of 2025, with all origins; before it of 2024 as first printed, with 50 partners, 99 % of all imports. *Kinds* are
the lines of the tariff schedule. **Duty collected** = calculated duty / value. **Part of computers in the rise** =
(imports of 8471 and 8473 in the last year less those in 2023) / (all imports from Taiwan in the last year less those
in 2023).

**Exports to China** by product end in January 2021 in our sources; only full years are shown. By chapter they run to
2024. Trade through Hong Kong or other countries, and chips made abroad under US rules, are in neither.

**Controls**: the rules of the Bureau of Industry and Security that our sources tell of, and China's controls on gallium
and germanium, of which chips are made, and on rare earths, over which both sides bargained. Dates of which only the
month is known stand at its end. *Announced*: no start was read, or the act was withdrawn before it. *In force* runs to
its end, or to the last day for which a source tells the state. A suspension runs to the end printed in it. What follows
is *not confirmed*, not lapsed. Not covered: later additions to the Entity List, controls of the Netherlands and Japan,
and Chinese measures against single firms.
"""
)
