"""How both sides escalated and climbed down: stacks, averages, programmes, partners, products and the acts."""

from parley.app import shell
from parley.app.kit import blocks, controls
from parley.app.tariffs import (
    acts,
    averages,
    both_sides,
    by_partner,
    by_product,
    china_list,
    collected,
    first_war,
    programmes,
    revenue,
    three_measures,
    uk_steel,
    which_law,
)
from parley.app.tariffs import header as facts

shell.join_dashboard()

as_of = controls.as_of()


@blocks.part("Average tariffs", title="Tariffs between the US and China")
def header() -> None:
    answer, metrics, known_until = facts.header(as_of)
    blocks.page_header(answer, "From the averages of several providers; their figures stand under “Averages”.")
    if metrics:
        blocks.metrics(metrics)
    blocks.known_until(known_until)


blocks.sections(
    "tariff_section",
    {
        "Both sides": lambda: both_sides.draw(as_of),
        "Averages": lambda: averages.draw(as_of),
        "Three measures": lambda: three_measures.draw(as_of),
        "Programmes": lambda: programmes.draw(as_of),
        "By partner": lambda: by_partner.draw(as_of),
        "By product": lambda: by_product.draw(as_of),
        "Collected": lambda: collected.draw(as_of),
        "Which law": lambda: which_law.draw(as_of),
        "China's list": lambda: china_list.draw(as_of),
        "2018 to 2020": lambda: first_war.draw(as_of),
        "UK steel": lambda: uk_steel.draw(as_of),
        "Customs revenue": lambda: revenue.draw(as_of),
        "Acts and rulings": lambda: acts.draw(as_of),
    },
    opens={
        "tariff_direction": "Averages",
        "tariff_period": "Averages",
        "tariff_averages_view": "Averages",
        "tariff_partners_by": "By partner",
        "tariff_partners_view": "By partner",
        "tariff_product_level": "By product",
        "tariff_product_origin": "By product",
        "tariff_products_view": "By product",
        "tariff_sectors_view": "By product",
        "tariff_collected_by": "Collected",
        "tariff_collected_origin": "Collected",
        "tariff_collected_section": "Collected",
        "tariff_collected_view": "Collected",
        "tariff_law_code": "Which law",
        "tariff_law_origin": "Which law",
        "tariff_law_search": "Which law",
        "tariff_laws_view": "Which law",
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
| Yale, rebuilt | US imports of 2024 | a third party's run; law known to 8 June 2026; computers: see *By product* |
| Yale, July 2026 | the Budget Lab's own | single days only; its last figure is for duties as proposed in June 2026 |
| Waugh | US imports of 2024 | dated by announcement (Geneva 12 May, Busan 1 November 2025), not by legal effect |
| PIIE | PIIE's own | printed for single days (12 April 2025 approximate); those nobody could check are left out |
| Yale, release of June 2026 | US imports of 2024 | all imports only; the Budget Lab's own, law known to 8 June 2026 |
| Yale, State of Tariffs | the Budget Lab's own | all imports only; 9 November 2026, with a rise set for December 2026 |
| WTO lines | China's imports from the US, January 2025 | mean over tariff lines, without case-by-case waivers |
| Waugh lines | US imports of 2024; US exports of 2017 or of 2020 | mean over HS6 codes, 2018 to 2020 |

Unweighted means are another concept and are not drawn. A printed figure is shown on its own day only; a step until the
next one. Hollow or dashed: a step Yale's code only projected (without the duty of 24 July 2026),
a figure for proposed duties, or one published more than a week before the day it is for. No line runs
through two methods, and nothing is drawn where no provider has a figure (February 2020 to January 2025).

*Peak*: on 12 April 2025 Waugh and Yale both leave out electronics, which the order of 11 April freed from 5 April on.
What Waugh adds on 5, 8 and 9 April stands as 34 : 84 : 105, so its reciprocal duty is 105 points, 125 with the fentanyl
duty; the orders set 34, 84 and 125, 145 in all. From 12 May, at 10 points, this makes no difference.

*All imports* in three concepts: by law; after non-compliance (not all importers pay as the law asks); after
substitution (buyers have switched too). Only the first is drawn.

**Partners**: the 15 largest sources of US imports of 2024. The European Union is the mean of its members weighted by US
imports of 2022, the last year with every member in our tables. On the map every member stands for itself.

**Three measures**: *announced* adds up the additional duties on all goods; *statutory average* is the total of *Yale,
rebuilt*, to 23 July 2026: what its code projects after leaves out the duty of 24 July; *collected* is calculated duty /
imports for consumption of a month. They have three definitions and no line joins them.

**Programmes**: acts that set a rate on goods of the other side or of everyone. Where an act prints several rates the
lowest and the highest stand for it; exemptions and rates of other countries are left out.

**China's list**: what China added by line on 28 March 2025. The mean is over lines, not weighted by trade.

**2018 to 2020**: means over subheadings that have a rate. On some US subheadings the file counts a list twice (it adds
more than the 25 points any list took): they are flagged and left out here, while *Waugh lines* under *Averages* is the
mean of the whole file. Weights of 2024 (HS 2022) are carried over to HS 2017.

**Customs revenue**: cash the Treasury received and paid back in the month; before September 2024 our tables have only
the difference. Refunds of duties under emergency powers, ordered since March 2026, were larger than receipts in May to
July 2026, so no rate is made from the difference. The line below is calculated duty / imports for consumption, all
partners, as customs state it when goods clear; it breaks where the release changes. The law's rate is something else.

**Collected**: calculated duty / imports for consumption of a calendar year, customs value, of any origin and any goods,
down to the ten-digit line; chapters 98 and 99 (special provisions) stand apart. Both years are of one release, revised
in June 2026; before it the first print of 2024 is all our tables have.

**By product**: for each tariff line, ordinary duty + highest Section 301 list + Section 232 + fentanyl + (1 - share
under Section 232) x duty on most goods, unless the line is on its exempt list; all percent of customs value, averaged
with US imports from China of 2024. Codes apply by the longest prefix. Approximate: the metal in goods of steel or
aluminium before 6 April 2026 is taken as a quarter of their value (0 to 50 % would move the average by 1.4 points each
way); Section 301 exclusions take off the share of a line that Yale infers; specific duties are what was collected in
2024 less Section 301; ordinary rates are those of the 2025 schedule. Left out: duties on some goods of a code only,
lumber and furniture, trucks and buses, drones, safeguards, anti-dumping. The exempt list of the forced-labour duty is
the proposal of June 2026; lines exempt from Section 122 that the copy of it lacks, laptops among them, are taken as
exempt. The average on 10 November 2025 is 33.4 % against 33.0 (Waugh; 29.8 from 14 November) and 32.2 (Yale), as high
as the WTO's lines; on 8 June 2026 22.7 against 23.2 (Yale, whose lists put all computers under the duty on metals from
6 April on: left out here, Waugh's have them not); on 24 July 2026 23.3 against 22.8 % (Waugh). Chapters 98 and 99
(goods returned or under special provisions) are left out.

**By sector**: average rates of *Yale, rebuilt* on goods from all countries, weighted by US imports of 2024; sectors of
the Global Trade Analysis Project. Products without a sector are left out.
"""
)
