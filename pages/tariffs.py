"""How both sides raised and cut duties: rates, averages, programmes, partners, products and the acts."""

from parley import words
from parley.app import shell
from parley.app.kit import blocks, controls, overdue
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
    two_days,
    uk_steel,
    which_law,
)
from parley.app.tariffs import header as facts

shell.join_dashboard()

SAY = words.beside(__file__)
as_of = controls.as_of()


def answer() -> None:
    @blocks.head("Average tariffs", title="Tariffs between the US and China")
    def header() -> None:
        told, metrics, _ = facts.header(as_of)
        blocks.page_header(told)
        if metrics:
            blocks.metrics(metrics)


def below() -> None:
    @blocks.part("What this covers")
    def reach() -> None:
        *_, known = facts.header(as_of)
        blocks.reach(SAY("header.covers"), known)


blocks.sections(
    "tariff_section",
    {
        "Today": {
            "Both sides": overdue.marked(both_sides.draw, as_of, "trade_monthly", "us_customs_revenue_monthly"),
            "Averages": lambda: averages.draw(as_of),
            "Three measures": overdue.marked(three_measures.draw, as_of, "trade_monthly"),
            "Programmes": lambda: programmes.draw(as_of),
        },
        "By who and what": {
            "By partner": lambda: by_partner.draw(as_of),
            "By product": lambda: by_product.draw(as_of),
            "Which law": lambda: which_law.draw(as_of),
            "China's list": lambda: china_list.draw(as_of),
            "UK steel": lambda: uk_steel.draw(as_of),
        },
        "History": {
            "Two dates": lambda: two_days.draw(as_of),
            "Acts and rulings": lambda: acts.draw(as_of),
            "2018 to 2020": lambda: first_war.draw(as_of),
        },
        "Money": {
            "Collected": lambda: collected.draw(as_of),
            "Customs revenue": overdue.marked(revenue.draw, as_of, "us_customs_revenue_monthly"),
        },
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
        "tariff_before": "Two dates",
        "tariff_two_by": "Two dates",
        "tariff_actor": "Acts and rulings",
        "tariff_acts_view": "Acts and rulings",
    },
    answer=answer,
    below=below,
)

blocks.how_worked_out(facts.method())
