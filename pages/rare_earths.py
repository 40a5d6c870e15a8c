"""Which inputs hang on Chinese rare earths: stages, exports, controls, elements, reserves, prices, reliance."""

from parley import words
from parley.app import shell
from parley.app.kit import blocks, controls, overdue
from parley.app.rare_earths import controls as rare_earths_controls
from parley.app.rare_earths import (
    demand,
    dependence,
    elements,
    exports,
    feed_imports,
    header,
    other_minerals,
    prices,
    reserves,
    supply_stages,
    us_reliance,
    us_trade,
    what_if,
    what_if_controls,
)

shell.join_dashboard()

as_of = controls.as_of()


def answer() -> None:
    @blocks.head("Rare-earth supply", title="China's place in rare-earth supply")
    def supply() -> None:
        told, _, facts = header.header(as_of)
        blocks.page_header(told)
        blocks.metrics(facts)


def below() -> None:
    @blocks.part("What this covers")
    def reach() -> None:
        _, covers, _ = header.header(as_of)
        blocks.reach(covers, header.known_until())


blocks.sections(
    "rare_section",
    {
        "Supply": {
            "Stages": overdue.marked(supply_stages.draw, as_of, "us_import_reliance", "oxide_prices"),
            "Elements": lambda: elements.draw(as_of),
            "Reserves": lambda: reserves.draw(as_of),
            "Feed imports": lambda: feed_imports.draw(as_of),
            "Demand": lambda: demand.draw(as_of),
            "Prices": overdue.marked(prices.draw, as_of, "oxide_prices"),
        },
        "China's controls": {
            "Controls": lambda: rare_earths_controls.draw(as_of),
            "Exports": overdue.marked(exports.draw, as_of, "uk_critical_imports_monthly"),
            what_if_controls.SUBJECT: lambda: what_if.draw(as_of),
        },
        "Who depends": {
            "US reliance": overdue.marked(us_reliance.draw, as_of, "us_import_reliance"),
            "US trade": lambda: us_trade.draw(as_of),
            "Other minerals": lambda: other_minerals.draw(as_of),
            "Dependence facts": lambda: dependence.draw(as_of),
        },
    },
    opens={
        "rare_stages_view": "Stages",
        "rare_editions_view": "Stages",
        "rare_goods": "Exports",
        "rare_exports_view": "Exports",
        "rare_destinations_of": "Exports",
        "rare_controls": "Controls",
        "rare_controls_by_element_view": "Controls",
        **dict.fromkeys(what_if_controls.PARAMETERS, what_if_controls.SUBJECT),
    },
    answer=answer,
    below=below,
    titled=[what_if_controls.SUBJECT],
)

blocks.how_worked_out(words.page_text(__file__, "method"))
