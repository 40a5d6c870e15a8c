"""Templates with named cases: filled, or refused by name; and that code and ``words.toml`` name the same templates."""

import ast
from functools import cache
from pathlib import Path

import pytest

from parley import read_table, words
from parley.app.kit import source_lines
from parley.words import Words, WordsError
from tests.test_architecture import APP_FILES, name_of, tree_of

TEXTS = """
plain = "No duty was in force on {day}"

[header.title]
confirmed = "The US charges {rate} extra on {goods}"
unknown = "No rate is known for {goods}"
"""


@pytest.fixture
def say(tmp_path: Path) -> Words:
    (tmp_path / "words.toml").write_text(TEXTS, encoding="utf-8")
    return words.beside(str(tmp_path / "module.py"))


def test_a_template_is_filled_by_the_names_of_its_fields(say: Words) -> None:
    assert say("plain", day="1 May 2025") == "No duty was in force on 1 May 2025"
    told = say("header.title", "confirmed", rate="12.5%", goods="Chinese goods")
    assert told == "The US charges 12.5% extra on Chinese goods"


def test_an_apostrophe_is_printed_curly(tmp_path: Path) -> None:
    (tmp_path / "words.toml").write_text("one = \"{whose}'s buyers' loss isn't theirs\"", encoding="utf-8")
    told = words.beside(str(tmp_path / "module.py"))("one", whose="China")
    assert told == "China\u2019s buyers\u2019 loss isn\u2019t theirs"


def test_a_field_that_another_case_uses_may_be_given(say: Words) -> None:
    assert say("header.title", "unknown", rate="", goods="toys") == "No rate is known for toys"


@pytest.mark.parametrize(
    ("template", "case", "fields", "told"),
    [
        ("header.tilte", "confirmed", {}, "words.toml has no template header.tilte"),
        ("header", "", {}, "has no template header"),
        ("plain.day", "", {}, "has no template plain.day"),
        ("header.title", "", {}, "header.title has only texts by case; it has confirmed, unknown"),
        ("header.title", "sure", {}, "header.title has no case sure; it has confirmed, unknown"),
        ("plain", "sure", {}, "plain has no case sure"),
        ("header.title", "confirmed", {"rate": "1%"}, "header.title, confirmed needs a value for goods"),
        ("plain", "", {"day": "1 May", "rate": "1%"}, "plain does not use rate"),
    ],
)
def test_what_is_missing_or_not_used_is_named(
    say: Words, template: str, case: str, fields: dict[str, str], told: str
) -> None:
    with pytest.raises(WordsError, match=told):
        say(template, case, **fields)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a = ", "not valid TOML"),
        ("a = 3", "a is 3, not a text"),
        ('a = "{rate:.1f}"', "a field is a plain name in braces"),
        ('a = "{rate[0]}"', "a field is a plain name in braces"),
        ('a = "50% {"', "not a text with fields"),
    ],
)
def test_a_file_that_holds_no_templates_is_an_error_that_names_it(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / "words.toml").write_text(text, encoding="utf-8")
    with pytest.raises(WordsError, match=rf"words.toml.*{told}"):
        words.beside(str(tmp_path / "module.py"))("a", rate="1")


def test_a_folder_without_words_is_an_error_that_names_the_file(tmp_path: Path) -> None:
    with pytest.raises(WordsError, match=r"words.toml cannot be read"):
        words.beside(str(tmp_path / "module.py"))("a")


def test_a_longer_text_is_filled_too(tmp_path: Path) -> None:
    (tmp_path / "method.md").write_text("**Mean**: {mean} over lines.\n", encoding="utf-8")
    assert words.page_text(str(tmp_path / "x.py"), "method", mean="5%") == "**Mean**: 5% over lines.\n"
    with pytest.raises(WordsError, match=r"method.md needs a value for mean"):
        words.page_text(str(tmp_path / "x.py"), "method")


def test_scripts_speak_from_the_folder_of_their_page_and_the_folders_of_results_from_theirs() -> None:
    page, results = words.APP / "tariffs", words.APP.parent / "results"
    for file in (page / "header.py", words.PAGES / "tariffs.py"):
        assert words.beside(str(file)).file == page / "words.toml"
    assert words.beside(str(results / "law" / "words.py")).file == results / "words.toml"


@cache
def templates(file: Path) -> dict[str, str]:
    """Every template of a file, by each of its names: with and without its case."""
    return dict(Words(file).texts())


def says(path: Path) -> list[tuple[int, str, str | None]]:
    """Line, template and case, where they are typed, of every call of a module's ``SAY``; a case worked out is None."""
    calls = [
        node
        for node in ast.walk(tree_of(path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "SAY"
    ]
    found = []
    for call in calls:
        named, *cases = call.args
        typed = named.value if isinstance(named, ast.Constant) else ""
        case = "" if not cases else cases[0].value if isinstance(cases[0], ast.Constant) else None
        found.append((call.lineno, str(typed), case if case is None else str(case)))
    return found


def test_every_template_that_code_names_is_in_its_file() -> None:
    lost = []
    for path in APP_FILES:
        for line, template, case in says(path):
            names = templates(words.beside(str(path)).file)
            known = (
                any(n.startswith(f"{template}.") for n in names)
                if case is None
                else ".".join(filter(None, (template, case))) in names
            )
            if not known:
                lost.append(f"{name_of(path)}:{line} {template}, {case}")
    assert lost == []


def test_every_template_in_a_file_is_named_by_code() -> None:
    named: dict[Path, set[str]] = {}
    for path in APP_FILES:
        if calls := says(path):
            named.setdefault(words.beside(str(path)).file, set()).update(template for _, template, _ in calls)
    producers = [source_lines.BESIDE.split(name)[0].strip() for name in read_table("sources")["producer"]]
    named[words.beside(source_lines.__file__).file] |= {f"producer.{source_lines.key_of(name)}" for name in producers}
    idle = [
        f"{name_of(file)}: {place}"
        for file in sorted(words.APP.parent.rglob(words.FILE))
        for place in templates(file)
        if not {place, place.rpartition(".")[0]} & named.get(file, set())
    ]
    assert idle == []
