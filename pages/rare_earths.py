"""Which inputs hang on Chinese rare earths: stages, elements, demand, prices, controls, exports, US reliance."""

from collections.abc import Callable
from datetime import date

from parley import words
from parley.app import shell
from parley.app.kit import address, blocks, controls, figures
from parley.app.kit.address import Place
from parley.app.rare_earths import controls as rare_earths_controls
from parley.app.rare_earths import demand, elements, exports, header, prices, stages, us_reliance
from parley.app.rare_earths.what_if import SHOWN
from parley.app.rare_earths.what_if_controls import OPENED, PARAMETERS, SUBJECT, VIEW

shell.join_dashboard()

SECTION, IN_STAGES, IN_RELIANCE = "rare_section", "rare_stages_show", "rare_reliance_show"
BOUNDS = "rare_what_if_bounds_view"
FORMER = {
    SECTION: {
        "Reserves": Place({SECTION: "Stages", IN_STAGES: "Reserves"}),
        "Feed imports": Place({SECTION: "Stages", IN_STAGES: "Feed imports"}),
        "Exports": SUBJECT,
        "What if licences stop": Place(OPENED),
        "US trade": Place({SECTION: "US reliance", IN_RELIANCE: "US trade"}),
        "Other minerals": Place({SECTION: "US reliance", IN_RELIANCE: "Output"}),
        "Dependence facts": Place({"sources_section": "Tables", "sources_table": "dependence_facts"}, page="sources"),
    },
    VIEW: dict.fromkeys(("Tonnes as reported", "Value in 2024"), "By destination"),
    IN_RELIANCE: dict.fromkeys(("Minerals in one year", "Rare earths by edition"), "Reliance"),
    BOUNDS: {name: Place({SHOWN: name, BOUNDS: "Chart"}) for name in ("By place", "Over time")},
    "rare_stages_view": {"Concentration": "Chart"},
    "rare_years_view": {"Share": "Chart", "Value": "Table"},
}
for parameter, former in FORMER.items():
    address.rename(parameter, former)
as_of = controls.as_of()


def below() -> None:
    @blocks.head("Rare-earth supply")
    def supply() -> None:
        facts, covers = header.header(as_of)
        blocks.metrics(facts)
        blocks.reach(covers, header.known_until())


def subject(name: str, make: Callable[[date], figures.Figure]) -> Callable[[], None]:
    return figures.subject(as_of, {name: make})


blocks.sections(
    SECTION,
    {
        "Stages": subject("Stages", stages.by_view),
        "Elements": subject("Elements", elements.by_deposit),
        "Demand": subject("Demand", demand.by_use),
        "Prices": subject("Prices", prices.by_view),
        "Controls": subject("Controls", rare_earths_controls.by_element),
        SUBJECT: lambda: exports.draw(as_of),
        "US reliance": subject("US reliance", us_reliance.by_view),
    },
    opens={
        "rare_controls": "Controls",
        "rare_controls_by_element_view": "Controls",
        **dict.fromkeys(("rare_goods", "rare_exports_view", VIEW, *PARAMETERS), SUBJECT),
    },
    below=below,
)

blocks.how_worked_out(words.page_text(__file__, "method"))
