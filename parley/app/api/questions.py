"""The questions of the interface: each its fields, with bounds that the description of the interface prints too.

Days of the law are those of ``parley.law``; whether a code or an origin exists, the answers find out.
"""

import re
from collections.abc import Mapping
from datetime import date
from typing import Annotated, Any, Literal, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from pydantic_core import PydanticCustomError

from parley.app.serving.problems import ProblemError
from parley.results.answers.solution import Model
from parley.results.law.landed import MOST_VALUE_USD
from parley.search.entries import KINDS, Kind

MOST_LINES, MOST_ORIGINS, MOST_ROWS, MOST_OFFSET = 200, 20, 1000, 10_000_000
# Draws of one question: what the models answer in some seconds; more in Python or by command.
MOST_DRAWS: Mapping[Model, int] = {"world": 256, "product": 64, "sectors": 8, "critical_input": 0, "all": 64}
LONGEST_TEXT = 200
ISO = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
Q = TypeVar("Q", bound="Question")


def _between_commas(value: object) -> object:
    return [part.strip() for part in value.split(",")] if isinstance(value, str) else value


def _as_printed(value: object) -> object:
    """A day as 2026-05-01 alone: a bare number would be read as seconds."""
    if value is None or (isinstance(value, str) and ISO.fullmatch(value)):
        return value
    raise PydanticCustomError("day", "Write a day as 2026-05-01")


Day = Annotated[date, BeforeValidator(_as_printed)]
Code = Annotated[
    str,
    Field(max_length=20, description="HS6, HTS8 or HTS10, with or without dots", examples=["8507.60"]),
]
Origin = Annotated[str, Field(max_length=4, description="ISO code of three letters, or EU27", examples=["CHN"])]
Amount = Annotated[float, Field(gt=0, le=MOST_VALUE_USD, allow_inf_nan=False)]
On = Annotated[Day | None, Field(description="Day of the law, 2018-01-01 to 2027-12-31; today if left out")]
AsOf = Annotated[Day | None, Field(description="What was known on this day; all of the tables if left out")]
Names = Annotated[list[Annotated[str, Field(max_length=60)]], BeforeValidator(_between_commas)]
By = Annotated[Literal["sea", "air", "land"], Field(description="Way the goods come")]


class Question(BaseModel):
    """Fields of a question; one that it has not is refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class LawLine(Question):
    """One line of a list for the law."""

    code: Code
    origin: Origin = "CHN"
    on: On = None
    value_usd: Annotated[Amount | None, Field(description="With quantity, works out a duty by quantity")] = None
    quantity: Annotated[Amount | None, Field(description="In the unit of the ordinary duty")] = None


class Law(LawLine):
    """The duty US law sets on a product of an origin on a day."""

    origin: Annotated[Origin, Field(alias="from")] = "CHN"
    value_usd: Annotated[
        Amount | None, Field(alias="value", description="With quantity, works out a duty by quantity")
    ] = None


class LawLines(Question):
    """Up to 200 lines for the law."""

    lines: Annotated[list[LawLine], Field(min_length=1, max_length=MOST_LINES)]


class LandedLine(Question):
    """One shipment of a list."""

    code: Code
    origin: Origin = "CHN"
    value_usd: Annotated[Amount, Field(description="Customs value, dollars")]
    quantity: Annotated[Amount | None, Field(description="In the unit of the ordinary duty")] = None
    by: By = "sea"
    on: On = None


class LandedLines(Question):
    """Up to 200 shipments."""

    lines: Annotated[list[LandedLine], Field(min_length=1, max_length=MOST_LINES)]


class Landed(Question):
    """What one shipment owes in dollars, by origin."""

    code: Code
    origins: Annotated[
        Names,
        Field(alias="from", min_length=1, max_length=MOST_ORIGINS, description="Origins between commas"),
    ] = ["CHN"]
    value_usd: Annotated[Amount, Field(alias="value", description="Customs value, dollars", examples=[45000])]
    quantity: Annotated[Amount | None, Field(description="In the unit of the ordinary duty")] = None
    by: By = "sea"
    on: On = None


class Find(Question):
    """Goods, economies, laws, minerals, pages, terms and sources by words or digits."""

    q: Annotated[str, Field(min_length=1, max_length=LONGEST_TEXT, examples=["lithium batteries"])]
    as_of: AsOf = None
    kinds: Annotated[
        Annotated[list[Kind], BeforeValidator(_between_commas)] | None,
        Field(max_length=len(KINDS), description="These kinds alone, between commas"),
    ] = None
    limit: Annotated[int, Field(ge=1, le=50)] = 20


class Dates(Question):
    """Dates to come that are set in acts known by a day."""

    as_of: AsOf = None


class Changes(Question):
    """What changed in the tables."""

    since: Annotated[Day | None, Field(description="Changes on this day and later; all if left out")] = None


class Rows(Question):
    """A page of rows of a table. Any column of the table, as a parameter, keeps the rows with its value."""

    as_of: AsOf = None
    columns: Annotated[
        Names | None, Field(max_length=200, description="These columns alone, between commas; all if left out")
    ] = None
    limit: Annotated[int, Field(ge=1, le=MOST_ROWS, description="Rows of this page")] = 100
    offset: Annotated[int, Field(ge=0, le=MOST_OFFSET, description="Rows left out before it")] = 0


class Solve(Question):
    """A scenario for a model: ``scenario`` is the name of a regime, or a document as the command reads it."""

    scenario: Annotated[
        Annotated[str, Field(max_length=60)] | dict[str, Any],
        Field(description="Name of a regime, or a scenario as its file has it", examples=["geneva_truce"]),
    ]
    model: Model = "world"
    draws: Annotated[int, Field(ge=0, le=max(MOST_DRAWS.values()), description="For ranges; 0 gives the point")] = 0
    tables: Annotated[
        list[Annotated[str, Field(max_length=60)]] | None,
        Field(max_length=40, description="These tables of the answer alone; the first if left out"),
    ] = None


def read(kind: type[Q], fields: Mapping[str, Any]) -> Q:
    """The question of these fields. Raises ProblemError naming the first field at fault."""
    try:
        return kind.model_validate(fields)
    except ValidationError as error:
        raise problem_of(error) from None


def problem_of(error: ValidationError) -> ProblemError:
    """The first fault of a question, with its field."""
    first = error.errors(include_url=False, include_input=False)[0]
    field = ".".join(f"{part}" for part in first["loc"])[:120] or "question"
    return ProblemError(f"{field}: {first['msg']}.", field)
