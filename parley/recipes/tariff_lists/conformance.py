"""Whether a table of lists equals the print: the same codes at the same length, none more and none fewer."""

import pandas as pd

from parley.schema import TableInvalidError

LEFT_OUT = " left out"


def note_of(name: str) -> str:
    """The US note that a list of ``data/facts/us_tariff_scope.csv`` is named after: its first word."""
    return name.split(" ", maxsplit=1)[0]


def require_equal(rows: pd.DataFrame, printed: pd.DataFrame) -> None:
    """``rows``: columns list and product_code, lists of a note named after it; ``printed``: ``notes.printed``.

    Raises TableInvalidError naming list and code of the first difference.
    """
    of_table = _keys(rows["list"].map(note_of), rows["product_code"], rows["list"].str.contains(LEFT_OUT))
    of_print = _keys(printed["note"], printed["product_code"], printed["is_left_out"])
    notes = set(printed["note"])
    for note, code, _ in sorted(of_print - of_table):
        raise _fault(f"note {note} prints {code}, which the table lacks")
    for note, code, _ in sorted(key for key in of_table - of_print if key[0] in notes):
        raise _fault(f"the table has {code} under note {note}, which does not print it")


def _keys(note: pd.Series, code: pd.Series, left_out: pd.Series) -> set[tuple[str, str, bool]]:
    return set(zip(note, code, left_out.astype(bool), strict=True))


def _fault(problem: str) -> TableInvalidError:
    return TableInvalidError("us_tariff_scope", "product_code", None, f"{problem}; correct parley/recipes/tariff_lists")
