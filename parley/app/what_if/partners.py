"""Single partners chosen one by one for a slider of their own; the list stands in the address bar as codes.

Not a list of tags: their contrast is too weak in the dark theme. ``key`` is the list's address parameter.
"""

from collections.abc import Iterable, Sequence

from parley.app.kit import address, cache, card_choices, session
from parley.words import beside

MOST = 6
IN_AGREEMENT = frozenset(("CAN", "MEX"))
SAY = beside(__file__)


def chosen(key: str, origins: Sequence[str]) -> list[str]:
    """The partners chosen, by a control or by the address; unknown codes and more than a few are left out.

    The page says which of the address are.
    """
    if key not in session.state():
        session.state()[key] = []
    wanted = [code for values in address.take(key)[-1:] for code in values.split(",") if code]
    if wanted:
        session.state()[key] = wanted
    kept = [code for code in dict.fromkeys(session.state()[key]) if code in origins][:MOST]
    if left_out := [code for code in dict.fromkeys(wanted) if code not in kept]:
        address.refuse(key, ",".join(left_out))
    session.state()[key] = kept
    address.show(key, *((",".join(kept),) if kept else ()))
    return kept


def draw_choice(key: str, origins: Sequence[str], kept: Sequence[str]) -> None:
    """The list to choose one more partner from, while there may be more."""
    names = cache.country_names()
    free = sorted((code for code in origins if code not in kept), key=names.__getitem__)
    if len(kept) < MOST:
        card_choices.pick(
            "Add a partner",
            "Choose an economy",
            free,
            f"{key}_add",
            names.__getitem__,
            lambda code: _put(key, [*kept, code]),
        )


def draw_removal(key: str, code: str, kept: Sequence[str]) -> None:
    """The button that takes a partner off the list; its duty is then what it was."""
    name = cache.country_names()[code]
    others = [other for other in kept if other != code]
    card_choices.button(f"Remove {name}", f"{key}_without_{code}", lambda: _put(key, others))


def tell_agreement(codes: Iterable[str], key: str) -> None:
    """Where a duty on Canada or Mexico is set: it falls on goods under the North American agreement too."""
    if IN_AGREEMENT.intersection(codes):
        card_choices.note(SAY("partners", "usmca"), f"{key}_usmca")


def _put(key: str, codes: list[str]) -> None:
    session.state()[key] = codes
