"""The table of all models in words: measures, models and closures by name, figures with their ranges, and findings.

What ``reconciled``, ``directions`` and ``why`` of ``results.compared.reconciled`` hold is said here once, for the
pages, Compare and the report. No figure is worked out.
"""

from collections.abc import Iterator, Mapping
from typing import Any

import pandas as pd

from parley import terms, words
from parley.results.compared.agreement import Key
from parley.results.compared.comparison import SOURCES, economy_names
from parley.results.compared.reconciled_directions import STRUCTURE_ROW as STRUCTURE

SAY = words.beside(__file__)
ALL = "all"
US, CHINA = "USA", "CHN"
BN = 1e9
MEASURES = {
    "real_income": "Real income",
    "real_income_usd": "Real income in dollars",
    "treasury": "Tariff revenue",
    "treasury_share": "Tariff revenue, % of duty",
    "imports_from_china": "Imports from China",
    "imports": "All US imports",
    "buyers_prices": "Import prices",
    "us_exports_to_china": "US exports to China",
    "us_exports": "All US exports",
    "who_bears": "Who gains and loses",
}
BEARERS = {
    "buyers": "US buyers",
    "china_exporters": "China's exporters",
    "other_exporters_losing": "other countries' exporters that lose",
    "other_exporters_gaining": "other countries' exporters that gain",
    "treasury": "US Treasury",
}
MODELS = {"product": "Product model", "world": "One sector", "sectors": "By industry", ALL: "All together"}
CLOSURES = {
    "balanced": "balanced trade",
    "share_of_own_income": "deficits follow income",
    "no_deficits": "no deficits in its data",
    ALL: "",
}
COLUMNS: dict[tuple[str, str], str] = {
    ("product", ""): "Product model",
    ("world", "balanced"): "One sector, balanced trade",
    ("world", "share_of_own_income"): "One sector, deficits follow income",
    ("sectors", "no_deficits"): "By industry",
}
COMPARED = {model: closure for model, closure in COLUMNS if closure != "balanced"}  # as ``reconciled_why`` does
ASSUMPTIONS = {
    "sigma": "how easily buyers switch between origins",
    "kappa": "how easily home goods replace imports",
    "eta": "how easily products replace each other",
    "pass-through": "how far foreign sellers cut prices",
    "base": "the trade both start from",
    "trade elasticity": "the trade elasticity",
    "second tier": "how easily home goods replace imports",
    "model structure": "the models' structure",
}
LEAST_USD = 5e5  # of a bearer: less prints as nothing
MOST_REASONS, MOST_PAIRS, MOST_PARTS = 2, 2, 2


def questions(table: pd.DataFrame) -> list[Key]:
    """What the models are asked of the United States and China, in the order of MEASURES."""
    keys = list(dict.fromkeys(table[["measure", "economy", "bearer"]].itertuples(index=False, name=None)))
    main = [key for key in keys if key[1] in (US, CHINA) and key[:1] + key[2:] != ("who_bears", "treasury")]
    order = list(MEASURES)
    return sorted(main, key=lambda key: order.index(key[0]))


def question(key: Key) -> str:
    """A question in a few words: ``Real income, China``."""
    measure, economy, bearer = key
    if bearer:
        return terms.capital(BEARERS[bearer])
    if measure in ("real_income", "real_income_usd"):
        name, _, unit = MEASURES[measure].partition(", ")
        return ", ".join(part for part in (name, _place(economy), unit) if part)
    return MEASURES[measure]


def rows_of(table: pd.DataFrame, key: Key) -> pd.DataFrame:
    """The rows of a question, the envelope of all last."""
    rows: pd.DataFrame = table[(table[["measure", "economy", "bearer"]] == list(key)).all(axis=1)]
    return rows.reset_index(drop=True)


NOT = {"rise": "no_fall", "fall": "no_rise", "gain": "no_loss", "lose": "no_gain"}


def case_of(rows: pd.DataFrame) -> str:
    """The case of the rows of a question, of which the last is the envelope of all."""
    measure, sign = rows[["measure", "sign"]].iloc[-1]
    return direction(str(measure), str(sign), bool(rows["central"].eq(0).any()))


def direction(measure: str, sign: str, has_none: bool = False) -> str:
    """The name of the case of a sign: rise or fall, open or none; of who gains and loses gain or lose. Where an answer
    is no change (``has_none``) that is not the direction of all, and the case says which way none goes.
    """
    if sign in ("either", "none"):
        return "open" if sign == "either" else "none"
    if measure == "who_bears":
        case = "gain" if sign == "gain" else "lose"
    else:
        case = "rise" if (sign == "gain") != (measure == "buyers_prices") else "fall"
    return NOT[case] if has_none else case


def named(table: pd.DataFrame, directions: pd.DataFrame) -> pd.DataFrame:
    """Every row in words, money in billions: measure, who, model, deficits, unit, low, central, high, direction,
    what keeps ranges of its figure apart that do not meet (empty where all do) and source records.
    """
    keys = list(table[["measure", "economy", "bearer"]].itertuples(index=False, name=None))
    far = {key: " ".join(apart(directions, key)) for key in dict.fromkeys(keys)}
    no_change = table["central"].eq(0)
    still = {key for key, is_none in zip(keys, no_change, strict=True) if is_none}
    scale = [BN if unit.startswith("USD") else 1.0 for unit in table["unit"]]
    names = economy_names()
    sources: dict[str, str] = {model: ids[0] for model, ids in SOURCES.items()}
    return pd.DataFrame(
        {
            "measure": [MEASURES[measure].partition(",")[0] for measure in table["measure"]],
            "who": [
                terms.capital(BEARERS[bearer]) if bearer else str(names.get(economy, economy))
                for economy, bearer in zip(table["economy"], table["bearer"], strict=True)
            ],
            "model": table["model"].map(MODELS),
            "deficits": table["closure"].map(CLOSURES).fillna(""),
            "unit": [
                "US dollars, bn a year" if size == BN else unit for size, unit in zip(scale, table["unit"], strict=True)
            ],
            **{end: table[end] / scale for end in ("low", "central", "high")},
            "direction": [
                SAY("models.direction", direction(key[0], sign, is_none or (model == ALL and key in still)))
                for key, model, sign, is_none in zip(keys, table["model"], table["sign"], no_change, strict=True)
            ],
            "why_apart": [far[key] for key in keys],
            "source_id": table["model"].map(sources).fillna(sources["product"]),
        }
    )


def side_by_side(table: pd.DataFrame, directions: pd.DataFrame | None = None) -> pd.DataFrame:
    """A line a question, a column a model: central figures with their ranges in words, and what all say together.

    With ``directions`` also what keeps ranges apart that do not meet.
    """
    lines = []
    for key in questions(table):
        rows = rows_of(table, key)
        cells = {(row["model"], row["closure"]): cell(row) for row in rows.to_dict("records")}
        lines.append(
            {
                "Question": question(key),
                **{name: cells.get(place, terms.DASH) for place, name in COLUMNS.items()},
                "All together": SAY("models.direction", case_of(rows)),
                **({} if directions is None else {"Why ranges lie apart": " ".join(apart(directions, key))}),
            }
        )
    return pd.DataFrame(lines)


def cell(row: Mapping[Any, Any]) -> str:
    """``−0.17% (−0.25 to −0.08)``."""
    values = [_scaled(row[end], row["unit"]) for end in ("central", "low", "high")]
    central, low, high = values
    decimals = _decimals(low, high)
    if not any(round(value, decimals) for value in values):
        return "0"
    size = terms.quantity(terms.signed(central, decimals), mark(row["unit"]))
    return f"{size} ({terms.span(low, high, decimals)})"


def mark(unit: str) -> str:
    """The unit of a figure as it stands behind it."""
    return "bn" if unit.startswith("USD") else "%"


def finding(table: pd.DataFrame, key: Key) -> str:
    """What the models say together on a question; no direction where one of them leaves it open."""
    rows = rows_of(table, key)
    models, case = rows[rows["model"] != ALL], case_of(rows)
    if key[2] and rows[["low", "high"]].abs().to_numpy().max() < LEAST_USD:
        case = "none"
    centrals = [_scaled(value, rows["unit"].iloc[0]) for value in models["central"]]
    unit = mark(rows["unit"].iloc[0])
    if case == "open":
        low, high = min(centrals), max(centrals)
        decimals = _decimals(low, high)
        ends = [terms.quantity(terms.signed(value, decimals), unit) for value in (low, high)]
        case = "open_one" if ends[0] == ends[1] else "open"
        return SAY("models.finding", case, what=_what(key), low=ends[0], high=ends[1], size="", models="")
    is_one = case in ("rise", "fall", "gain", "lose") and models["model"].nunique() == 1
    return SAY(
        "models.finding",
        f"{case}_one" if is_one else case,
        what=_what(key),
        models=_agreed(models),
        size=_size(rows[rows["model"] == ALL].iloc[0].to_dict()),
        low="",
        high="",
    )


def _agreed(models: pd.DataFrame) -> str:
    """Which models say so, one of several closures once."""
    names = list(dict.fromkeys(models["model"]))
    return SAY("models.count", {1: str(names[0]), 2: "both"}.get(len(names), "three"))


def _size(row: Mapping[Any, Any]) -> str:
    """The ends of an envelope of one sign without it: ``0.05–0.29%``, ``up to $16bn``."""
    low, high = sorted(abs(_scaled(row[end], row["unit"])) for end in ("low", "high"))
    decimals, unit = _decimals(low, high), mark(row["unit"])
    if not low:
        return SAY("models.size", "up_to", size=terms.quantity(terms.number(high, decimals), unit))
    return SAY("models.size", "span", size=terms.quantity(terms.span(low, high, decimals), unit))


def apart(directions: pd.DataFrame, key: Key) -> list[str]:
    """What keeps ranges apart that do not meet, a sentence for each pair."""
    rows = rows_of(directions, key)
    return list(rows.loc[rows["assumption"] == STRUCTURE, "sentence"])


def turning(directions: pd.DataFrame, key: Key) -> list[str]:
    """The assumptions that turn a direction, in sentences."""
    rows = rows_of(directions, key)
    return [sentence for sentence in rows.loc[rows["assumption"] != STRUCTURE, "sentence"] if sentence]


def reasons(directions: pd.DataFrame, key: Key) -> list[str]:
    """What keeps ranges apart that do not meet, every pair, and the first assumptions that turn a direction."""
    return [*apart(directions, key), *turning(directions, key)[:MOST_REASONS]]


def differences(why: pd.DataFrame, key: Key) -> list[str]:
    """For each pair of models how far their central figures lie apart and which assumptions make most of it."""
    rows = why[(why["measure"] == key[0]) & (why["economy"] == key[1])]
    return [] if key[2] else list(_differences(rows))[:MOST_PAIRS]


def _differences(rows: pd.DataFrame) -> Iterator[str]:
    for (start, end), parts in rows.groupby(["from_model", "to_model"], sort=False):
        whole = float(parts["change"].sum())
        largest = parts.loc[parts["change"].abs().sort_values(ascending=False, kind="stable").index].head(MOST_PARTS)
        unit = "bn" if parts["unit"].iloc[0].startswith("USD") else "points"
        scale = BN if unit == "bn" else 1.0
        decimals = _decimals(whole / scale, *(largest["change"] / scale))
        sentences = [
            f"{ASSUMPTIONS[name]} ({terms.signed(change / scale, decimals)})"
            for name, change in zip(largest["assumption"], largest["change"], strict=True)
        ]
        yield SAY(
            "model.why",
            start=COLUMNS[str(start), COMPARED[str(start)]],
            end=COLUMNS[str(end), COMPARED[str(end)]],
            whole=terms.quantity(terms.signed(whole / scale, decimals), unit),
            parts=terms.listed(sentences),
        )


def _what(key: Key) -> str:
    measure, economy, bearer = key
    if bearer:
        return SAY("models.bearer", bearer)
    return SAY("models.what", measure, whose=f"{_place(economy)}'s" if economy != US else "US")


def _place(economy: str) -> str:
    return terms.SIDES["short"].get(economy) or str(economy_names().get(economy, economy))


def _scaled(value: float, unit: str) -> float:
    return value / BN if unit.startswith("USD") else value


def _decimals(*values: float) -> int:
    """Decimals at which the largest shows two digits and none but zero prints as zero, three at most."""
    least = terms.decimals_of(max(map(abs, values)))
    small = [abs(value) for value in values if value]
    return next((d for d in range(least, 3) if all(round(value, d) for value in small)), 3)
