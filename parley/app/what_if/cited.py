"""What a switch of a model rests on, written from the parameter file."""

from parley import terms, words
from parley.parameters import parameter

SAY = words.beside(__file__)


def cited(*names: str) -> str:
    """Default, range, status, citation and note of each parameter, a paragraph each."""
    return "\n\n".join(map(_one, names))


def _one(name: str) -> str:
    entry = parameter(name)
    named = [name for name, has in (("ends", entry.low != entry.high), ("works", bool(entry.citation))) if has]
    return SAY(
        "cited",
        "_".join(named) or "plain",
        title=entry.title,
        value=f"{entry.value:g}",
        low=f"{entry.low:g}",
        high=f"{entry.high:g}",
        status=entry.status,
        works=", ".join(map(short_reference, entry.citation)),
        note=entry.note,
    )


def short_reference(key: str) -> str:
    """A key of the bibliography as authors and year: ``Ignatenko et al. 2025``."""
    *authors, year = key.split("_")
    if authors[-2:] == ["et", "al"]:
        return f"{authors[0].title()} et al. {year}"
    return f"{terms.listed([author.title() for author in authors])} {year}"
