"""How both sides raised and cut tariffs: rates, averages, partners, products, laws, programmes, acts and money."""

from parley import words
from parley.app import shell
from parley.app.kit import address, blocks, controls, overdue
from parley.app.tariffs import (
    acts,
    both_sides,
    money,
    partners,
    products,
    programmes,
    said_law_paid,
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


LAW, PARTNERS, PRODUCTS, WHICH, ACTS, MONEY = "Said, law, paid", "Partners", "Products", "Which law", "Acts", "Money"

blocks.sections(
    "tariff_section",
    {
        "Both sides": overdue.marked(both_sides.draw, as_of, "trade_monthly", "us_customs_revenue_monthly"),
        LAW: overdue.marked(said_law_paid.draw, as_of, "trade_monthly"),
        PARTNERS: lambda: partners.draw(as_of),
        PRODUCTS: lambda: products.draw(as_of),
        WHICH: lambda: which_law.draw(as_of),
        "Programmes": lambda: programmes.draw(as_of),
        ACTS: lambda: acts.draw(as_of),
        MONEY: overdue.marked(money.draw, as_of, "us_customs_revenue_monthly", "trade_monthly"),
    },
    opens={
        "tariff_direction": LAW,
        "tariff_averages_view": LAW,
        "tariff_partners_by": PARTNERS,
        "tariff_before": PARTNERS,
        "tariff_product_level": PRODUCTS,
        "tariff_product_origin": PRODUCTS,
        "tariff_products_view": PRODUCTS,
        "tariff_law_code": WHICH,
        "tariff_law_origin": WHICH,
        "tariff_law_search": WHICH,
        "tariff_actor": ACTS,
        "tariff_collected_by": MONEY,
        "tariff_collected_origin": MONEY,
    },
    former={
        "Averages": address.Place({"tariff_section": LAW, "tariff_averages": said_law_paid.PROVIDERS}),
        "Three measures": LAW,
        "By partner": PARTNERS,
        "By product": PRODUCTS,
        "China's list": address.Place({"tariff_section": "Programmes", "tariff_programmes_of": "China on US"}),
        "UK steel": address.Place({"law": "Section 232: Steel"}, "look_up"),
        "Two dates": address.Place({"tariff_section": PARTNERS, "tariff_before": "1\u00a0Jan\u00a02025"}),
        "Acts and rulings": ACTS,
        "2018 to 2020": "Programmes",
        "Collected": address.Place({"tariff_section": MONEY, "tariff_collected_by": money.BY_GOODS}),
        "Customs revenue": MONEY,
    },
    answer=answer,
    below=below,
)

blocks.how_worked_out(facts.method())
