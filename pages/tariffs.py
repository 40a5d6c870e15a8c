"""How both sides escalated and climbed down: stacks, averages, programmes, partners, products and the acts."""

from parley.ui import (
    blocks,
    cache,
    controls,
    shell,
    tariff_acts,
    tariff_averages,
    tariff_china_list,
    tariff_first_war,
    tariff_measures,
    tariff_partners,
    tariff_programmes,
    tariff_revenue,
    tariff_sides,
    tariff_uk_steel,
)
from parley.ui import tariff_facts as facts

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("Average tariffs", title="Tariffs between the US and China")
def _() -> None:
    answer, metrics, known = cache.derived("tariff header", (as_of,), lambda: facts.header(as_of))
    blocks.page_header(answer, "From the averages of several providers; their figures stand under *Averages*.")
    if metrics:
        blocks.metrics(metrics)
    blocks.known_until(known)


blocks.sections(
    "tariff_section",
    {
        "Both sides": lambda: tariff_sides.draw(as_of),
        "Averages": lambda: tariff_averages.draw(as_of),
        "Three measures": lambda: tariff_measures.draw(as_of),
        "Programmes": lambda: tariff_programmes.draw(as_of),
        "By partner": lambda: tariff_partners.draw(as_of),
        "China's list": lambda: tariff_china_list.draw(as_of),
        "2018 to 2020": lambda: tariff_first_war.draw(as_of),
        "UK steel": lambda: tariff_uk_steel.draw(as_of),
        "Customs revenue": lambda: tariff_revenue.draw(as_of),
        "Acts and rulings": lambda: tariff_acts.draw(as_of),
    },
    opens={
        "tariff_direction": "Averages",
        "tariff_period": "Averages",
        "tariff_averages_view": "Averages",
        "tariff_partners_by": "By partner",
        "tariff_partners_view": "By partner",
        "tariff_actor": "Acts and rulings",
        "tariff_acts_view": "Acts and rulings",
    },
)

blocks.how_worked_out(
    """
**Average tariff**: duties that the law sets, weighted by the value of trade, ordinary (MFN) duty included:
sum of (rate x value) / sum of value. It is not what was collected: buyers switch away from taxed goods and claim
exemptions.

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
