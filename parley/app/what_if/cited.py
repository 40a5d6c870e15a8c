"""What a switch of a model rests on, written from the parameter file."""

from parley import terms
from parley.parameters import parameter


def cited(*names: str) -> str:
    """Default, range, status, citation and note of each parameter, a paragraph each."""
    return "\n\n".join(map(_one, names))


def _one(name: str) -> str:
    entry = parameter(name)
    rests = f"; {', '.join(map(short_reference, entry.citation))}" if entry.citation else ""
    ends = "" if entry.low == entry.high else f", {entry.low:g} to {entry.high:g}"
    return f"{entry.title}: {entry.value:g}{ends} ({entry.status}{rests}). {entry.note}"


def short_reference(key: str) -> str:
    """A key of the bibliography as authors and year: ``Ignatenko et al. 2025``."""
    *authors, year = key.split("_")
    if authors[-2:] == ["et", "al"]:
        return f"{authors[0].title()} et al. {year}"
    return f"{terms.listed([author.title() for author in authors])} {year}"
