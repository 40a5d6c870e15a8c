"""Where the dispute stands: both sides' duties, what was collected, and the questions people bring."""

from parley.app import guide, shell
from parley.app.home import cards, dates_and_deficit, duties_in_force
from parley.app.kit import blocks, controls

shell.join_dashboard()

as_of = controls.as_of()

duties_in_force.draw(as_of)
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
