"""Published effects as rows of the short-run model, its fit, and the fit as a table and back.

The rise of the average US tariff that a study assumes is that of our law: its legs in ``published_shocks`` or its days,
weighted by US imports of 2023; points answered by US exports. What the study prints of it stands beside, unused.
"""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np
import pandas as pd

from parley.calibration.policy import CHINA, US
from parley.calibration.published_shocks import partner_rates, published_scenarios
from parley.calibration.world import page_world
from parley.models.short_run import (
    COVERAGE,
    DAMPED,
    LEAST_RANGE,
    LEVEL,
    SETTLING,
    TEN,
    Fit,
    Kernel,
    Rows,
    Span,
    Step,
    fit,
    fit_kernel,
    half_width,
    response,
)
from parley.tables.read import read_table

FIRST_DAY = date(2025, 1, 1)  # the law every regime of 2025 and later is compared with
FIT_QUARTERS = 13  # the shape is fitted to the quarters before this one
WORLD = "WLD"


@dataclass(frozen=True)
class Variable:
    """An outcome: its economy, the names it has in print, its column in the responses and the form of its shape.

    ``has_level``: a part that stays beside the shape; ``has_answer``: a part for points answered.
    """

    economy: str
    unit: str
    printed: tuple[str, ...]
    form: str = LEVEL
    column: str = ""
    start: tuple[float, float, float] = (0.0, 0.0, 0.0)
    has_level: bool = False
    has_answer: bool = False

    @property
    def parts(self) -> tuple[str, ...]:
        """Names of its fixed effects that differ by house."""
        return ("shape", "level") if self.has_level else ("shape",)


GDP = ("real_gdp", "real_gdp_growth", "real_gdp_growth_q4_q4")
PRICES = ("consumer_prices", "inflation", "cpi_all_items")
SWING, SETTLE = (0.12, 0.34, -1.2), (0.8, 0.5, 1.0)
VARIABLES: Mapping[str, Variable] = {
    "us_gdp": Variable(US, "%", GDP, DAMPED, "real_gdp_pct", SWING, has_level=True, has_answer=True),
    "us_prices": Variable(US, "%", PRICES, SETTLING, "pce_price_level_pct", SETTLE),
    "us_unemployment": Variable(US, "pp", ("unemployment_rate",), DAMPED, "unemployment_rate_pp", SWING),
    "us_jobs": Variable(US, "thousand", ("payroll_employment",), DAMPED, "employment_pct", SWING),
    "world_gdp": Variable(WORLD, "%", GDP, has_answer=True),
}
SCALED = tuple((name, part) for name, variable in VARIABLES.items() for part in variable.parts)
ANSWERED = tuple((name, "answered") for name, variable in VARIABLES.items() if variable.has_answer)
EFFECTS = SCALED + ANSWERED
STAYS = Kernel(LEVEL)


def rises(effects: pd.DataFrame) -> pd.DataFrame:
    """Columns rise_pp and answered_pp of rows typed in ``short_run_effects``, by our law; missing where none is named.

    Raises CalibrationError for a shock that is in no table.
    """
    economy = page_world().economy
    names = tuple(economy.names)
    us, china = names.index(US), names.index(CHINA)
    bought, sold = economy.flows[:, us].copy(), economy.flows[us].copy()
    bought[us] = sold[us] = 0.0
    shocks = published_scenarios(names)
    result = np.full((len(effects), 2), np.nan)
    for place, row in enumerate(effects.to_dict("records")):
        points, answer = None, np.zeros(len(names))
        if row["rise_basis"] == "published_shock":
            shock = row["like_shock"] if pd.notna(row["like_shock"]) else row["shock_id"]
            additional = shocks[str(shock)].additional
            if additional is not None:
                points, answer = additional[:, us] * 100, additional[us] * 100
        elif row["rise_basis"] == "law":
            change = partner_rates("total", row["law_to"].date()) - partner_rates("total", FIRST_DAY)
            points = change.reindex(names).fillna(mean_of_others(change, names)).to_numpy(dtype=float)
        elif row["rise_basis"] == "stated":
            points = np.full(len(names), row["stated_pp"])
            points[china] = row["stated_china_pp"] if pd.notna(row["stated_china_pp"]) else points[china]
        if points is None:
            continue
        if row["answer"] == "in_kind" and pd.notna(row["like_shock"]):
            answer = points
        result[place] = [float(bought @ points / bought.sum()), float(sold @ answer / sold.sum())]
    return pd.DataFrame(result, index=effects.index, columns=["rise_pp", "answered_pp"])


def mean_of_others(rates: pd.Series, names: tuple[str, ...]) -> float:
    """The plain mean of partners a world holds as one."""
    return float(rates.drop([name for name in names if name in rates.index]).mean())


def kernels(responses: pd.DataFrame) -> dict[str, Kernel]:
    """The shape of every variable per ten points, fitted to permanent rises of ``usmm_responses``."""
    rows = responses[(responses["kind"] == "permanent") & (responses["quarters_since_onset"] < FIT_QUARTERS)]
    quarters = rows["quarters_since_onset"].to_numpy(dtype=float)
    shapes = {}
    for name, variable in VARIABLES.items():
        if not variable.column:
            shapes[name] = STAYS
            continue
        ten = rows[variable.column].to_numpy(dtype=float) * TEN / rows["etr_increase_pp"].to_numpy(dtype=float)
        shapes[name] = fit_kernel(variable.form, quarters, ten, variable.start)
    return shapes


def variable_of(area: str, printed: str) -> str | None:
    """Our name of what a row prints; None where the short run has no such outcome."""
    return next((n for n, v in VARIABLES.items() if v.economy == area and printed in v.printed), None)


def chosen(effects: pd.DataFrame, use: tuple[str, ...] = ("fitted",), confidence: str = "high") -> pd.DataFrame:
    """Rows that may be fitted, with the column ``outcome``: our name of the variable."""
    named = effects.assign(
        outcome=pd.Series(map(variable_of, effects["area"], effects["variable"]), effects.index, dtype="str")
    )
    sure = named["confidence"] == confidence if confidence == "high" else named["confidence"].notna()
    return named[named["use"].isin(use) & sure & named["outcome"].notna() & named["rise_pp"].notna()]


def span_of(row: Mapping[Hashable, Any]) -> Span:
    """The quarters of a row of ``short_run_effects``."""

    def whole(name: str) -> int | None:
        value = row[name]
        return None if pd.isna(value) else int(value)

    years = 1.0 if pd.isna(row["years"]) else float(row["years"])
    return Span(whole("first_quarter") or 0, whole("last_quarter") or 0, whole("base_first_quarter"),
                whole("base_last_quarter"), years)  # fmt: skip


def as_rows(effects: pd.DataFrame, shapes: Mapping[str, Kernel]) -> Rows:
    """Rows of ``chosen`` as arrays."""
    design = np.zeros((len(effects), len(EFFECTS)))
    for place, row in enumerate(effects.to_dict("records")):
        name, span = str(row["outcome"]), span_of(row)
        parts = {"shape": span.of(shapes[name]) * row["rise_pp"] / TEN, "level": span.of(STAYS) * row["rise_pp"] / TEN}
        parts["answered"] = span.of(STAYS) * row["answered_pp"] / TEN
        for number, (variable, part) in enumerate(EFFECTS):
            design[place, number] = parts[part] if variable == name else 0.0
    size = effects["outcome"].map(sizes(effects))
    return Rows(
        effects["value"].to_numpy(dtype=float), design, len(SCALED), effects["house"].to_numpy(dtype=str),
        np.asarray(size, dtype=float), effects["as_printed_step"].to_numpy(dtype=float),
    )  # fmt: skip


def sizes(effects: pd.DataFrame) -> dict[str, float]:
    """m_v of every variable: the median of its effects per ten points, in its unit."""
    ten = effects["value"].abs() * TEN / effects["rise_pp"]
    return {str(name): float(value) for name, value in ten.groupby(effects["outcome"]).median().items()}


@dataclass(frozen=True, eq=False)
class ShortRun:
    """Shapes, fit, the size of every variable, and the houses of each variable by year after the start (0, 1, 2).

    ``ratios``: by variable and house, what it prints over what the fit has for its shocks (S10); a dot is drawn at the
    fit's answer times that.
    """

    shapes: Mapping[str, Kernel]
    fit: Fit
    size: Mapping[str, float]
    houses: Mapping[tuple[str, int], tuple[str, ...]]
    ratios: Mapping[tuple[str, str], float]

    def design(self, name: str, steps: tuple[Step, ...], quarters: np.ndarray) -> np.ndarray:
        """Rows of fixed effects [quarter, effect] for a path of tariffs."""
        parts = {
            "shape": response(self.shapes[name], steps, quarters),
            "level": response(STAYS, steps, quarters),
            "answered": response(STAYS, steps, quarters, answered=True),
        }
        none = np.zeros(len(quarters))
        return np.column_stack([parts[part] if variable == name else none for variable, part in EFFECTS])


def _houses(effects: pd.DataFrame) -> dict[tuple[str, int], tuple[str, ...]]:
    houses: dict[tuple[str, int], set[str]] = {}
    for row in effects.to_dict("records"):
        for year in span_of(row).covers:
            houses.setdefault((str(row["outcome"]), year), set()).add(str(row["house"]))
    return {key: tuple(sorted(names)) for key, names in houses.items()}


def _ratios(effects: pd.DataFrame, rows: Rows, fitted: Fit) -> dict[tuple[str, str], float]:
    """The slope of a house's prints on the fit's mean for the same shocks, by variable."""
    mean = fitted.mean(rows.design)
    parts = pd.DataFrame({"cross": rows.effect * mean, "square": mean**2})
    sums = parts.groupby([effects["outcome"].to_numpy(), rows.house]).sum()
    return {
        (str(v), str(h)): float(c / q) for (v, h), c, q in zip(sums.index, sums["cross"], sums["square"], strict=True)
    }


def calibrated(effects: pd.DataFrame, shapes: Mapping[str, Kernel], pooled: bool = True) -> ShortRun:
    """The model fitted to the rows of high confidence of ``short_run_effects``."""
    used = chosen(effects)
    rows = as_rows(used, shapes)
    fitted = fit(rows, pooled)
    return ShortRun(shapes, fitted, sizes(used), _houses(used), _ratios(used, rows, fitted))


COLUMNS = ["part", "name", "other", "value"]


RESPONSES = "budget_lab_us_macro_responses"


def as_table(model: ShortRun, effects: pd.DataFrame) -> pd.DataFrame:
    """The model as rows of ``short_run_coefficients``, each with the source of most of the rows behind it."""
    label = [f"{variable}:{part}" for variable, part in EFFECTS]
    rows: list[tuple[str, str, str, float]] = []
    for name, kernel in model.shapes.items():
        values = (kernel.scale, *kernel.parameters)
        rows += [("shape", name, n, v) for n, v in zip(("scale", "first", "second", "third"), values, strict=True)]
    rows += [("fixed", name, "none", float(value)) for name, value in zip(label, model.fit.fixed, strict=True)]
    rows += [
        ("covariance", label[i], label[j], float(model.fit.covariance[i, j]))
        for i in range(len(label))
        for j in range(len(label))
    ]
    rows += [("house", name, "none", value) for name, value in model.fit.u.items()]
    rows += [("noise", "tau", "none", model.fit.tau), ("noise", "s", "none", model.fit.s)]
    rows += [("size", name, "none", value) for name, value in model.size.items()]
    table = pd.DataFrame(rows, columns=COLUMNS).sort_values(COLUMNS[:3], ignore_index=True)
    used = chosen(effects)
    most = str(used["source_id"].mode()[0])
    of_name = {
        str(name): str(part["source_id"].mode()[0]) for by in ("house", "outcome") for name, part in used.groupby(by)
    }
    behind = [
        RESPONSES if part == "shape" else of_name.get(str(name).split(":")[0], most)
        for part, name in zip(table["part"], table["name"], strict=True)
    ]
    return table.assign(source_id=behind)


@lru_cache(maxsize=1)
def short_run() -> ShortRun:
    """The model that ships, read from ``short_run_coefficients`` once. Raises TableError."""
    table = read_table("short_run_coefficients")
    keys = zip(table["part"], table["name"], table["other"], strict=True)
    value = dict(zip(keys, table["value"].astype(float), strict=True))
    label = [f"{variable}:{part}" for variable, part in EFFECTS]
    shapes = {
        name: Kernel(
            variable.form,
            value["shape", name, "scale"],
            (value["shape", name, "first"], value["shape", name, "second"], value["shape", name, "third"]),
        )
        for name, variable in VARIABLES.items()
    }
    fitted = Fit(
        np.array([value["fixed", name, "none"] for name in label]),
        np.array([[value["covariance", a, b] for b in label] for a in label]),
        value["noise", "tau", "none"],
        value["noise", "s", "none"],
        {name: v for (part, name, _), v in value.items() if part == "house"},
        len(SCALED),
    )
    size = {name: v for (part, name, _), v in value.items() if part == "size"}
    used = chosen(read_table("short_run_effects"))
    return ShortRun(shapes, fitted, size, _houses(used), _ratios(used, as_rows(used, shapes), fitted))


def left_out(effects: pd.DataFrame, shapes: Mapping[str, Kernel]) -> pd.DataFrame:
    """Every row as foreseen by a fit without its house: effect_id, house, outcome, value, low, central, high, inside.

    Rows of variables that no other house prints are left out; the shapes stay.
    """
    used = chosen(effects)
    rows = as_rows(used, shapes)
    foreseen = []
    for house in np.unique(rows.house):
        others = rows.without(house)
        kept = np.flatnonzero(np.abs(others.design).sum(axis=0) > 0)
        scaled = int((kept < rows.scaled).sum())
        fewer = Rows(others.effect, others.design[:, kept], scaled, others.house, others.size, others.width)
        estimated = fit(fewer)
        houses = used[used["house"] != house].groupby("outcome")["house"].nunique()
        for place in np.flatnonzero(rows.house == house):
            outcome = used["outcome"].iloc[place]
            empty = np.setdiff1d(np.arange(rows.design.shape[1]), kept)
            if houses.get(outcome, 0) == 0 or np.abs(rows.design[place, empty]).sum() > 0:
                continue
            design = rows.design[place, kept]
            central = float(estimated.mean(design))
            spread = estimated.spread(design, rows.size[place], rows.width[place])
            half = float(half_width(spread, max(int(houses[outcome]), LEAST_RANGE), COVERAGE))
            value = float(rows.effect[place])
            foreseen.append((used["effect_id"].iloc[place], house, outcome, value, central - half, central,
                          central + half, abs(value - central) <= half))  # fmt: skip
    names = ["effect_id", "house", "outcome", "value", "low", "central", "high", "is_inside"]
    return pd.DataFrame(foreseen, columns=names)


def report(effects: pd.DataFrame, shapes: Mapping[str, Kernel]) -> dict[str, pd.DataFrame]:
    """The fit made anew, by title: effects, covariance, variances, houses, rows, rows without their house, and the
    central effects once rows of medium confidence are fitted too.
    """
    model = calibrated(effects, shapes)
    rows, fitted = chosen(effects), model.fit
    label = [f"{variable} {part}" for variable, part in EFFECTS]
    errors = np.sqrt(np.diag(fitted.covariance))
    wider = chosen(effects, ("fitted", "compared"), "any")
    with_medium = fit(as_rows(wider, shapes))
    foreseen = left_out(effects, shapes)
    share = 100 * float(foreseen["is_inside"].mean())
    title = (
        f"Each row foreseen without its house: {share:.0f}% of {len(foreseen)} rows of {foreseen['house'].nunique()}"
    )
    return {
        "Effects per ten points; beside them with rows of medium confidence": pd.DataFrame(
            {"effect": label, "value": fitted.fixed, "error": errors, "with_medium": with_medium.fixed}
        ),
        "Covariance": pd.DataFrame(fitted.covariance, columns=label).assign(effect=label)[["effect", *label]],
        "Variances": pd.DataFrame({"name": ["tau", "s"], "value": [fitted.tau, fitted.s]}),
        "Houses": pd.DataFrame({"house": list(fitted.u), "u": list(fitted.u.values())}),
        "Rows fitted": rows[["effect_id", "house", "outcome", "value", "rise_pp", "printed_rise_pp", "answered_pp"]],
        f"{title} houses lie inside": foreseen,
    }
