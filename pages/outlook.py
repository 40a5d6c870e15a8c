"""Did the forecasters see it: paths by edition, revisions, errors, other houses, and effects of tariffs in print."""

from parley import words
from parley.app import shell
from parley.app.kit import blocks, controls, figures
from parley.app.outlook import effects, errors, header, houses, paths, revisions

shell.join_dashboard()

SAY = words.beside(__file__)

as_of = controls.as_of()


def below() -> None:
    @blocks.head("OECD forecasts")
    def forecasts() -> None:
        metrics, confirmed = header.header(as_of)
        if metrics:
            blocks.metrics(metrics)
        blocks.reach(SAY("header.covers"), confirmed)


blocks.sections(
    "outlook_section",
    {
        "Paths": figures.subject(as_of, {"Paths": paths.by_edition}),
        "Revisions": figures.subject(as_of, {"Revisions": revisions.of_a_year, "One edition": revisions.of_an_edition}),
        "Errors": figures.subject(as_of, {"Errors": errors.in_view}),
        "Other houses": figures.subject(as_of, {"Other houses": houses.by_house}),
        "Effects of tariffs": figures.subject(as_of, {"Effects of tariffs": effects.effects}),
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
    below=below,
)

blocks.how_worked_out(words.page_text(__file__, "method"))
