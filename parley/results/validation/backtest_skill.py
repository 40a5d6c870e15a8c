"""How well the product model foresaw the year 2025 from the law alone, good by good: skill, with an interval.

| symbol | meaning |
|---|---|
| g | midpoint growth of an import, 2 (v_2025 - v_2024) / (v_2025 + v_2024), which a flow that ends has too |
| own mean | the mean of g over the origin's goods: a forecast that knows the total and no good |
| skill | 1 - mean squared error / that of the forecast held against, weighted by trade of 2024 |

Only the law goes in (``calibration.law_of_year``): collected duty has the value foreseen in its denominator. Skill
against the own mean is what the model knows of goods; against no change a constant scores too, so it comes second. The
relative figures set China's g against that of all other origins of the same good. Intervals are bootstrapped by HS
heading (four digits), 5th to 95th percentile. The default elasticity was chosen with an eye on months of 2025: its
figures are marked ``in_sample``.
"""

from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.calibration.law_of_year import Lag, year_law
from parley.calibration.policy import CHINA
from parley.calibration.product_bases import base_2024, year_imports
from parley.calibration.product_law import BASE_YEAR_END
from parley.measures import statutory_rates
from parley.models.partial_equilibrium import FloatArray, solve
from parley.models.power_mean import sum_by
from parley.models.scenario import HORIZONS, Horizon

LEAST_USD, LAST_DAY = 1e6, date(2025, 12, 31)
YEARS = (2024, 2025)
BOOTSTRAPS, SEED = 200, 20251231
IN_SAMPLE: frozenset[Horizon] = frozenset({"default"})
LAWS: dict[str, Lag | None] = {
    "law of 31 December": None,
    "months of 2024": 0,
    "months of 2024, one month's lag": 1,
    "two months' lag": 2,
}


def foreseen(horizon: Horizon, law: str = "months of 2024, one month's lag") -> FloatArray:
    """Imports of 2025 the model foresees at the year's law, [cell] of the market of 2024, over those it starts from.

    ``law``: one of LAWS, the reading of the year's law. Raises NotConvergedError.
    """
    inputs = base_2024()
    us, lag = inputs.us, LAWS[law]
    duty = us.market.duty.copy()
    then = statutory_rates.level(inputs.law, BASE_YEAR_END)
    now = statutory_rates.level(inputs.law, LAST_DAY) if lag is None else year_law(2025, lag).by_product
    others = year_law(2025, 1 if lag is None else lag).by_origin.reindex(list(us.origins)).fillna(0.0)
    change = others.to_numpy(dtype=float)[us.origin] / 100
    codes = us.products_of(us.partner_cells)
    change[us.partner_cells] = (now - then).reindex(codes).fillna(0.0).to_numpy(dtype=float) / 100
    moved = np.maximum(duty + change, 0)
    return solve(us.market, us.elasticities(horizon, 1.0), moved).value_usd


def law_choices() -> pd.DataFrame:
    """What the year's law was taken to be, and the change of imports from China it foresees beside the recorded one.

    Columns law, rate_pct (mean on Chinese goods, weights of 2024), foreseen_first_year_pct, foreseen_default_pct,
    foreseen_long_run_pct, recorded_pct.
    """
    inputs, rows = base_2024(), []
    us = inputs.us
    cells, value = us.partner_cells, us.market.value_usd[us.partner_cells]
    imports = year_imports(YEARS)
    totals = imports[imports["exporter_iso3"] == CHINA].groupby("year")["value_usd"].sum()
    recorded = 100 * float(totals[2025] / totals[2024] - 1)
    for law, lag in LAWS.items():
        rate = statutory_rates.level(inputs.law, LAST_DAY) if lag is None else year_law(2025, lag).by_product
        mean = float(value @ rate.reindex(us.products_of(cells)).fillna(0.0).to_numpy(dtype=float) / value.sum())
        changes = [100 * (foreseen(horizon, law)[cells].sum() / value.sum() - 1) for horizon in HORIZONS]
        rows.append((law, mean, *map(float, changes), recorded))
    columns = ["law", "rate_pct", *(f"foreseen_{horizon}_pct" for horizon in HORIZONS), "recorded_pct"]
    return pd.DataFrame(rows, columns=columns)


def skill(horizon: Horizon = "first_year") -> pd.DataFrame:
    """Skill on imports from China by good, in all (``total``) and by section.

    Columns section, goods, skill (against the origin's own mean), low, high, skill_relative (of China's growth less
    that of other origins of the good, against its mean), skill_no_change, correlation, in_sample. A section of fewer
    than ten goods has no figures.
    """
    goods = goods_of_china(horizon)
    rows = [("total", *_scores(goods))]
    rows += [(str(section), *_scores(of_section)) for section, of_section in goods.groupby("section")]
    names = ["section", "goods", "skill", "low", "high", "skill_relative", "skill_no_change", "correlation"]
    return pd.DataFrame(rows, columns=names).assign(in_sample=horizon in IN_SAMPLE)


@lru_cache(maxsize=4)
def goods_of_china(horizon: Horizon) -> pd.DataFrame:
    """Goods imported from China in 2024 for more than a million dollars: hs6, section, weight, growth recorded and
    foreseen (``recorded``, ``foreseen``), and both less the growth of other origins (``recorded_less``, ...).
    """
    us, value = base_2024().us, year_imports(YEARS)
    wide = value.assign(is_china=value["exporter_iso3"] == CHINA)
    wide = wide.groupby(["hs6", "is_china", "year"])["value_usd"].sum().unstack(["is_china", "year"], fill_value=0)
    count, is_china = us.market.product_count, np.zeros(len(us.market.value_usd), dtype=bool)
    is_china[us.partner_cells] = True
    after = foreseen(horizon)
    table = pd.DataFrame(
        {"section": [us.sections[s] for s in us.market.section]}, index=pd.Index(us.products, name="hs6")
    )
    for name, cells in (("", is_china), ("_others", ~is_china)):
        then, now = (sum_by(us.market.product[cells], v[cells], count) for v in (us.market.value_usd, after))
        table[f"foreseen{name}"] = _midpoint(then, now)
        shares = wide.reindex(table.index).fillna(0.0)
        table[f"recorded{name}"] = _midpoint(*(shares[(name == "", year)].to_numpy(dtype=float) for year in YEARS))
        if not name:
            table["weight"] = shares[(True, 2024)]
    table = table[table["weight"] > LEAST_USD].dropna()
    for kind in ("recorded", "foreseen"):
        table[f"{kind}_less"] = table[kind] - table[f"{kind}_others"]
    return table.reset_index()


def _midpoint(then: FloatArray, now: FloatArray) -> FloatArray:
    total = then + now
    growth: FloatArray = np.divide(2 * (now - then), total, out=np.full(len(total), np.nan), where=total > 0)
    return growth


def _scores(goods: pd.DataFrame) -> tuple[float, ...]:
    if len(goods) < 10:
        return (len(goods), *[np.nan] * 6)
    weight, recorded, foreseen = (goods[name].to_numpy(dtype=float) for name in ("weight", "recorded", "foreseen"))
    heading, count = pd.factorize(goods["hs6"].str[:4])[0], int(goods["hs6"].str[:4].nunique())
    random = np.random.default_rng(SEED)
    resampled = [
        skill_score(
            weight * np.bincount(random.integers(0, count, count), minlength=count)[heading], recorded, foreseen
        )
        for _ in range(BOOTSTRAPS)
    ]
    low, high = np.nanquantile(resampled, [0.05, 0.95])
    relative = skill_score(weight, *(goods[f"{kind}_less"].to_numpy(dtype=float) for kind in ("recorded", "foreseen")))
    nothing = 1 - float(weight @ (recorded - foreseen) ** 2 / (weight @ recorded**2))
    a, b = (x - weight @ x / weight.sum() for x in (recorded, foreseen))
    spread = float(np.sqrt((weight @ a**2) * (weight @ b**2)))
    together = float(weight @ (a * b)) / spread if spread > 0 else np.nan
    return len(goods), skill_score(weight, recorded, foreseen), float(low), float(high), relative, nothing, together


def skill_score(weight: FloatArray, recorded: FloatArray, foreseen: FloatArray) -> float:
    """1 - mean squared error / that of the weighted mean, all arrays [good]; missing where nothing varies."""
    if not weight.any():
        return np.nan
    spread = float(weight @ (recorded - weight @ recorded / weight.sum()) ** 2)
    return 1 - float(weight @ (recorded - foreseen) ** 2) / spread if spread > 0 else np.nan
