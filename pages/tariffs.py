"""How both sides raised and cut tariffs: rates, averages, partners, products, laws, programmes, acts and money."""

from parley import words
from parley.app import shell
from parley.app.kit import address, blocks, controls, figures
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


def below() -> None:
    @blocks.head("Average tariffs")
    def average_tariffs() -> None:
        metrics, known_until = facts.header(as_of)
        if metrics:
            blocks.metrics(metrics)
        blocks.reach(SAY("header.covers"), known_until)


LAW, PARTNERS, PRODUCTS, WHICH, ACTS, MONEY = "Said, law, paid", "Partners", "Products", "Which law", "Acts", "Money"

blocks.sections(
    "tariff_section",
    {
        "Both sides": figures.subject(as_of, {"Duties stage by stage": both_sides.stage_by_stage}),
        LAW: figures.subject(as_of, {LAW: said_law_paid.said_law_paid}),
        PARTNERS: figures.subject(as_of, {PARTNERS: partners.chosen}),
        PRODUCTS: figures.subject(as_of, {PRODUCTS: products.duty_by_product}),
        WHICH: figures.subject(as_of, {"Which law covers this product": which_law.laws_of_product}),
        "Programmes": figures.subject(as_of, {"Programmes": programmes.programmes_in_time}),
        ACTS: figures.subject(as_of, {ACTS: acts.listed}),
        MONEY: figures.subject(as_of, {MONEY: money.money}),
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
    below=below,
    chip=lambda: facts.checked(as_of),
)

blocks.how_worked_out(facts.method())
