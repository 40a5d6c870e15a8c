"""Did the forecasters see it: paths by edition, revisions, errors, other houses, and effects of tariffs in print."""

from parley import words
from parley.app import shell
from parley.app.kit import blocks, controls, overdue
from parley.app.outlook import effects, errors, houses, paths, revisions
from parley.app.outlook import header as facts

shell.join_dashboard()

SAY = words.beside(__file__)

as_of = controls.as_of()


# The tables of subjects that are renewed edition by edition.
LATE = {
    "Paths": ["forecast_editions", "gdp_actuals"],
    "Revisions": ["forecast_editions"],
    "Errors": ["forecast_editions", "gdp_actuals"],
}


def answer() -> None:
    @blocks.head("OECD forecasts", title="The OECD on growth, edition by edition")
    def head() -> None:
        told, metrics, until = facts.header(as_of)
        blocks.page_header(told, SAY("header.covers"))
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
    answer=answer,
    marks=overdue.of_subjects(LATE),
)

blocks.how_worked_out(words.page_text(__file__, "method"))
