"""What a scenario costs a US household a year: by category of consumption and by income, two estimates side by side."""

import pandas as pd

from parley import terms, words
from parley.app.kit import controls
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.app.what_if.all_models import Asked
from parley.app.what_if_product import words as product_words
from parley.app.what_if_product.answer import STAMP
from parley.charts.figure import Caption
from parley.charts.two_marks import two_marks
from parley.models.policy_scenario import Scenario
from parley.results.answers import household
from parley.results.answers.household import HouseholdCost

CATEGORY, INCOME = "Category", "Income"
SHOWN, TENTHS = 12, 10
MARKS = ("From the border", "From the shelf")
KINDS = ("border", "retail")
INCOME_SOURCE = "pce_by_decile_2023"
SAY = words.beside(__file__)


def by(scenario: Scenario, models: Asked | None) -> Figure:
    """The choice of a breakdown, and its figure. Raises NothingToShowError where no price moves."""
    chosen = controls.choose("By", (CATEGORY, INCOME), "households_by")
    cost = cost_of(scenario)
    if not cost.categories["border_usd"].any():
        raise NothingToShowError(SAY("households.nothing"))
    return _by_category(scenario, cost, models) if chosen == CATEGORY else _by_income(scenario, cost)


@kept
def cost_of(scenario: Scenario) -> HouseholdCost:
    return household.household_cost(scenario)


def _by_category(scenario: Scenario, cost: HouseholdCost, models: Asked | None) -> Figure:
    rows = cost.categories.assign(**_sources(scenario))
    bought = rows[rows["pce_category"] != household.INPUTS]
    marks = _marks(bought.rename(columns={"pce_category": "name"}), "usd_a_household")
    largest = marks.loc[marks["one"].abs().sort_values(ascending=False, kind="stable").index].head(SHOWN)
    total = [float(bought[f"{kind}_usd_a_household"].sum()) for kind in KINDS]
    inputs = float(rows.loc[rows["pce_category"] == household.INPUTS, "border_usd_a_household"].iloc[0])
    categories = "; ".join(f"{name} {said}" for name, said in zip(largest["name"], largest["words"], strict=True))
    return Figure(
        "what_if_households",
        Caption(
            _finding(scenario, models, *total),
            SAY("households.measure", "category", count=terms.counted(len(largest))),
            SAY("households.alt", what=_moved(scenario), total=_dollars(*total), list=categories),
        ),
        rows,
        {"Chart": lambda palette: two_marks(largest, MARKS, "$", palette.us, palette)},
        note=SAY("households.note", base=trade_base.of(scenario)),
        remark=SAY(
            "households.remark",
            inputs=SAY("households.inputs", "cost" if inputs > 0 else "gain", size=_dollar(abs(inputs))),
        ),
    )


def _by_income(scenario: Scenario, cost: HouseholdCost) -> Figure:
    tenth = cost.households / TENTHS
    rows = cost.deciles.assign(
        **{f"{kind}_usd_a_household": cost.deciles[f"{kind}_usd"] / tenth for kind in KINDS},
        **_sources(scenario),
        income_source_id=INCOME_SOURCE,
    )
    marks = _marks(rows.assign(name=[_tenth(int(number)) for number in rows["decile"]]), "usd_a_household")
    low, high = (terms.rate(float(rows["border_share_pct"].iloc[place]), 0) for place in (0, -1))
    tenths = "; ".join(f"{name} {said}" for name, said in zip(marks["name"], marks["words"], strict=True))
    return Figure(
        "what_if_households_income",
        Caption(
            SAY("households.income", low=low, high=high),
            SAY("households.measure", "income"),
            SAY("households.alt", what=_moved(scenario), total=f"{low}, {high}", list=tenths),
        ),
        rows,
        {"Chart": lambda palette: two_marks(marks, MARKS, "$", palette.us, palette)},
        note=SAY("households.note", base=trade_base.of(scenario)),
        remark=SAY("households.income_remark"),
    )


def _sources(scenario: Scenario) -> dict[str, str]:
    names = ("source_id", "bridge_source_id", "concordance_source_id", "count_source_id")
    trade = {f"trade_{name}": record for name, record in trade_base.stamp(scenario).items()}
    return {"model": STAMP["model"], **dict(zip(names, household.SOURCES, strict=True)), **trade}


def _marks(rows: pd.DataFrame, unit: str) -> pd.DataFrame:
    one, other = (rows[f"{kind}_{unit}"] for kind in KINDS)
    said = [_dollars(*pair) for pair in zip(one, other, strict=True)]
    return pd.DataFrame({"name": rows["name"], "one": one, "other": other, "words": said})


def _finding(scenario: Scenario, models: Asked | None, border: float, retail: float) -> str:
    """Cost or gain where both estimates have it, and all models agree that buyers lose or gain."""
    low, high = sorted((abs(border), abs(retail)))
    case = "open" if border * retail < 0 else "cost" if border > 0 else "gain"
    if models is None:
        case = "no_range"
    elif product_words.side_of(models, product_words.BUYERS) != {"cost": "loss"}.get(case, case):
        case = "open"
    return SAY("households.finding", case, low=_dollar(low), high=_dollar(high))


def _moved(scenario: Scenario) -> str:
    return terms.capital(product_words.whats_moved(scenario)[-1])


def _dollars(border: float, retail: float) -> str:
    return f"{_dollar(border)} ({_dollar(retail)})"


def _dollar(value: float) -> str:
    return f"${terms.number(value, 0 if abs(value) >= 10 else 1)}"


def _tenth(number: int) -> str:
    place = terms.ranked(number).capitalize()
    return SAY("households.tenth", {1: "lowest", TENTHS: "highest"}.get(number, "middle"), place=place)
