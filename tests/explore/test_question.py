import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from parley.explore import Question, QuestionError, open_engine
from parley.explore.question import DIMENSIONS, EXAMPLES, FORMS, MEASURES
from tests.explore.asked import CHINA, HTS10, TEN


@st.composite
def questions(draw: st.DrawFn) -> Question:
    rows = draw(st.sampled_from(DIMENSIONS))
    columns = draw(st.sampled_from(["", *(d for d in DIMENSIONS if d != rows)]))
    names = draw(st.lists(st.sampled_from(DIMENSIONS), unique=True))
    values = [draw(st.lists(st.from_regex(FORMS[n], fullmatch=True), min_size=1, max_size=5)) for n in names]
    where = tuple((name, tuple(value)) for name, value in zip(names, values, strict=True))
    top = draw(st.integers(1, 1000))
    return Question(HTS10, draw(st.sampled_from(MEASURES)), rows, columns, where, top, draw(st.booleans()))


@given(questions())
def test_a_question_goes_into_an_address_and_comes_back(question: Question) -> None:
    assert Question.of(question.as_parameters()) == question


HOSTILE = st.sampled_from(["' OR 1=1 --", "85;DROP TABLE x", "../etc", "\x00", "9" * 400, "CHN,USA", "٣", "nan", ""])
PARTS = st.sampled_from(["data", "measure", "rows", "columns", "top", "others", *DIMENSIONS])
SAID = st.sampled_from([HTS10, CHINA, *MEASURES, *DIMENSIONS, *EXAMPLES.values(), "20", "yes"])


@given(st.dictionaries(PARTS | st.text(max_size=5), SAID | HOSTILE | st.text(max_size=20)))
def test_an_address_is_a_question_or_is_refused(address: dict[str, str]) -> None:
    try:
        question = Question.of(address)
    except QuestionError as refused:
        assert refused.field in {*address, "data", "measure", "rows", "columns", "where", "parameter", "top", "others"}
    else:
        assert all(re.fullmatch(FORMS[name], value) for name, values in question.where for value in values)


def test_equal_questions_are_equal_in_whatever_order_they_are_told() -> None:
    one = Question(HTS10, "value", "origin", where=(("year", ("2025", "2024")), ("chapter", ("85",))))
    assert one == Question(HTS10, "value", "origin", where=(("chapter", ("85",)), ("year", ("2024", "2025", "2024"))))
    assert one.only("year").where == (("chapter", ("85",)),)
    assert one.only("origin", "CHN").as_parameters()["origin"] == "CHN"


@pytest.mark.parametrize(
    ("field", "given"),
    [
        ("data", {"measure": "value", "rows": "origin"}),
        ("measure", {"data": HTS10, "measure": "profit", "rows": "origin"}),
        ("rows", {"data": HTS10, "measure": "value", "rows": "port"}),
        ("columns", {"data": HTS10, "measure": "value", "rows": "origin", "columns": "origin"}),
        ("top", {"data": HTS10, "measure": "value", "rows": "origin", "top": "0"}),
        ("top", {"data": HTS10, "measure": "value", "rows": "origin", "top": "1e3"}),
        ("top", {"data": HTS10, "measure": "value", "rows": "origin", "top": "٣"}),
        ("others", {"data": HTS10, "measure": "value", "rows": "origin", "others": "maybe"}),
        ("parameter", {"data": HTS10, "measure": "value", "rows": "origin", "sql": "DROP TABLE x"}),
        ("where", {"data": HTS10, "measure": "value", "rows": "origin", "chapter": "85' OR '1'='1"}),
        ("where", {"data": HTS10, "measure": "value", "rows": "origin", "month": "2024-13"}),
        ("where", {"data": HTS10, "measure": "value", "rows": "origin", "origin": "CHN,"}),
        ("where", {"data": HTS10, "measure": "value", "rows": "origin", "hs6": ",".join(["010101"] * 201)}),
    ],
)
def test_what_cannot_be_asked_names_its_field(field: str, given: dict[str, str]) -> None:
    with pytest.raises(QuestionError) as told:
        Question.of(given)
    assert told.value.field == field


@pytest.mark.parametrize(
    ("field", "question"),
    [
        ("data", Question("sqlite_master", "value", "origin")),
        ("measure", Question(CHINA, "duty", "chapter")),
        ("rows", Question(CHINA, "value", "hts10")),
        ("columns", Question(HTS10, "value", "origin", "month")),
        ("where", Question("us_imports_hs10_2024", "value", "origin", where=(("year", ("2024",)),))),
        ("unit", Question(CHINA, "quantity", "hs6")),
        ("unit", Question(CHINA, "quantity", "hs6", "unit", (("unit", ("bbl", "t")),))),
    ],
)
def test_what_a_dataset_does_not_hold_is_refused_before_it_is_asked(field: str, question: Question) -> None:
    with open_engine() as engine:
        for ask in (engine.answer, engine.rows, engine.sql, engine.python):
            with pytest.raises(QuestionError) as told:
                ask(question)
            assert told.value.field == field


def test_each_example_has_the_form_of_its_dimension() -> None:
    assert Question.of({"data": HTS10, "measure": "value", "rows": "origin", **EXAMPLES}).as_parameters().keys() >= set(
        EXAMPLES
    )
    assert len({question.as_parameters()["data"] for question in TEN}) == 4
