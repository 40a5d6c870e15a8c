"""A comparison in words: who is better off by how much, on a page's title and in a report alike."""

from collections.abc import Mapping
from functools import partial
from typing import Any

import pandas as pd

from parley import terms, words
from parley.models.policy_scenario import Scenario
from parley.results.answers import limits
from parley.results.compared.comparison import compiled_on_day, economy_names

Row = Mapping[Any, Any]
IN_FORCE = "Duties in force"
SAY = words.beside(__file__)
EXPORTS = "us_exports_to_china_change_pct"  # the one figure that rests on no US imports
MOST_NAMED = 3
MOST_WORDS = 3  # of the name of a scenario in a title


def label(scenario: Scenario, side: str) -> str:
    """A short name of a scenario: its title, or that nothing changes, or its side alone."""
    if scenario.title:
        return scenario.title
    unchanged = not (scenario.regime or scenario.tariffs or scenario.exports)
    return IN_FORCE if unchanged else f"Scenario {side}"


def verdict_on(figures: pd.DataFrame, a: Scenario, b: Scenario) -> str:
    """``verdict`` on two scenarios; it says where its dollars stand on too much trade (``limits``)."""
    if is_unusable(figures, a, b):
        return SAY("verdict", "beyond")
    is_apart = a.as_of != b.as_of
    return verdict(figures, label(a, "A"), label(b, "B"), is_apart, limits.is_overstated(a, b))


def exceeding(figures: pd.DataFrame, a: Scenario, b: Scenario) -> dict[str, str]:
    """The figures that are under A or B more than all US imports of the base: ``figure``, or ``range`` where it is an
    end of its range alone.
    """
    beyond, of = {}, ((a, "a"), (b, "b"))
    for row in figures.to_dict("records"):
        sides = [(scenario, [row[f"{side}{end}"] for end in ("", "_low", "_high")]) for scenario, side in of]
        if any(limits.exceeds_trade(scenario, row["figure"], values[0]) for scenario, values in sides):
            beyond[row["figure"]] = "figure"
        elif any(limits.exceeds_trade(scenario, row["figure"], *values) for scenario, values in sides):
            beyond[row["figure"]] = "range"
    return beyond


def is_unusable(figures: pd.DataFrame, a: Scenario, b: Scenario) -> bool:
    """Whether the answer leaves what trade can hold: imports from China, or what a model says of buyers."""
    return _ends(exceeding(figures, a, b))


def _ends(beyond: Mapping[str, str]) -> bool:
    return beyond.get(limits.FROM_CHINA) == "figure" or limits.BUYERS in beyond


def limited(figures: pd.DataFrame, a: Scenario, b: Scenario) -> str:
    """Why figures or ranges are left out; empty where none are."""
    limits = exceeding(figures, a, b)
    return SAY("beyond", "answer" if _ends(limits) else "range") if limits else ""


def possible(figures: pd.DataFrame, a: Scenario, b: Scenario) -> pd.DataFrame:
    """``figures`` without those, and without the ranges, that are more than all US imports of the base."""
    limits = exceeding(figures, a, b)
    rows, every = figures.copy(), _ends(limits)
    for what in ("a", "b", "difference"):
        gone = rows["figure"].map(limits)
        lost = gone.eq("figure") | (every & rows["model"].eq("product") & rows["figure"].ne(EXPORTS))
        rows.loc[lost, what] = float("nan")
        rows.loc[lost | gone.eq("range"), [f"{what}_low", f"{what}_high"]] = float("nan")
    return rows


def verdict(figures: pd.DataFrame, a: str, b: str, is_apart: bool = False, is_overstated: bool = False) -> str:
    """The answer in one sentence: whom B costs more than A; no direction where the range of the difference straddles 0,
    or is still to come.

    ``figures``: rows of ``comparison.headline``; ``a``, ``b``: the names of the two. ``is_apart``: they are set against
    the duties of two days, so that none is better than the other: each is told by itself. ``is_overstated``: whether
    dollars are.
    """
    if figures.empty:
        return SAY("verdict", "question")
    if not figures[["difference", "difference_low", "difference_high"]].any(axis=None):
        return SAY("verdict", "same")
    rows = {row["figure"]: row for row in figures.to_dict("records")}
    buyers = partial(_buyers, is_overstated=is_overstated)
    for figure, tell in (
        ("buyers_loss_usd", buyers),
        (EXPORTS, _exports),
        ("real_income_USA", _income),
    ):
        row = rows.get(figure)
        if row is not None and (row["difference"] or row["difference_low"] or row["difference_high"]):
            if is_apart:
                return _each(row, is_overstated) if tell is buyers else SAY("verdict", "apart")
            return terms.fitting((tell(row, _under("B", b), _under("A", a)), tell(row, "B", "A")))
    return SAY("verdict", "question")


def net(figures: pd.DataFrame) -> str:
    """What the title's dollars leave out: buyers' loss less revenue, and real income, of which it is said where it
    points the other way. Empty without buyers' loss, and until the ranges are there.
    """
    rows = {row["figure"]: row for row in figures.to_dict("records")}
    buyers, less_revenue, income = (
        rows.get(f) for f in ("buyers_loss_usd", "importer_net_loss_usd", "real_income_USA")
    )
    if buyers is None or less_revenue is None or is_pending(less_revenue) or not buyers["difference"]:
        return ""
    said = SAY("verdict.net", _moved(less_revenue), net=_bn(less_revenue, "difference"), **_either(less_revenue))
    if income is None or is_pending(income):
        return said
    is_sure = not (straddles(income) or straddles(buyers)) and income["difference"]
    is_against = is_sure and (buyers["difference"] > 0) == (income["difference"] > 0)
    case = f"{_moved(income)}_against" if is_against else _moved(income)
    return f"{said} {SAY('verdict.net_income', case, **_sizes(income))}"


def _under(side: str, name: str) -> str:
    """A side with the name of its scenario, where that is short enough for a title."""
    if name == f"Scenario {side}" or len(name.split()) > MOST_WORDS:
        return side
    return f"{side} ({'in force' if name == IN_FORCE else name})"


def _buyers(row: Row, b: str, a: str, is_overstated: bool) -> str:
    """Where each side has a sign of its own both are told, else the difference."""
    sides = f"{_loss(row, 'b')}_{_loss(row, 'a')}"
    if is_pending(row):
        size = _bn(row, "difference")
        if is_overstated:
            return SAY("verdict.overstated", "pending", a=a, b=b, size=size)
        return SAY("verdict.buyers", "pending", a=a, b=b, size=size)
    case = "open" if straddles(row) else "worse" if row["difference"] > 0 else "better"
    cases = {"gain_loss", "loss_gain", "loss_none", "gain_none", "none_loss", "none_gain"}
    case = sides if case != "open" and sides in cases else case
    fields = {
        "a": a,
        "b": b,
        "a_size": _bn(row, "a"),
        "b_size": _bn(row, "b"),
        "size": _bn(row, "difference"),
        **_either(row),
    }
    return SAY("verdict.overstated", case, **fields) if is_overstated else SAY("verdict.buyers", case, **fields)


def _each(row: Row, is_overstated: bool) -> str:
    """What buyers lose or gain under each side, where both have a sign; no word of the difference."""
    case = f"{_loss(row, 'b')}_{_loss(row, 'a')}"
    if is_pending(row) or "open" in case:
        return SAY("verdict", "apart")
    sizes = {"a_size": _bn(row, "a"), "b_size": _bn(row, "b")}
    return SAY("verdict.overstated_each", case, **sizes) if is_overstated else SAY("verdict.each", case, **sizes)


def _bn(row: Row, what: str) -> str:
    """Dollars of a side or of the difference, with their range."""
    return terms.ranged_bn(row[what], row[f"{what}_low"], row[f"{what}_high"])


def _either(row: Row) -> dict[str, str]:
    """Dollars of the two ends of a difference whose sign is open: by how much B may be better, or worse, than A."""
    return {"better": terms.model_bn(-row["difference_low"]), "worse": terms.model_bn(row["difference_high"])}


def _loss(row: Row, side: str) -> str:
    """Whether buyers lose or gain under a side, nothing changes, or its range leaves the sign open."""
    value, low, high = (row[f"{side}{end}"] for end in ("", "_low", "_high"))
    if low < 0 < high:
        return "open"
    return "loss" if value > 0 else "gain" if value < 0 else "none"


def _exports(row: Row, b: str, a: str) -> str:
    return SAY("verdict.exports", _case(row), **_points(row), a=a, b=b)


def _income(row: Row, b: str, a: str) -> str:
    return SAY("verdict.income", _case(row), **_points(row), a=a, b=b)


def _moved(row: Row) -> str:
    """The side of a row after the title: also that nothing differs."""
    return _side(row) if row["difference"] or straddles(row) else "same"


def _case(row: Row) -> str:
    """The side of a row, and whether one model alone says so."""
    side = _side(row)
    return f"{side}_one" if side in ("higher", "lower") and row["models"] not in ("both", "three") else side


def _points(row: Row) -> dict[str, str]:
    """Percentage points of the difference, and which models say so."""
    return {**_sizes(row), "models": SAY("models.count", row["models"])}


def _sizes(row: Row) -> dict[str, str]:
    """Percentage points of the difference with their range, and its two ends."""
    decimals = decimals_of(row)
    size = terms.in_points(abs(row["difference"]), decimals)
    low, high = row["difference_low"], row["difference_high"]
    return {
        "size": terms.ranged(size, low, high, decimals),
        "lower": terms.number(abs(low), decimals),
        "higher": terms.in_points(abs(high), decimals),
    }


def _side(row: Row) -> str:
    if is_pending(row):
        return "pending"
    return "open" if straddles(row) else "higher" if row["difference"] > 0 else "lower"


def decimals_of(row: Row) -> int:
    """Decimals of the percentages of a row of ``comparison.headline``: real income moves by hundredths, others by
    tenths, and none is finer than its largest figure is known to.
    """
    most = 2 if row["figure"].startswith("real_income") else 1
    largest = max((abs(row[part]) for part in ("a", "b", "difference") if not pd.isna(row.get(part))), default=0.0)
    return min(most, terms.decimals_of(largest))


def straddles(row: Row) -> bool:
    """Whether the range of the difference leaves its sign open."""
    return bool(row["difference_low"] < 0 < row["difference_high"])


def is_pending(row: Row) -> bool:
    """Whether the range of the difference is still to come: no direction is claimed until it has."""
    return bool(pd.isna(row["difference_low"]))


def gains(economies: pd.DataFrame) -> str:
    """Which economies' real income B raises and lowers most against A, those of open sign left out.

    ``economies``: rows of ``comparison.difference`` by economy, real income.
    """
    sure = economies[~((economies["difference_low_pp"] < 0) & (economies["difference_high_pp"] > 0))]
    up = _named(sure[sure["difference_pp"] > 0].nlargest(MOST_NAMED, "difference_pp"))
    down = _named(sure[sure["difference_pp"] < 0].nsmallest(MOST_NAMED, "difference_pp"))
    if not (up or down):
        return ""
    return SAY("gains", "both" if up and down else "up" if up else "down", up=up, down=down)


def _named(rows: pd.DataFrame) -> str:
    """Economies with the change of their real income."""
    names = economy_names()
    return terms.listed(
        [
            f"{terms.with_article(str(names.get(economy, economy)))} ({terms.points(change, 2, 'points')})"
            for economy, change in zip(rows["economy"], rows["difference_pp"], strict=True)
        ]
    )


def cell(value: float, low: float, high: float, unit: str, decimals: int = 1) -> str:
    """A figure with its range in brackets: ``+$75bn (75–137)``, ``−0.31% (−0.37 to −0.18)``."""
    if pd.isna(value):
        return terms.DASH
    scale, word = 1.0, "%" if unit == "percent" else unit
    if unit == "USD":
        scale, word = 1e9, "bn"
        decimals = terms.bn_decimals(max(abs(v) for v in (value, low, high) if not pd.isna(v)))
    if not any((value, low, high)):
        return terms.quantity("0", word)
    written = terms.quantity(terms.signed(value / scale, decimals), word)
    if not low == high == value and not pd.isna(low):
        written = f"{written} ({terms.span(low / scale, high / scale, decimals)})"
    return written


def figure_cells(figures: pd.DataFrame) -> pd.DataFrame:
    """``headline`` as it is read: figure, A, B and B less A, each with its range, money in billions."""
    rows = []
    for row in figures.to_dict("records"):
        cells = [
            cell(row[side], row[f"{side}_low"], row[f"{side}_high"], unit, decimals_of(row))
            for side, unit in (
                ("a", row["unit"]),
                ("b", row["unit"]),
                ("difference", "pp" if row["unit"] == "percent" else row["unit"]),
            )
        ]
        rows.append((row["name"], *cells))
    return pd.DataFrame(rows, columns=["Figure", "A", "B", "B less A"])


def overstated(*scenarios: Scenario) -> str:
    """Why the dollars of one of them are overstated, soon after a large rise of duties; empty where none are."""
    notes = {
        SAY("overstated", day=terms.day(each.as_of), points=terms.in_points(limits.rise_points(each), 1)): None
        for each in scenarios
        if limits.is_overstated(each)
    }
    return " ".join(notes)


def warnings(a: Scenario, b: Scenario, compiled: str) -> list[str]:
    """What keeps the two from being compared like with like: other dates, other data, other assumptions."""
    sentences = []
    if a.as_of != b.as_of:
        sentences.append(SAY("warnings.dates", a=terms.day(a.as_of), b=terms.day(b.as_of)))
    older = {side: s.vintage for side, s in (("A", a), ("B", b)) if s.vintage and s.vintage != compiled}
    for side, vintage in older.items():
        sentences.append(SAY("warnings.data", side=side, saved=compiled_on_day(vintage), now=compiled_on_day(compiled)))
    return sentences
