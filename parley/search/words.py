"""How a text is cut into words for the search: the same for what is held and for what is asked."""

import re
import unicodedata
from collections.abc import Sequence

WORD = re.compile(r"[^\W_]+")
# Words that tell no two things apart; a question made of nothing else keeps them.
STOP = frozenset(
    ["a", "an", "and", "by", "for", "from", "hs", "hts", "in", "of", "on", "or", "the", "to", "us", "usa", "with"]
)
# American and British spellings; descriptions of the Harmonized System are British.
SPELLINGS = (
    ("aluminum", "aluminium"),
    ("armored", "armoured"),
    ("center", "centre"),
    ("color", "colour"),
    ("colored", "coloured"),
    ("cotton", "cottons"),
    ("defense", "defence"),
    ("fertilizer", "fertiliser"),
    ("fertilizers", "fertilisers"),
    ("fiber", "fibre"),
    ("fibers", "fibres"),
    ("fiberglass", "fibreglass"),
    ("galvanized", "galvanised"),
    ("gray", "grey"),
    ("jewelry", "jewellery"),
    ("labor", "labour"),
    ("license", "licence"),
    ("licenses", "licences"),
    ("liter", "litre"),
    ("meter", "metre"),
    ("molding", "moulding"),
    ("pajamas", "pyjamas"),
    ("plow", "plough"),
    ("program", "programme"),
    ("programs", "programmes"),
    ("soya", "soy"),
    ("soybean", "soya"),
    ("soybeans", "soya"),
    ("sulfur", "sulphur"),
    ("tire", "tyre"),
    ("tires", "tyres"),
)
OTHER_SPELLING = {one: other for pair in SPELLINGS for one, other in (pair, pair[::-1])}


def words(text: str) -> list[str]:
    """The words of a text in their order: lower case, without accents, cut at all that is no letter and no digit."""
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return WORD.findall(plain)


def telling(spoken: Sequence[str]) -> list[str]:
    """The words that tell things apart, each once; all of them where none does."""
    kept = [word for word in dict.fromkeys(spoken) if word not in STOP]
    return kept or list(dict.fromkeys(spoken))


def quoted(word: str) -> str:
    """A word as the full-text search takes it: a string, never a sign of its grammar."""
    return f'"{word}"'


def either(word: str) -> str:
    """What finds a word in American and in British spelling."""
    other = OTHER_SPELLING.get(word)
    return quoted(word) if other is None else f"({quoted(word)} OR {quoted(other)})"
