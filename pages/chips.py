"""Chips: who sells them to the US, what each side withholds, the computers from Taiwan, exports, duties."""

from parley.app import shell
from parley.app.chips import header, subjects
from parley.app.kit import blocks, controls

shell.join_dashboard()

as_of = controls.as_of()


@blocks.part("Trade in chips", title="Chips in the dispute between the US and China")
def head() -> None:
    answer, covers, facts, until = header.header(as_of)
    blocks.page_header(answer, covers)
    blocks.metrics(facts)
    blocks.known_until(until)


subjects.draw_partners(as_of)

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
