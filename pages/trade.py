"""US-China trade by month, the duty collected on it, who took China's place, and China's own figures."""

import streamlit as st

from parley.charts import customs as customs_charts
from parley.charts import partner_shares as share_charts
from parley.charts import trade as charts
from parley.measures import bilateral
from parley.ui import blocks, cache, controls, shell, trade_facts

shell.join_dashboard()

STEPS = {
    "Since 2015": ("us-301-l1", "us-301-l3b", "us-301-l4a-cut", "us-ieepa-recip-125", "us-fent-cut", "us-301-fl"),
    "Since 2024": (
        "us-301-4yr",
        "us-ieepa-fent-1",
        "us-ieepa-recip-125",
        "us-geneva",
        "us-fent-cut",
        "us-ieepa-end",
        "us-301-fl",
    ),
}
KINDS = [trade_facts.MONTHLY, trade_facts.SUMMED]
CUSTOMS_PARTNERS = {"WLD": "World", "USA": "United States"}

as_of = controls.as_of()


@blocks.live("Trade so far this year", title="US-China trade")
def _() -> None:
    facts = cache.derived("trade facts", (as_of,), lambda: trade_facts.metrics(as_of))
    blocks.page_header(
        cache.derived("trade answer", (as_of,), lambda: trade_facts.page_answer(as_of)),
        "Goods as US customs record them, month by month beside the tariff steps, and as China’s customs report them.",
    )
    blocks.metrics(facts)


@blocks.live("Known until")
def _() -> None:
    blocks.known_until(cache.derived("trade known", (as_of,), lambda: trade_facts.known_until(as_of)))


@blocks.live("US-China trade by month")
def _() -> None:
    heading = st.container(gap="xxsmall")
    with st.container(horizontal=True):
        kind = controls.choose("Values", KINDS, "trade_values")
        period = controls.choose("Period", list(STEPS), "trade_period")
    shown = (kind, period, as_of)
    rows = cache.derived("trade months", shown, lambda: trade_facts.since(trade_facts.months(as_of, kind), period))
    steps = cache.derived("trade steps", shown, lambda: trade_facts.steps(as_of, STEPS[period], rows))
    blocks.chart_block(
        cache.derived("months caption", shown, lambda: charts.months_caption(rows, kind == trade_facts.SUMMED)),
        rows,
        {"Chart": lambda palette: charts.months_lines(rows, steps, palette)},
        "trade_months",
        note=cache.derived("months note", shown, lambda: charts.vintage_note(rows)),
        below=lambda: blocks.event_key(steps),
        heading=heading,
        state=shown,
    )


@blocks.live("Duty collected")
def _() -> None:
    heading = st.container(gap="xxsmall")
    duty_period = controls.choose("Period", list(STEPS), "trade_duty_period")
    choice = (duty_period, as_of)
    duty = cache.derived("duty months", choice, lambda: trade_facts.since(trade_facts.duty(as_of), duty_period))
    duty_steps = cache.derived("duty events", choice, lambda: trade_facts.steps(as_of, STEPS[duty_period], duty))
    blocks.chart_block(
        cache.derived("duty words", choice, lambda: charts.duty_caption(duty, trade_facts.gaps(duty))),
        duty,
        {"Chart": lambda palette: charts.duty_lines(duty, duty_steps, palette)},
        "trade_duty",
        note=cache.derived("duty note", choice, lambda: charts.vintage_note(duty)),
        below=lambda: blocks.event_key(duty_steps),
        heading=heading,
        state=choice,
    )


@blocks.live("Partners")
def _() -> None:
    heading = st.container(gap="xxsmall")
    years = cache.derived("trade years", (as_of,), lambda: trade_facts.years(as_of))
    with st.container(width=240):
        year = controls.select("Compare 2017 with", years, "trade_year", years[0])
    shares, names = cache.derived("shares", (as_of,), lambda: trade_facts.shares(as_of)), cache.country_names()
    moved = cache.derived("movers", (year, as_of), lambda: bilateral.movers(shares, year))
    blocks.chart_block(
        cache.derived(
            "movers words",
            (year, as_of),
            lambda: share_charts.shares_caption(moved, bilateral.changes(shares, year), names),
        ),
        moved,
        {
            "Slope": lambda palette: share_charts.slope(moved, names, palette),
            "By year": lambda palette: share_charts.by_year(moved, names, palette),
        },
        "trade_partners",
        note="The divisor is always the published world total; partners and total may be of different releases.",
        heading=heading,
        state=(year, as_of),
    )


@blocks.live("China’s own figures")
def _() -> None:
    heading = st.container(gap="xxsmall")
    partner = controls.choose("Trade with", list(CUSTOMS_PARTNERS), "trade_customs_with", CUSTOMS_PARTNERS.__getitem__)
    printed = cache.derived("customs rates", (partner, as_of), lambda: trade_facts.printed_rates(as_of, partner))
    if printed.empty:
        raise blocks.NothingToShowError("China’s customs: no growth rate since 2024 had been published by this date.")
    blocks.chart_block(
        cache.derived("customs words", (partner, as_of), lambda: customs_charts.rates_caption(printed)),
        printed,
        {"Chart": lambda palette: customs_charts.printed_rates(printed, palette)},
        "trade_customs",
        heading=heading,
        state=(partner, as_of),
    )


@blocks.live("Mirror figures")
def _() -> None:
    both = cache.derived("mirror", (as_of,), lambda: trade_facts.mirror(as_of))
    if both.empty:
        raise blocks.NothingToShowError("Mirror figures: no full year of both sides had been published by this date.")
    blocks.chart_block(
        cache.derived("mirror words", (as_of,), lambda: customs_charts.mirror_caption(both)),
        both,
        {"Chart": lambda palette: customs_charts.mirror_bars(both, palette)},
        "trade_mirror",
        state=(as_of,),
    )


blocks.how_worked_out(
    """
**Trade** is in goods, not seasonally adjusted, in current US dollars. *General imports* count goods as they arrive, at
customs value; *imports for consumption* as they clear customs; *exports* are valued free alongside ship (fas). The
bases are never joined or divided by one another. Of several releases of one month the newest is shown.

**Duty collected** = calculated duty / imports for consumption of the same month, all duties together. It lies below
what the law sets where buyers turn to goods that are exempt or taxed less; averages of what the law sets stand on
*Tariffs*. For all partners, the months from 2023 on are worked out from a printed, rounded ratio.

**Shares** = US general imports from the partner / US general imports from the world, full years only. The change is in
percentage points from 2017, the last year before the first lists. After 2022 our tables hold 23 partners, the European
Union and the world; another partner that gained could be missing there. The world total ends in January 2026, so no
share is given after 2025. Members of the European Union are inside it and not shown on their own.

**China’s own figures** are single releases found in dated pages, not a full series. A growth rate is printed as
published: customs compare with a revised figure of the year before, so dividing two first releases gives another
number. January and February are published together. Rates in yuan are another series and are not drawn.
"""
)
