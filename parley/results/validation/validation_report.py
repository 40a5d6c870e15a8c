"""``docs/validation.md``: the models against print, as a document that a test compares with what comes out today."""

from pathlib import Path

import pandas as pd

from parley.calibration import short_run
from parley.calibration.world import page_world
from parley.models.policy_scenario import Scenario
from parley.results.answers import critical
from parley.results.answers.household import WHOLE_REGIME_BACK, household_cost
from parley.results.validation.published_shocks import answers
from parley.results.validation.validation import REGIME_PRINTED_ON, validate
from parley.tables.read import read_table

TINY = 1e-7
HEAD = """# Validation

What publications print, what our models give, and the difference, from `parley/results/validation/validation.py`.
`python -m parley validate --raw DIR --write` makes this page; a test compares everything but the times. Some inputs may
not be passed on: those cases need the raw folder.

## Printed cases

"""
CONTENT = """
## Chinese content

No figure of trade in value added that the OECD prints (TiVA) is at hand, so the Chinese content of US industries and of
third countries' sales is held against no print. Tests hold a case of two countries worked by hand, and that the
contents of all countries and the duties add up to one.
"""
PAIRS = """
## Published effects of tariffs by other models

The one-sector world model at the page's defaults (balanced trade, trade elasticity 4, two tiers of demand) answers the
shocks as published; beside it stand the effects other models print. Our answers are long-run levels, with labour and
capital fixed, and are never scaled to the print. Where a study prints a yearly rate, we spread income evenly over the
adjustment time. A row without an answer says why. Where our answer is far smaller or has the other sign, the other
model has what ours leaves out: investment, confidence, capital flows, slow prices and wages, or other trade at the
start.

"""
SHORT_RUN = """
## The short run

Each fitted print of growth, prices and jobs beside what the houses without its own foresee, with an interval of 90%
(`docs/methodology.md`). The shapes in time stay when the house they are of is left out. Prints of an outcome that no
other house has are not here.

"""
CRITICAL = """
## Critical inputs

Published losses when rare-earth exports are cut, in percent, beside the model's bounds. *Calibrated*: the published
figure set our elasticity, so agreement proves nothing. *Held against*: the figure was not used; our bounds lie several
hundred-fold apart, so the check is weak.

"""
COLUMNS = ["case", "number", "unit", "print", "ours", "difference", "allowed", "agrees", "ms"]


HELD_AGAINST = ("US Census Bureau, duty over imports", "Yale Budget Lab, State of tariffs, 9 November 2026")
ALLOWED = """*Agrees* means within *allowed*. Replications may differ by the rounding of the print. Our own
calculations, held against figures of others, may differ by more, so their agreement is weaker:
{room}.

"""
HOUSEHOLD = """
The cost to a household agrees as reckoned from the duties collected, a choice made with the print in view. By law the
same duties cost ${by_law:,.0f} a year, {above:.0f}% above print. Ours counts all inputs that firms import,
also those for investment and exports.
"""
GDP = ("real_gdp", "real_gdp_growth", "real_gdp_growth_q4_q4")


def document(cases: pd.DataFrame) -> str:
    """The whole document around the table of printed cases, as ``case_table`` gives it."""
    return (
        HEAD
        + _allowed(cases)
        + _markdown(cases)
        + _household()
        + CONTENT
        + PAIRS
        + _pairs()
        + SHORT_RUN
        + _short_run()
        + CRITICAL
        + _critical()
    )


def _allowed(cases: pd.DataFrame) -> str:
    """What a case may differ by where it is no replication of a paper's own model; empty without such cases."""
    rows = cases[cases["case"].isin(HELD_AGAINST) & cases["print"].ne("")]
    first = rows.drop_duplicates("case").to_dict("records")
    room = "; ".join(f"{r['case']}, {r['allowed']} on {r['print']} ({r['unit']})" for r in first)
    return ALLOWED.format(room=room) if room else ""


def _household() -> str:
    """What the household's cost is by law, which the case in print does not rest on."""
    cost = household_cost(Scenario(REGIME_PRINTED_ON, regime=WHOLE_REGIME_BACK))
    by_law = -cost.a_household_usd
    printed = float(cost.published.set_index("horizon")["usd_per_household"]["pre-substitution"])
    return HOUSEHOLD.format(by_law=by_law, above=100 * (by_law / printed - 1))


def case_table(raw: Path | None) -> pd.DataFrame:
    """The printed cases as words: case, number, unit, published, ours, difference, allowed, agrees, time."""
    rows = [_case_row(row) for row in validate(raw).to_dict("records")]
    return pd.DataFrame(rows, columns=COLUMNS)


def _case_row(row: dict[object, object]) -> tuple[str, ...]:
    numbers = [row.get(name) for name in ("published", "ours", "difference", "tolerance")]
    if pd.isna(numbers[0]):  # type: ignore[call-overload]
        return (str(row["source"]), str(row["what"]), *[""] * 7)
    figures = [_number(float(value)) for value in numbers]  # type: ignore[arg-type]
    time = f"{1000 * float(row['seconds']):.3g}"  # type: ignore[arg-type]
    return (
        str(row["source"]),
        str(row["what"]),
        str(row["unit"]),
        *figures,
        "yes" if row["agrees"] else "**no**",
        time,
    )


def _number(value: float) -> str:
    if value == 0:
        return "0"
    if abs(value) < TINY:
        return f"below {TINY:g}"
    return f"{value:.4g}"


def _pairs() -> str:
    table = answers(page_world().economy)
    has_ours = table["ours"].notna()
    agree = table.loc[has_ours, "same_sign"].astype(bool)
    lines = f"Of {len(table)} effects {has_ours.sum()} have an answer. {_signs(table[has_ours], agree)}\n"
    shown = pd.DataFrame(
        {
            "house": table["institution"],
            "shock": table["shock"],
            "area": table["area"],
            "effect": table["variable"].str.replace("_", " "),
            "print": table["printed"].map(_short),
            "ours": table["ours"].map(_short),
            "same sign": [
                "" if not t else "yes" if s else "no" for t, s in zip(has_ours, table["same_sign"], strict=True)
            ],
            "note": table["reason"].fillna("").where(~has_ours, table["why_apart"].fillna("")),
        }
    )
    return lines + _markdown(shown)


def _signs(answered: pd.DataFrame, agree: pd.Series) -> str:
    """How many answers have the sign of the print by effect and economy, US GDP first: one number would hide it."""
    effect = answered["variable"].where(~answered["variable"].isin(GDP), "real GDP or its growth").str.replace("_", " ")
    counts = agree.groupby([effect, answered["area"]]).agg(["sum", "size"]).reset_index()
    counts.columns = pd.Index(["effect", "area", "same sign", "answers"])
    is_gdp, is_us = counts["effect"].eq("real GDP or its growth"), counts["area"].eq("USA")
    first = counts.assign(rank=2 * ~is_gdp + ~is_us).sort_values(["rank", "effect", "area"]).drop(columns="rank")
    us = first.iloc[0]
    return f"Of US GDP {us['same sign']} of {us['answers']} have the sign of the print.\n\n{_markdown(first)}"


def _short_run() -> str:
    """Every print as foreseen without its house, after the counts and what lies outside."""
    effects = read_table("short_run_effects")
    model = short_run.short_run()
    foreseen = short_run.left_out(effects, model.shapes).merge(effects[["effect_id", "horizon", "shock"]])
    widest = foreseen["house"].value_counts()
    holds_zero = (foreseen["low"] < 0) & (foreseen["high"] > 0)
    outside = foreseen[~foreseen["is_inside"]].to_dict("records")
    lines = (
        f"{foreseen['is_inside'].sum()} of {len(foreseen)} lie inside; {widest.iloc[0]} are of {widest.index[0]}. "
        f"{holds_zero.sum()} intervals hold zero, so this is a weak test.\n"
        + "".join(
            f"Outside: {row['house']}, {_plain(row['outcome'])}, {row['horizon']}: {row['value']:.2f} in print, "
            f"{row['low']:.2f} to {row['high']:.2f} foreseen.\n"
            for row in outside
        )
    )
    shown = pd.DataFrame(
        {
            "house": foreseen["house"],
            "shock": foreseen["shock"],
            "outcome": foreseen["outcome"].map(_plain),
            "horizon": foreseen["horizon"],
            "print": foreseen["value"].map(_short),
            **{end: foreseen[end].map(_short) for end in ("low", "central", "high")},
            "inside": foreseen["is_inside"].map({True: "yes", False: "no"}),
        }
    )
    return f"{lines}\n{_markdown(shown)}"


def _plain(name: str) -> str:
    return name.replace("_", " ").replace("us ", "US ").replace("gdp", "GDP")


def _critical() -> str:
    table = critical.against_published()
    numbers = table.select_dtypes("number").columns
    return _markdown(table.assign(**{column: table[column].map(_short) for column in numbers}))


def _short(value: float) -> str:
    return "" if pd.isna(value) else f"{value:.2f}"


def _markdown(table: pd.DataFrame) -> str:
    rows = [list(map(str, table.columns)), ["---"] * len(table.columns)]
    rows += [[str(cell).replace("|", "/").replace("\n", " ") for cell in row] for row in table.to_numpy()]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows) + "\n"
