"""US-China trade by month, who took China's place, goods, and China's own figures."""

from parley import words
from parley.app import shell
from parley.app.kit import address, blocks, controls, figures
from parley.app.trade import (
    china_customs,
    china_share,
    content,
    deficit,
    exports,
    header,
    mirror_gap,
    months,
    who_took_the_place,
)

shell.join_dashboard()

SAY = words.beside(__file__)
MONTHS, CUSTOMS, MIRROR = "Month by month", "China's figures", "Mirror gap"

as_of = controls.as_of()


def below() -> None:
    @blocks.head("Trade so far this year")
    def this_year() -> None:
        blocks.metrics(header.metrics(as_of))
        blocks.reach(SAY("header.covers"), header.known_until(as_of))


blocks.sections(
    "trade_section",
    {
        MONTHS: figures.subject(as_of, {"US-China trade by month": months.by_month}),
        "Deficit": figures.subject(as_of, {"Deficit by partner": deficit.by_partner}),
        "Exports to China": figures.subject(
            as_of, {"Exports by chapter": exports.by_chapter, "Goods of the phase-one agreement": exports.phase_one}
        ),
        "Goods": figures.subject(as_of, {"Goods": china_share.largest_imports}),
        header.PLACE: figures.subject(as_of, {header.PLACE: who_took_the_place.of_goods}),
        "Chinese content": lambda: content.draw(as_of),
        CUSTOMS: figures.subject(
            as_of,
            {"China's own figures": china_customs.own_figures, "Exports by commodity": china_customs.by_commodity},
        ),
        MIRROR: lambda: mirror_gap.draw(as_of),
    },
    opens={
        "trade_year": header.PLACE,
        "trade_partners_view": header.PLACE,
        "trade_customs_with": CUSTOMS,
        "trade_customs_view": CUSTOMS,
        "trade_mirror_view": MIRROR,
        "trade_mirror_period": MIRROR,
    },
    former={"Duty collected": address.Place({"tariff_section": "Money"}, "tariffs")},
    below=below,
    chip=lambda: header.newest(as_of),
)

blocks.how_worked_out(words.page_text(__file__, "method"))
