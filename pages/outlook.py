"""Did the forecasters see it: paths by edition, revisions, errors, other houses, and effects of tariffs in print."""

from parley.app import shell
from parley.app.kit import blocks, controls
from parley.app.outlook import effects, errors, houses, paths, revisions
from parley.app.outlook import header as facts

shell.join_dashboard()

as_of = controls.as_of()


@blocks.part("OECD forecasts", title="The OECD on growth, edition by edition")
def head() -> None:
    answer, metrics, until = facts.header(as_of)
    blocks.page_header(
        answer,
        "Every edition as printed, the tariff events beside it. Editions name causes of a revision, not how much each "
        "of them made of it.",
    )
    if metrics:
        blocks.metrics(metrics)
    blocks.known_until(until)


blocks.sections(
    "outlook_section",
    {
        "Paths": lambda: paths.draw(as_of),
        "Revisions": lambda: revisions.draw(as_of),
        "Errors": lambda: errors.draw(as_of),
        "Other houses": lambda: houses.draw(as_of),
        "Effects of tariffs": lambda: effects.draw(as_of),
    },
    opens={
        "outlook_year": "Revisions",
        "outlook_revisions_view": "Revisions",
        "outlook_error_year": "Errors",
        "outlook_edition": "Errors",
        "outlook_errors_view": "Errors",
        "outlook_house_area": "Other houses",
        "outlook_effect": "Effects of tariffs",
    },
)

blocks.how_worked_out(
    """
**Path**: what an edition prints for one target year, at the day the edition came out; where only the month is known, at
its last day. Only baseline scenarios, one or three decimals as printed; of Economic Outlook 119 that is the central
one, and the other stands below the chart. Figures for the world and for groups of countries are mostly read in press
reports, as the source lines say. Euro area of 17 members and the euro area as a whole are different areas and never
joined.

**Revision** = figure of an edition - figure of the edition before it that has one for the same area and year. The table
names the last tariff event between the two. Editions name causes, not how much of a revision each of them made.

**Error** = forecast - recorded growth, percentage points. Recorded growth is that of Economic Outlook 119 (June 2026)
for every edition alike, and for the world the rate it prints for 2025 (3.4 %); figures for 2025 are estimates still.
Errors are given only where area and year mean the same on both sides; alternative scenarios and estimates of past years
are left out. **Mean absolute error** = mean of |error| over countries; groups of countries are left out.

**Other houses** are scored on countries only, beside the newest OECD figure on the day they published. World levels of
different houses are never compared: each weighs countries its own way.

**Effects of tariffs** are figures as studies print them: the difference a defined shock makes in one model, mostly
against a baseline without it. Shocks, answers, models and horizons differ, so no mean is taken and nothing is
converted; of a printed range the middle is drawn. A report with month or year only counts from its last day. Results by
country are one model's (Ignatenko and others, 2025); its files name no columns: six are read off the printed tables,
the seventh (revenue) off its size.

**Missing**: single Interim Reports, world growth in most editions before February 2024, and most areas of an edition.
Nothing is filled in.
"""
)
