"""The news of 9 June 2025 checked: statement by statement, what our tables said that day and what is known since."""

from parley.app import shell
from parley.app.briefing import header as facts
from parley.app.briefing import statement
from parley.app.kit import blocks, controls, figures

shell.join_dashboard()

as_of = controls.as_of()


@blocks.part("Statements", title="The news of 9 June 2025, checked")
def answer() -> None:
    blocks.page_header(
        facts.headline(as_of),
        "A news report on the talks at Lancaster House, London, taken statement by statement: what our tables said on "
        "that day, what is known since, and the source.",
    )
    blocks.metrics(facts.metrics(as_of))
    blocks.known_until(facts.known_until(as_of))


figures.block("At a glance", lambda: facts.overview(as_of))

for name in facts.STATEMENTS:
    statement.draw(name, as_of)

blocks.how_worked_out(
    """
**The report** is a news report of 9 June 2025 on the talks at Lancaster House, London; its statements are told in our
own words, one line each.

**On 9 June 2025**: rows published, acts announced and ends announced by that day, whatever the as-of date in the
sidebar. **Known since**: the same tables as known on the as-of date. Average duties by authority were reconstructed in
2026; they stand beside the statement on the truce.

**Agrees**: the figure of that day, rounded as the report rounds, is the one reported (for *over 69 %*: it reaches 69).
**With a nuance**: it agrees, and another measure of the same thing, the wording of the act, or a one-sided account says
something else; the sentence below the columns says what. **Not in our data**: no row, and nothing is inferred from it.
For magnets the figure known since decides; it was read in a page of July 2025, customs may have released it before.
Events name whose account they are.

**Points of the average duty** = sum over goods of (additional rate x imports of 2024) / sum of imports.
**Share mined** = output / world total as printed. **Growth** of China's trade is printed by customs, never worked out.

**Missing**: what was said on visas, by an embassy, or by officials about easing controls, unless an event records it.
"""
)
