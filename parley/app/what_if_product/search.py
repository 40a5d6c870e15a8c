"""Chapters and products of the product what-if that the visitor asks for by code or by words."""

from collections.abc import Collection
from functools import partial

from parley import terms
from parley.app.kit import card_choices, controls, line_names, session
from parley.app.kit.cache import kept
from parley.app.what_if import starting_duties
from parley.search.find import find
from parley.terms import goods
from parley.words import beside

KEY = "goods_codes"
MOST = 4
OFFERED = 5
MOST_FOUND = 40
HEADING = 4  # digits; products have six, chapters two
LONGEST = 46
ANY = "goods"
SAY = beside(__file__)


def draw() -> dict[str, str]:
    """A field for codes and words, and buttons for what the words find; the codes chosen with their names."""
    typed = controls.search("HS codes of two or six digits, or words", KEY, SAY("search.hint"))
    names = _names()
    chosen, words = _read(typed, names)
    for piece in words:
        _offer(piece, list(chosen), names)
    if len(chosen) > MOST:
        card_choices.note(SAY("search.most", count=terms.counted(MOST)), f"{KEY}_most")
    return {code: names[code] for code in list(chosen)[:MOST]}


def written(chosen: dict[str, str]) -> str:
    """The field's text for these codes."""
    return ", ".join(chosen)


def has_code(typed: str) -> bool:
    """Whether the field's text holds a chapter or product; words only lead to some."""
    return bool(_read(typed, _names())[0])


def short_name(code: str) -> str:
    """A chapter or product in a few words inside a sentence; ``ANY`` where no short name is true of all of it."""
    return goods.noun(code, line_names.of_codes()[code]) or ANY


@kept
def _names() -> dict[str, str]:
    """Code and words of every chapter and product that the United States imported from China in 2024."""
    market = starting_duties.inputs().us
    bought = set(market.products_of(market.partner_cells))
    wanted = bought | {code[:2] for code in bought}
    return {code: _name(code, words) for code, words in line_names.of_codes().items() if code in wanted}


def _name(code: str, words: str) -> str:
    text = words if len(words) <= LONGEST else f"{words[:LONGEST].rsplit(' ', 1)[0]} …"
    return f"{goods.dotted(code)} {text}"


def _read(typed: str, names: dict[str, str]) -> tuple[dict[str, str], list[str]]:
    """The known codes of the field in their order, and the pieces that are no code."""
    pieces = [piece.strip() for piece in typed.split(",") if piece.strip()]
    codes = {piece: piece.replace(".", "").replace(" ", "") for piece in pieces}
    chosen = {codes[piece]: names[codes[piece]] for piece in pieces if codes[piece] in names}
    return chosen, [piece for piece in pieces if codes[piece] not in names]


def _offer(piece: str, chosen: list[str], names: dict[str, str]) -> None:
    """Buttons for the goods that words or the beginning of a code find."""
    codes = [code for code in _bought(piece, names) if code not in chosen]
    if not codes:
        card_choices.note(SAY("search.none", typed=piece), f"{KEY}_none_{piece}")
    for code in codes[:OFFERED]:
        card_choices.button(names[code], f"goods_{code}", partial(_choose, [*chosen, code]))


def _bought(piece: str, bought: Collection[str]) -> list[str]:
    """The chapters and products bought that words find, a heading as its products, in the order of the search."""
    hits = find(piece, limit=MOST_FOUND, kinds=("product",), of_a_kind=MOST_FOUND)
    under = [
        [hit.id] if len(hit.id) != HEADING else [code for code in bought if code.startswith(hit.id)] for hit in hits
    ]
    return list(dict.fromkeys(code for codes in under for code in codes if code in bought))


def _choose(codes: list[str]) -> None:
    session.state()[KEY] = ", ".join(codes)
