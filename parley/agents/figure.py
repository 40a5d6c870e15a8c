"""A figure of a page for an agent: finding, rows, units, sources, citation."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import Field

from parley.app import figure_forms, figures
from parley.app.api.questions import MOST_OFFSET, AsOf, Question
from parley.app.drawn_aside import StillWorkingError
from parley.app.kit import controls, shown_tables
from parley.app.kit.downloads import json_rows
from parley.app.serving import problems

PAGES = tuple(dict.fromkeys(place.page for place in figures.places()))
LONGEST, MOST_CHOICES, MOST_OPTIONS = 200, 20, 12
Text = Annotated[str, Field(max_length=LONGEST)]


class Figure(Question):
    """A figure of a page in a state, and a part of its rows."""

    page: Annotated[str, Field(max_length=60, description="Page of the figure", json_schema_extra={"enum": [*PAGES]})]
    figure: Annotated[
        str,
        Field(
            max_length=60, description="Name of the figure; a wrong one lists those of the page", examples=["duties"]
        ),
    ]
    choices: Annotated[
        dict[Text, Text | Annotated[list[Text], Field(max_length=MOST_CHOICES)]],
        Field(default_factory=dict, max_length=MOST_CHOICES, description="Value by choice, as an answer lists them"),
    ]
    as_of: AsOf = None
    limit: Annotated[int, Field(ge=1, le=200, description="Rows of this part")] = 60
    offset: Annotated[int, Field(ge=0, le=MOST_OFFSET, description="Rows left out before it")] = 0


def of_figure(question: Figure, base: str) -> dict[str, Any]:
    """What the card shows, as the tool ``figure`` answers; ``base``: where the app lies, for links.

    Raises ProblemError naming the field, TableError.
    """
    try:
        record = figures.figure(question.page, question.figure, question.choices, question.as_of)
    except StillWorkingError as fault:
        raise problems.busy(f"{fault} Ask again in a few seconds.") from fault
    end = question.offset + question.limit
    part, count = record.rows.iloc[question.offset : end], len(record.rows)
    about = figure_forms.about_of(record, base)
    return {
        **about,
        "known_until": about["known_until"] or about["as_of"],
        "choices": [_brief(choice) for choice in about["choices"]],
        "units": {f"{name}": unit for name in record.rows.columns if (unit := shown_tables.unit_of(f"{name}"))},
        "count": count,
        "offset": question.offset,
        "next_offset": end if end < count else None,
        "answer": json_rows(part),
    }


def _brief(choice: dict[str, Any]) -> dict[str, Any]:
    options = list(choice["options"] or ())
    more = {"more_options": len(options) - MOST_OPTIONS} if len(options) > MOST_OPTIONS else {}
    return {**choice, "options": options[:MOST_OPTIONS], **more}


def address_of(fields: Mapping[str, Any]) -> str:
    """The whole figure as JSON on a running Parley."""
    place = figures.place(fields["page"], fields["figure"])
    day = {controls.AS_OF: fields["as_of"]} if fields.get("as_of") else {}
    return figure_forms.address(place, "json", {**fields.get("choices", {}), **day})
