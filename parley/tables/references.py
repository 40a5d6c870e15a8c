"""The works cited by the model numbers, written out from ``data/references.bib``."""

import functools
import re

from parley.tables.parameters import REFERENCES

ENTRY = re.compile(r"^@\w+\{([^,\s]+),\n(.*?)^\}", re.MULTILINE | re.DOTALL)
FIELD = re.compile(r"^\s*(\w+)\s*=\s*\{(.*)\},?\s*$", re.MULTILINE)
ACCENTS = {"{\\'e}": "é"}


def reference(key: str) -> str:
    """One work: authors, year, title, where it appeared, DOI or address; the key itself where it is unknown."""
    work = _works().get(key)
    if work is None:
        return key
    fields = ("journal", "type", "institution", "volume", "number", "pages", "note")
    place = ", ".join(work[field] for field in fields if field in work)
    authors = re.sub(r"; others$", " et al.", work.get("author", "").replace(" and ", "; "))
    parts = [f"{authors} ({work.get('year', 'n.d.')})", work.get("title", ""), place]
    written = " ".join(part if part.endswith(("?", ".")) else f"{part}." for part in parts if part)
    return f"{written} {address(key)}".strip()


def address(key: str) -> str:
    """Where one work can be read, its DOI before any other; empty where neither is known."""
    work = _works().get(key, {})
    return f"https://doi.org/{work['doi']}" if "doi" in work else work.get("url", "")


@functools.cache
def _works() -> dict[str, dict[str, str]]:
    text = REFERENCES.read_text(encoding="utf-8")
    return {key: {name: _plain(value) for name, value in FIELD.findall(body)} for key, body in ENTRY.findall(text)}


def _plain(value: str) -> str:
    for accent, letter in ACCENTS.items():
        value = value.replace(accent, letter)
    return value.replace("{", "").replace("}", "").replace("--", "–")
