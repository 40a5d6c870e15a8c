"""Chips: who sells them to the US, what each side withholds, the computers from Taiwan, exports, duties."""

from parley import words
from parley.app import shell
from parley.app.chips import controls as acts
from parley.app.chips import duties, header, sales_to_china, suppliers, taiwan
from parley.app.kit import address, blocks, controls

shell.join_dashboard()

as_of = controls.as_of()


def below() -> None:
    @blocks.head("Trade in chips")
    def trade_in_chips() -> None:
        facts, covers, confirmed = header.header(as_of)
        blocks.metrics(facts)
        blocks.reach(covers, confirmed)


blocks.sections(
    "chip_section",
    {
        "Suppliers": lambda: suppliers.draw(as_of),
        "Controls": lambda: acts.draw(as_of),
        "Taiwan": lambda: taiwan.draw(as_of),
        "Sales to China": lambda: sales_to_china.draw(as_of),
        "Duties": lambda: duties.draw(as_of),
    },
    opens={"chip_goods": "Suppliers", "chip_actor": "Controls", "chip_controls_view": "Controls"},
    below=below,
    former={"Kinds": address.Place({"chip_section": "Suppliers", "chip_by": "Kind"})},
)

blocks.how_worked_out(words.page_text(__file__, "method"))
