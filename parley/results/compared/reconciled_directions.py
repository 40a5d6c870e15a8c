"""Where the models agree on a direction, and where they do not, the assumption that turns it.

A figure whose direction all agree on has one row with its ``sign``. Else one row for each assumption that turns it:
``model``, ``closure``, ``assumption``, ``value`` (of the parameter beyond which it turns, null where none) and a
``sentence``. The direction a figure has is that of most central answers; what turns it is named from there. Where two
ranges that are printed do not meet, of two models or of two rules for deficits, a row before these names what in the
structure keeps them apart.
"""

from collections.abc import Iterator, Sequence
from itertools import combinations, combinations_with_replacement, product

import numpy as np
import pandas as pd

from parley import terms, words
from parley.models.partial_equilibrium import FloatArray
from parley.results.compared.agreement import Case, Key

KEY = ["measure", "economy", "bearer"]
COLUMNS = [*KEY, "sign", "model", "closure", "assumption", "value", "sentence"]
NAMES = {"product": "products", "world": "one sector", "sectors": "by industry"}
CLOSURE_NAMES = {
    "balanced": "balanced trade",
    "share_of_own_income": "deficits in proportion to own income",
    "no_deficits": "data without deficits",
}
MODEL, DRAWS = "the model itself", "draws"
NO_CHANGE = "no change"
WORDS = {
    "treasury": ("a gain", "a loss"),
    "treasury_share": ("a gain", "a loss"),
    "real_income": ("a gain", "a loss"),
    "real_income_usd": ("a gain", "a loss"),
    "who_bears": ("a gain", "a loss"),
}
SAY = words.beside(__file__)
WAGES = "foreign wages and incomes adjust in one and are fixed in the other"
ONE_GOOD = f"{WAGES}, which has goods with duties of their own where the first has one good at mean duties"
LINKS = "one has industries that buy from each other, each with its elasticity; the other has one good"
STRUCTURE_OF_PAIR = {
    frozenset(("product", "world")): ONE_GOOD,
    frozenset(("product", "sectors")): WAGES,
    frozenset(("world", "sectors")): LINKS,
}
STRUCTURE = {
    (
        "buyers_prices",
        frozenset(("product", "world")),
    ): "foreign wages fall relative to American wages in one, and sellers' prices are fixed in the other",
    (
        "buyers_prices",
        frozenset(("product", "sectors")),
    ): "foreign wages fall relative to American wages in one, and sellers' prices are fixed in the other",
}
DEFICITS = "one keeps trade deficits as transfers from abroad, whose worth moves with prices, and the other has none"
KEPT = f"{LINKS} and keeps trade deficits as transfers from abroad, whose worth moves with prices"
LEVELS, STRUCTURE_ROW = "share_of_own_income", "model structure"
LEAST_SHARE = 1.0  # percent of draws
TURNED_BY = ("assumption", "parameter", "side", "value", "share")
SPLIT = 0.95  # of draws on the right side of a threshold for it to be named


def directions(cases: Sequence[Case], table: pd.DataFrame) -> pd.DataFrame:
    """Rows as in the module, from ``table``, the rows of ``reconciled``."""
    rows: list[tuple[object, ...]] = []
    spans = _spans(table)
    for row in table[table["model"] == "all"].to_dict("records"):
        key = (str(row["measure"]), str(row["economy"]), str(row["bearer"]))
        rows += [(*key, row["sign"], *pair) for pair in _apart(key[0], spans[key])]
        if row["sign"] != "either":
            rows.append((*key, row["sign"], "", "", "", np.nan, ""))
        else:
            rows += [(*key, "either", *pair) for pair in _turning(cases, key)]
    return pd.DataFrame(rows, columns=COLUMNS)


Turning = tuple[str, str, str, float, str]


def _turning(cases: Sequence[Case], key: Key) -> Iterator[Turning]:
    """What turns the direction of most central answers: a model, a parameter beyond a value, or an assumption."""
    holding = [case for case in cases if key in case.figures]
    central = [case for case in holding if not case.assumption]
    usual = 1.0 if sum(np.sign(case.number(key)) for case in central) > 0 else -1.0
    up_down = WORDS.get(key[0], ("a rise", "a fall"))
    word, opposite = up_down if usual > 0 else up_down[::-1]
    for alone in central:
        own_word = word if alone.number(key) else NO_CHANGE
        cases_of = [case for case in holding if (case.model, case.closure) == (alone.model, alone.closure)]
        if alone.number(key) * usual < 0:
            yield alone.model, alone.closure, MODEL, np.nan, _told(alone, "model", word, opposite)
            continue
        thresholds: set[str] = set()
        for case in sorted(cases_of, key=lambda case: case.assumption != DRAWS):
            values = np.atleast_1d(np.asarray(case.figures[key], dtype=float)) * usual
            if not (values < 0).any():
                continue
            if case.assumption != DRAWS:
                if not any(name in case.assumption for name in thresholds):
                    sentence = _told(alone, "assumption", own_word, opposite, assumption=case.assumption)
                    yield alone.model, alone.closure, case.assumption, np.nan, sentence
                continue
            name, at, above = _threshold(case, values)
            if name:
                thresholds.add(name)
                side = "above" if above else "below"
                sentence = _told(alone, "threshold", word, opposite, parameter=name, side=side, value=f"{at:.2g}")
                yield alone.model, alone.closure, name, at, sentence
            else:
                share = 100 * float((values < 0).mean())
                case_of, printed = ("draws", share) if share >= LEAST_SHARE else ("few_draws", LEAST_SHARE)
                sentence = _told(alone, case_of, own_word, opposite, share=terms.rate(printed, 0))
                yield alone.model, alone.closure, DRAWS, np.nan, sentence


def _told(central: Case, case: str, usual: str, opposite: str, **more: str) -> str:
    """A case of what turns a direction, of the model of this central answer."""
    closure = CLOSURE_NAMES.get(central.closure, "")
    fields = dict.fromkeys(TURNED_BY, "") | more
    return SAY(
        "models.turning",
        case,
        model=SAY("models.turning.model_name", central.model),
        closure=f" ({closure})" if closure else "",
        usual=usual,
        opposite=opposite,
        **fields,
    )


Span = tuple[str, str, float, float]  # model, closure, least and greatest


def _spans(table: pd.DataFrame) -> dict[Key, list[Span]]:
    spans: dict[Key, list[Span]] = {}
    by_model = table[table["model"] != "all"]
    for *key, model, closure, low, high in by_model[[*KEY, "model", "closure", "low", "high"]].itertuples(index=False):
        spans.setdefault((key[0], key[1], key[2]), []).append((model, closure, low, high))
    return spans


def _apart(measure: str, spans: Sequence[Span]) -> Iterator[Turning]:
    """A row for two models of which no range meets, and for two ranges that do not meet though others of theirs do,
    with what in their structure keeps them apart.
    """
    by_model: dict[str, list[Span]] = {}
    for span in spans:
        by_model.setdefault(span[0], []).append(span)
    for one, other in combinations_with_replacement(by_model, 2):
        pairs = combinations(by_model[one], 2) if one == other else product(by_model[one], by_model[other])
        every = list(pairs)
        far = [(here, there) for here, there in every if here[2] > there[3] or there[2] > here[3]]
        if far and len(far) == len(every) and one != other:
            only_levels = (one, other) == ("world", "sectors") and {here[1] for here, _ in far} == {LEVELS}
            reason = KEPT if only_levels else _structure(measure, one, other)
            sentence = f"The ranges of the models {NAMES[one]} and {NAMES[other]} do not overlap: {reason}."
            yield f"{one}, {other}", "", STRUCTURE_ROW, np.nan, sentence
            continue
        for here, there in far:
            first, second = (_named(*span[:2]) for span in (here, there))
            reason = DEFICITS if LEVELS in (here[1], there[1]) else _structure(measure, one, other)
            sentence = f"The ranges of {first} and of {second} do not overlap: {reason}."
            yield ", ".join(dict.fromkeys((one, other))), f"{here[1]}, {there[1]}", STRUCTURE_ROW, np.nan, sentence


def _structure(measure: str, one: str, other: str) -> str:
    pair = frozenset((one, other))
    return STRUCTURE.get((measure, pair)) or STRUCTURE_OF_PAIR[pair]


def _named(model: str, closure: str) -> str:
    return ", ".join(word for word in (NAMES[model], CLOSURE_NAMES.get(closure, "")) if word)


def _threshold(case: Case, signed: FloatArray) -> tuple[str, float, bool]:
    """The parameter and value that part the draws with the usual sign from the others, and whether those lie above."""
    best: tuple[float, str, float, bool] = (0.0, "", np.nan, False)
    turned = signed < 0
    for name, values in (case.parameters or {}).items():
        order = np.argsort(values)
        flags, sorted_values = turned[order], values[order]
        for above in (True, False):
            # draws beyond a cut are said to turn: those to its right when above, to its left otherwise
            left = np.concatenate([[0], np.cumsum(flags)])
            right = flags.sum() - left
            stay_left = np.arange(len(flags) + 1) - left
            stay_right = (len(flags) - np.arange(len(flags) + 1)) - right
            correct = (stay_left + right) if above else (left + stay_right)
            inner = correct[1:-1]
            if not len(inner):
                continue
            cut = int(np.argmax(inner)) + 1
            score = float(inner[cut - 1] / len(flags))
            if score > best[0]:
                best = score, name, float(sorted_values[cut - 1 : cut + 1].mean()), above
    usual_alone = max(float(turned.mean()), 1 - float(turned.mean()))
    return best[1:] if best[0] >= SPLIT and best[0] > usual_alone else ("", np.nan, False)
