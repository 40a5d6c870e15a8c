"""US-China trade by month, the duty collected on it, who took China's place, goods, and China's own figures."""

from parley.app import shell
from parley.app.kit import blocks, controls
from parley.app.trade import china_customs, exports, goods, header, mirror_gap, months, who_took_the_place

shell.join_dashboard()

MONTHS, DUTY, CUSTOMS, MIRROR = "Month by month", "Duty collected", "China's figures", "Mirror gap"

as_of = controls.as_of()


@blocks.part("Trade so far this year", title="US-China trade")
def answer() -> None:
    blocks.page_header(
        header.page_answer(as_of),
        "Goods as US customs record them, month by month beside the tariff steps, and as China's customs report them.",
    )
    blocks.metrics(header.metrics(as_of))


@blocks.part("Known until")
def known_until() -> None:
    blocks.known_until(header.known_until(as_of))


blocks.sections(
    "trade_section",
    {
        MONTHS: lambda: months.draw(as_of),
        DUTY: lambda: months.draw_duty(as_of),
        header.PLACE: lambda: who_took_the_place.draw(as_of),
        "Goods": lambda: goods.draw(as_of),
        "Exports to China": lambda: exports.draw(as_of),
        CUSTOMS: lambda: china_customs.draw(as_of),
        MIRROR: lambda: mirror_gap.draw(as_of),
    },
    opens={
        "trade_duty_period": DUTY,
        "trade_year": header.PLACE,
        "trade_partners_view": header.PLACE,
        "trade_customs_with": CUSTOMS,
        "trade_customs_view": CUSTOMS,
        "trade_mirror_view": MIRROR,
        "trade_mirror_period": MIRROR,
    },
)


blocks.how_worked_out(
    """
**Trade** is in goods, not seasonally adjusted, in current US dollars. *General imports* count goods as they arrive, at
customs value; *imports for consumption* as they clear customs; *exports* are valued free alongside ship (fas). The
bases are never joined or divided by one another. Of several releases of one month the newest is shown.

**Duty collected** = calculated duty, as US customs state it when goods clear / imports for consumption of the same
month, all duties together. Refunds of duties under emergency powers (IEEPA), ordered since March 2026, are not
subtracted. It lies below what the law sets where buyers turn to goods that are exempt or taxed less; averages of what
the law sets stand on *Tariffs*. For all partners, the months of 2023 are worked out from a printed, rounded ratio.
Three releases stand side by side, the newest of each month: a line breaks where one gives way to the next.

**Shares** = imports from the partner / imports from the world, in the same months of both years; the change is in
percentage points from 2017, the last year before the first lists. Members of the European Union are inside it and not
shown on their own. *All goods*: general imports, full years; after 2022 our tables hold 23 partners, the European Union
and the world, so another partner that gained could be missing there, and the world total ends in January 2026.
*One industry*: imports for consumption by industry (NAICS) to November 2025, 30 countries. *One section*: imports for
consumption by chapter of the Harmonized System to June 2021, 20 countries without the European Union; 2024 and 2025
come from the table by product. Industries are not sections: NAICS 333 to 335 is the nearest to section XVI (chapters 84
and 85), not the same.

**Goods**: imports for consumption and calculated duty of a calendar year by HS6. From the revision of June 2026 on both
years are of that release, with all origins; before it, the first print of 2024: 50 partners and 99 % of imports.

**Flow** = China's share of an industry's imports in 2017 less its share now, times that industry's imports now. The
shortfall of each industry is laid on the partners whose share rose, in proportion to their gains: an assumption.
It is no forecast of what China would have sold without tariffs.

**China's own figures** are single releases found in dated pages, not a full series. A growth rate is printed as
published: customs compare with a revised figure of the year before, so dividing two first releases gives another
number. January and February are published together. Rates in yuan are another series and are not drawn. An open mark is
a figure from one report that could not be confirmed. Months of China's exports to the US in *Mirror gap* are another
source, revised since they were first published: the two are never one line.
"""
)
