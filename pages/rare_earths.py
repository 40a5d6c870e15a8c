"""Which inputs hang on Chinese rare earths: stages, exports, controls, elements, reserves, prices, reliance."""

from parley.ui import (
    blocks,
    cache,
    controls,
    shell,
    supply_controls,
    supply_demand,
    supply_dependence,
    supply_elements,
    supply_exports,
    supply_facts,
    supply_feed,
    supply_minerals,
    supply_prices,
    supply_reliance,
    supply_reserves,
    supply_stages,
    supply_trade,
    supply_what_if,
    supply_what_if_controls,
)

shell.join_dashboard()

as_of = controls.as_of()


@blocks.live("Rare-earth supply", title="China's place in rare-earth supply")
def _() -> None:
    answer, covers, facts = cache.derived("supply header", (as_of,), lambda: supply_facts.header(as_of))
    blocks.page_header(answer, covers)
    blocks.metrics(facts)
    blocks.known_until(supply_facts.known_until())


blocks.sections(
    "rare_section",
    {
        "Stages": lambda: supply_stages.draw(as_of),
        supply_what_if_controls.SUBJECT: lambda: supply_what_if.draw(as_of),
        "Exports": lambda: supply_exports.draw(as_of),
        "Controls": lambda: supply_controls.draw(as_of),
        "Elements": lambda: supply_elements.draw(as_of),
        "Reserves": lambda: supply_reserves.draw(as_of),
        "Prices": lambda: supply_prices.draw(as_of),
        "Feed imports": lambda: supply_feed.draw(as_of),
        "US reliance": lambda: supply_reliance.draw(as_of),
        "US trade": lambda: supply_trade.draw(as_of),
        "Demand": lambda: supply_demand.draw(as_of),
        "Other minerals": lambda: supply_minerals.draw(as_of),
        "Dependence facts": lambda: supply_dependence.draw(as_of),
    },
    opens={
        "rare_stages_view": "Stages",
        "rare_editions_view": "Stages",
        "rare_goods": "Exports",
        "rare_exports_view": "Exports",
        "rare_destinations_of": "Exports",
        "rare_controls": "Controls",
        "rare_controls_by_element_view": "Controls",
        **dict.fromkeys(supply_what_if_controls.PARAMETERS, supply_what_if_controls.SUBJECT),
    },
)

METHODS = (
    supply_stages,
    supply_exports,
    supply_controls,
    supply_elements,
    supply_reserves,
    supply_prices,
    supply_feed,
    supply_reliance,
    supply_trade,
    supply_demand,
    supply_minerals,
    supply_dependence,
    supply_what_if,
)
blocks.how_worked_out("".join(section.METHOD for section in METHODS))
