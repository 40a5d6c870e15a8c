"""The sentences of the app: written in a ``words.toml`` beside the code that fills them, longer texts in Markdown.

A module says ``SAY = words.beside(__file__)`` and then ``SAY("header.title", "confirmed", rate="12.5%")``: the place
of the template in the file, the case where the template has several, and its fields by name. The code works out numbers
and the name of the case, nothing else; the template is typed where it is used, so that a search finds it.
"""

import functools
import re
import tomllib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from string import Formatter
from typing import Any

from parley.tables.place import ROOT

FILE = "words.toml"
APP = Path(__file__).resolve().parent / "app"
PAGES = ROOT / "pages"
Field = str | int
APOSTROPHE = re.compile(r"(?<=[\w}])'(?=\w)|(?<=s)'(?=[\s,.;:)]|$)")  # typed straight, printed curly


class WordsError(ValueError):
    """A text, a case or a field is missing or is not used; the message names the file and the template."""


@dataclass(frozen=True)
class Words:
    """The templates of one ``words.toml``, called by name. The file is read at the first call."""

    file: Path

    def __call__(self, template: str, case: str = "", /, **fields: Field) -> str:
        """The text of a template, filled.

        ``template``: its dotted place in the file. ``case``: the name of one of its cases, none where it has one text.
        ``fields``: a value for each field of the text; what no case of the template uses is refused. Raises WordsError.
        """
        return APOSTROPHE.sub("’", _template(self.file, template, case, tuple(fields)).format(**fields))

    def texts(self) -> Iterator[tuple[str, str]]:
        """Dotted name, case included, and text of everything in the file. Raises WordsError."""
        yield from _leaves(_read(self.file), "")


@functools.cache
def beside(file: str) -> Words:
    """The words of a module, given its ``__file__``: those of its folder.

    The script of a page in ``pages/`` speaks from the folder of its page; those of ``parley/results`` share one file.
    """
    return Words(_folder(file) / FILE)


def printed(text: str) -> str:
    """A text of a table with the apostrophes of print, as those of a ``words.toml`` have them."""
    return APOSTROPHE.sub("’", text)


def page_text(file: str, name: str, /, **fields: Field) -> str:
    """A longer text in Markdown: ``name.md`` of the folder ``beside`` means, its fields filled. Raises WordsError."""
    path = _folder(file) / f"{name}.md"
    text = printed(_text(path))
    _check_fields(text, [text], tuple(fields), _short(path))
    return text.format(**fields)


@functools.cache
def _folder(file: str) -> Path:
    path = Path(file).resolve()
    if path.parent == PAGES:
        return APP / path.stem
    return path.parent.parent if path.parent.parent.name == "results" else path.parent


@functools.cache
def _template(file: Path, template: str, case: str, fields: tuple[str, ...]) -> str:
    """The text of a case, which the fields ``fields`` fill. Raises WordsError."""
    words: Any = _read(file)
    for part in template.split("."):
        words = words.get(part) if isinstance(words, dict) else None
    cases = words if isinstance(words, dict) else {"": words} if isinstance(words, str) else {}
    texts = {name: text for name, text in cases.items() if isinstance(text, str)}
    if not texts:
        raise WordsError(f"{_short(file)} has no template {template}")
    if case not in texts:
        wanted = f"no case {case}" if case else "only texts by case"
        raise WordsError(f"{_short(file)}: {template} has {wanted}; it has {', '.join(filter(None, texts))}")
    _check_fields(texts[case], texts.values(), fields, f"{_short(file)}: {template}{case and f', {case}'}")
    return texts[case]


def _check_fields(text: str, cases: Iterable[str], fields: tuple[str, ...], where: str) -> None:
    """Raise WordsError where the text lacks the value of a field, or no case uses one that is ``fields``."""
    wanted = _fields(text, where)
    if missing := sorted(wanted - set(fields)):
        raise WordsError(f"{where} needs a value for {', '.join(missing)}")
    if idle := sorted(set(fields).difference(*(_fields(other, where) for other in cases))):
        raise WordsError(f"{where} does not use {', '.join(idle)}")


@functools.cache
def _fields(text: str, where: str) -> frozenset[str]:
    """The names of the fields of a text, which are plain names: values come as they are printed."""
    try:
        parts = [(name, form, turn) for _, name, form, turn in Formatter().parse(text) if name is not None]
    except ValueError as fault:
        raise WordsError(f"{where} is not a text with fields: {fault}") from fault
    if odd := [name for name, form, turn in parts if form or turn or not name.isidentifier()]:
        raise WordsError(f"{where} has the field {odd[0]!r}; a field is a plain name in braces")
    return frozenset(name for name, _, _ in parts)


@functools.cache
def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as fault:
        raise WordsError(f"{_short(path)} cannot be read: {fault}") from fault


@functools.cache
def _read(file: Path) -> dict[str, Any]:
    try:
        read = tomllib.loads(_text(file))
    except tomllib.TOMLDecodeError as fault:
        raise WordsError(f"{_short(file)} is not valid TOML: {fault}") from fault
    for place, text in _leaves(read, ""):
        if not isinstance(text, str):
            raise WordsError(f"{_short(file)}: {place} is {text!r}, not a text")
    return _curled(read)


def _curled(node: dict[str, Any]) -> dict[str, Any]:
    """The texts with the apostrophes of print."""
    return {name: _curled(inner) if isinstance(inner, dict) else printed(inner) for name, inner in node.items()}


def _leaves(node: dict[str, Any], place: str) -> Iterator[tuple[str, Any]]:
    for name, inner in node.items():
        if isinstance(inner, dict):
            yield from _leaves(inner, f"{place}{name}.")
        else:
            yield f"{place}{name}", inner


@functools.cache
def _short(file: Path) -> str:
    """A file as one finds it in the repository."""
    return file.relative_to(PAGES.parent).as_posix() if file.is_relative_to(PAGES.parent) else str(file)
