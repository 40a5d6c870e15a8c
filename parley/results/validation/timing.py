"""When effects arrive: a model with adjustment and buying ahead, held against the static one on months it never saw.

Estimated on the first trade war (2018-19, by industry and month), frozen, and tested on February to November 2025. Both
models get the law alone; the one with lags also the law of the next three months, as if importers had known it. c_t of
the model takes each month's mean, so the test is whether a model tells which industries fall more (``tests``); what
each says of all industries together stands beside the record in ``seen``. The static model is used unless the other's
error is smaller with an interval that excludes zero.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.calibration.adjustment import TESTED, Industries, first_trade_war, months_around_2025, tariffs_of_2025
from parley.models.adjustment import (
    Adjustment,
    FloatArray,
    Panel,
    error_between_goods,
    fit,
    predicted,
    response,
    wild_bootstrap,
)

DRAWS, SEED = 199, 20191231
ENDS = (0.05, 0.95)
STATIC, LAGGED, NOTHING = "static", "lagged", "no change"
MONTHS_AHEAD, MONTHS_AFTER = 3, 36
LAST_MONTH = TESTED[1]
PARAMETERS = {
    "beta": "elasticity once adjusted",
    "lead": "buying ahead of a duty that comes within three months",
    "unwinding": "buying less for what was bought ahead",
    "speed": "part of the adjustment made in a month",
    "decay": "part of the goods bought ahead used up in a month",
}


@dataclass(frozen=True, eq=False)
class When:
    """``estimates``: model, parameter, meaning, value, low, high. ``tests``: model, root mean squared error between
    industries in the months of the estimate and of the test (ln points), and the test's error less that of the static
    model with its interval. ``seen``: month, law_pct, recorded_pct and what each model says, over the same month a year
    before. ``path``: months since the duty, change of imports from China over those from others for ten points more,
    announced three months ahead. ``used``: the model that is used.
    """

    estimates: pd.DataFrame
    tests: pd.DataFrame
    seen: pd.DataFrame
    path: pd.DataFrame
    used: str


@lru_cache(maxsize=1)
def when() -> When:
    """All of it; see ``When``. Raises TableError when a table cannot be read."""
    learnt, tested = first_trade_war(), tariffs_of_2025()
    models = {STATIC: fit(learnt.panel, lags=False), LAGGED: fit(learnt.panel, lags=True)}
    resampled = {name: wild_bootstrap(learnt.panel, name == LAGGED, DRAWS, SEED) for name in models}
    tests = _tests(learnt.panel, tested.panel, models)
    beats = float(tests.set_index("model").at[LAGGED, "high"]) < 0  # type: ignore[arg-type]
    return When(
        estimates=_estimates(models, resampled),
        tests=tests,
        seen=_seen(months_around_2025(), models),
        path=_path(tested, models, resampled[LAGGED]),
        used=LAGGED if beats else STATIC,
    )


def _estimates(models: dict[str, Adjustment], resampled: dict[str, list[Adjustment]]) -> pd.DataFrame:
    rows = []
    for name, estimate in models.items():
        for parameter, meaning in PARAMETERS.items():
            if name == STATIC and parameter != "beta":
                continue
            low, high = np.quantile([getattr(one, parameter) for one in resampled[name]], ENDS)
            rows.append((name, parameter, meaning, getattr(estimate, parameter), float(low), float(high)))
    return pd.DataFrame(rows, columns=["model", "parameter", "meaning", "value", "low", "high"])


def _tests(learnt: Panel, tested: Panel, models: dict[str, Adjustment]) -> pd.DataFrame:
    """Errors, and that of each model less the static one's; the interval is bootstrapped over industries."""
    foreseen = {name: predicted(tested, estimate) for name, estimate in models.items()}
    foreseen[NOTHING] = np.zeros_like(tested.growth)
    within = {name: error_between_goods(learnt, predicted(learnt, estimate)) for name, estimate in models.items()}
    within[NOTHING] = error_between_goods(learnt, np.zeros_like(learnt.growth))
    goods = len(tested.weight)
    random = np.random.default_rng(SEED)
    counts = [np.bincount(random.integers(0, goods, goods), minlength=goods) for _ in range(DRAWS)]
    rows = []
    for name, values in foreseen.items():
        differences = [
            error_between_goods(tested, values, tested.weight * count)
            - error_between_goods(tested, foreseen[STATIC], tested.weight * count)
            for count in counts
        ]
        low, high = np.quantile(differences, ENDS)
        error = error_between_goods(tested, values)
        rows.append(
            (name, within[name], error, error - error_between_goods(tested, foreseen[STATIC]), float(low), float(high))
        )
    return pd.DataFrame(rows, columns=["model", "error_2018_2019", "error_2025", "less_static", "low", "high"])


def _seen(around: Industries, models: dict[str, Adjustment]) -> pd.DataFrame:
    """All industries together, weighted by imports from China of the year before."""
    panel = around.panel
    share = panel.own_weight
    law = around.law_pct.loc[around.months].to_numpy(dtype=float) @ share
    columns = {"month": around.months, "law_pct": law, "recorded_pct": _percent(panel.growth @ share)}
    for name, estimate in models.items():
        columns[f"{name}_pct"] = _percent(predicted(panel, estimate) @ share)
    return pd.DataFrame(columns)


def _path(tested: Industries, models: dict[str, Adjustment], resampled: list[Adjustment]) -> pd.DataFrame:
    """Ten points on the mean law of the last month tested."""
    base = float(tested.law_pct.loc[tested.months[-1]].to_numpy(dtype=float) @ tested.panel.own_weight) / 100
    months = np.arange(-MONTHS_AHEAD, MONTHS_AFTER + 1)
    power = np.log1p(base + 0.10 * (months >= 0))
    lagged = [_percent(response(one, power)) for one in resampled]
    low, high = np.quantile(lagged, ENDS, axis=0)
    return pd.DataFrame(
        {
            "months_since_duty": months,
            "static_pct": _percent(response(models[STATIC], power)),
            "lagged_pct": _percent(response(models[LAGGED], power)),
            "lagged_low_pct": low,
            "lagged_high_pct": high,
        }
    )


def _percent(logs: FloatArray) -> FloatArray:
    percent: FloatArray = 100 * np.expm1(logs)
    return percent
