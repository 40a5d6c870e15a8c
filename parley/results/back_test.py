"""The product model held against what customs recorded: the tariffs of 2018-19, of 2025 and after the ruling of 2026.

The duties in force are put through the model at the three horizons; the percentages stand beside those of recorded
imports for consumption over the same months. The model holds demand, incomes and everything but US duties fixed, so the
fall from China relative to other origins is the fairer comparison. Nothing is estimated from the outcome.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.calibration.product import ProductInputs
from parley.calibration.product_baseline import baseline_on
from parley.calibration.product_market import CalibrationError
from parley.measures.trade import latest_vintage
from parley.models.partial_equilibrium import FloatArray, solve
from parley.models.scenario import HORIZONS
from parley.parameters import parameter
from parley.tables import read_table
from parley.terms import day

CHINA, OTHERS, WORLD = "CHN", "others", "WLD"
DUTIES = ("law", "collected")
MIDDLE_OF_MONTH = 15
NO_INDUSTRY = "none"  # Products the concordance does not know.


@dataclass(frozen=True)
class Episode:
    """A stretch of months under a tariff regime, the same months of a year before it, and the day of the old duties.

    Months are their first days; both ends belong to the stretch. ``by_industry``: recorded by industry too.
    """

    name: str
    title: str
    before: tuple[date, date]
    after: tuple[date, date]
    old_duties: date
    by_industry: bool = True


EPISODES = (
    Episode(
        "first_trade_war",
        "September to December 2019 over the same months of 2017",
        (date(2017, 9, 1), date(2017, 12, 1)),
        (date(2019, 9, 1), date(2019, 12, 1)),
        date(2018, 1, 1),
    ),
    Episode(
        "tariffs_of_2025",
        "June to November 2025 over the same months of 2024",
        (date(2024, 6, 1), date(2024, 11, 1)),
        (date(2025, 6, 1), date(2025, 11, 1)),
        date(2024, 12, 31),
    ),
    Episode(
        "after_the_ruling",
        "March to June 2026 over the same months of 2024",
        (date(2024, 3, 1), date(2024, 6, 1)),
        (date(2026, 3, 1), date(2026, 6, 1)),
        date(2024, 12, 31),
        by_industry=False,
    ),
)

LEFT_OUT = {
    "stock_building": "Importers bought ahead of announced duties: too much before them, too little after.",
    "lags": "Orders, transport and contracts: goods at sea were often exempt, buyers change suppliers over years.",
    "refunds": "Duties later found unlawful were refunded or are claimed; buyers may have expected it.",
    "exclusions": "Product exclusions, preference claims and drawback are in the duties of 2024, not in their change.",
    "metals_2018": "The duties on steel and aluminium of 2018 are not in the table of that war.",
    "other_duties": "Other origins: no change in 2018-19, only the mean by origin in 2025-26.",
    "demand": "Growth, prices, the exchange rate and investment in data centres moved all imports and are held fixed.",
    "routing": "Goods finished or declared elsewhere to avoid the duty show as imports from others.",
    "small_parcels": "Parcels below the duty-free limit were not recorded by industry before the limit ended.",
    "base_year": "Shares are those of 2024, after the first trade war: what it ended is not there any more.",
    "supply": "Export supply is flat unless a pass-through below one is chosen; export controls are not in it.",
}


@dataclass(frozen=True, eq=False)
class BackTest:
    """``total`` and ``industry``: recorded and modelled changes, see ``back_test``; ``fit``: see ``fit_table``;
    ``left_out``: what the model does not hold (cause, text).
    """

    total: pd.DataFrame
    industry: pd.DataFrame
    fit: pd.DataFrame
    left_out: pd.DataFrame


def back_test(
    inputs: ProductInputs, episodes: Sequence[Episode] = EPISODES, border_pass_through: float | None = None
) -> BackTest:
    """Recorded against modelled imports of each episode, in total and by NAICS3 industry.

    Columns of both tables: episode, duties, naics3 (total: all), origin (CHN, others), value_before_usd, value_usd,
    recorded_change_pct, recorded_duty_before_pct, recorded_duty_pct, duty_change_pp (of the model's duties with the
    weights of 2024), modelled_first_year_pct, modelled_default_pct, modelled_long_run_pct, and the same four for
    ``relative``: the change from China over that from others. An industry without modelled trade has nulls.
    ``duties``: law, those in force by product and origin; collected, the change of duty over value that customs
    recorded by industry and origin, which leaves only the response of trade to be tested.
    Raises CalibrationError or NotConvergedError as the model does.
    """
    share = parameter("border_pass_through").value if border_pass_through is None else border_pass_through
    codes, split = _industries(inputs)
    totals, industries = [], []
    for episode in episodes:
        recorded = _recorded_by_industry(episode) if episode.by_industry else None
        whole = _recorded_total(episode, recorded)
        old = baseline_on(inputs, episode.old_duties).us_duty
        for duties in DUTIES:
            if duties == "law":
                new = np.mean([baseline_on(inputs, middle).us_duty for middle in _days(episode.after)], axis=0)
            else:
                new = np.maximum(old + _collected(inputs, whole if recorded is None else recorded, codes, split), 0)
            modelled = _modelled(inputs, old, new, share, split).assign(naics3=[*codes, *codes])
            totals.append(_beside(episode, duties, whole, _all_industries(modelled)))
            if recorded is not None:
                industries.append(_beside(episode, duties, recorded, modelled))
    total, industry = pd.concat(totals, ignore_index=True), pd.concat(industries, ignore_index=True)
    left_out = pd.DataFrame(list(LEFT_OUT.items()), columns=["cause", "text"])
    return BackTest(total, industry, fit_table(industry), left_out)


def fit_table(industry: pd.DataFrame) -> pd.DataFrame:
    """How the modelled falls from China line up with the recorded ones by industry, by episode, duties and horizon.

    ``correlation`` over industries and ``mean_error_pp`` (modelled less recorded), ``mean_distance_pp`` weighted by
    recorded trade before.
    """
    china = industry[(industry["origin"] == CHINA)].dropna(subset=["recorded_change_pct", "modelled_default_pct"])
    rows = []
    for (name, duties), rows_of in china.groupby(["episode", "duties"], sort=False):
        weight = rows_of["value_before_usd"] / rows_of["value_before_usd"].sum()
        recorded = rows_of["recorded_change_pct"]
        for horizon in HORIZONS:
            modelled = rows_of[f"modelled_{horizon}_pct"]
            error = modelled - recorded
            rows.append(
                {
                    "episode": name,
                    "duties": duties,
                    "horizon": horizon,
                    "industries": len(rows_of),
                    "correlation": _correlation(modelled, recorded, weight),
                    "mean_error_pp": float((weight * error).sum()),
                    "mean_distance_pp": float((weight * error.abs()).sum()),
                }
            )
    return pd.DataFrame(rows)


def _correlation(one: pd.Series, other: pd.Series, weight: pd.Series) -> float:
    a, b = one - (weight * one).sum(), other - (weight * other).sum()
    return float((weight * a * b).sum() / np.sqrt((weight * a**2).sum() * (weight * b**2).sum()))


def _modelled(
    inputs: ProductInputs, old: FloatArray, new: FloatArray, border_pass_through: float, split: FloatArray
) -> pd.DataFrame:
    """Base value, duty at old and new rates [cell] and modelled value by industry, first of China, then of others."""
    us, market = inputs.us, inputs.us.market
    columns = {"old_duty": market.value_usd * old, "new_duty": market.value_usd * new, "base": market.value_usd}
    for horizon in HORIZONS:
        elasticities = us.elasticities(horizon, border_pass_through)
        for when, duty in (("before", old), ("after", new)):
            columns[f"{when}_{horizon}"] = solve(market, elasticities, duty).value_usd
    china = _is_china(inputs)
    frames = []
    for origin, cells in ((CHINA, china), (OTHERS, ~china)):
        # [industry, product] times the sum over the cells of a product
        sums = {
            name: split.T @ np.bincount(market.product[cells], values[cells], market.product_count)
            for name, values in columns.items()
        }
        frames.append(pd.DataFrame(sums).assign(origin=origin))
    return pd.concat(frames, ignore_index=True)


def _collected(inputs: ProductInputs, recorded: pd.DataFrame, codes: Sequence[str], split: FloatArray) -> FloatArray:
    """Change of the duty collected per dollar of imports [cell], by industry and origin, or the same for all of them.

    A product whose industry recorded no trade takes the change of its origin in total.
    """
    china, points = _is_china(inputs), np.zeros(len(inputs.us.market.value_usd))
    total = _all_industries(recorded).set_index("origin")
    for origin, cells in ((CHINA, china), (OTHERS, ~china)):
        own = recorded[recorded["origin"] == origin].set_index("naics3")
        change = _collected_change(own).reindex(list(codes)).fillna(_collected_change(total)[origin])
        points[cells] = (split @ change.to_numpy(dtype=float))[inputs.us.market.product[cells]]
    return points


def _collected_change(rows: pd.DataFrame) -> pd.Series:
    return _over(rows["duty_usd"], rows["value_usd"]) - _over(rows["duty_before_usd"], rows["value_before_usd"])


def _is_china(inputs: ProductInputs) -> npt.NDArray[np.bool_]:
    found = np.zeros(len(inputs.us.market.value_usd), dtype=bool)
    found[inputs.us.partner_cells] = True
    return found


def _beside(episode: Episode, duties: str, recorded: pd.DataFrame, modelled: pd.DataFrame) -> pd.DataFrame:
    frame = recorded.merge(modelled, on=["naics3", "origin"], how="left")
    found = pd.DataFrame(
        {
            "episode": episode.name,
            "duties": duties,
            "naics3": frame["naics3"],
            "origin": frame["origin"],
            "value_before_usd": frame["value_before_usd"],
            "value_usd": frame["value_usd"],
            "recorded_change_pct": _percent(frame["value_usd"], frame["value_before_usd"]),
            "recorded_duty_before_pct": 100 * _over(frame["duty_before_usd"], frame["value_before_usd"]),
            "recorded_duty_pct": 100 * _over(frame["duty_usd"], frame["value_usd"]),
            "duty_change_pp": 100 * _over(frame["new_duty"] - frame["old_duty"], frame["base"]),
        }
    )
    for horizon in HORIZONS:
        found[f"modelled_{horizon}_pct"] = _percent(frame[f"after_{horizon}"], frame[f"before_{horizon}"])
    for kind in ("recorded_change", *(f"modelled_{horizon}" for horizon in HORIZONS)):
        wide = (1 + found[f"{kind}_pct"] / 100).groupby([found["naics3"], found["origin"]]).first().unstack()
        relative = 100 * (wide[CHINA] / wide[OTHERS] - 1)
        found[f"{kind}_relative_pct"] = found["naics3"].map(relative)
    return found


def _recorded_by_industry(episode: Episode) -> pd.DataFrame:
    rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": [CHINA, WORLD]})
    return _two_stretches(episode, rows.rename(columns={"partner_iso3": "origin"}))


def _recorded_total(episode: Episode, by_industry: pd.DataFrame | None) -> pd.DataFrame:
    """All industries together, or the table of totals by country where no industry is recorded."""
    if by_industry is not None:
        return _all_industries(by_industry)
    where = {"reporter_iso3": ["USA"], "flow": ["import"], "basis": ["consumption"], "partner_iso3": [CHINA, WORLD]}
    rows = read_table("trade_monthly", where=where).rename(columns={"partner_iso3": "origin"})
    plain = latest_vintage(rows[rows["seasonal_adjustment"] == "NSA"], ["origin", "month"])
    return _two_stretches(episode, plain.assign(naics3="all"))


def _all_industries(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.groupby("origin", as_index=False).sum(numeric_only=True).assign(naics3="all")


def _two_stretches(episode: Episode, rows: pd.DataFrame) -> pd.DataFrame:
    """Value and duty by industry and origin, before and after; others are the world less China."""
    sums = {}
    for suffix, (first, last) in (("_before_usd", episode.before), ("_usd", episode.after)):
        months = rows[(rows["month"] >= pd.Timestamp(first)) & (rows["month"] <= pd.Timestamp(last))]
        wanted, found = len(list(_days((first, last)))), months.groupby("origin")["month"].nunique()
        if not (found.reindex([CHINA, WORLD]) == wanted).all():
            raise CalibrationError(f"{episode.title}: not all months from {day(first)} are recorded.")
        total = months.groupby(["naics3", "origin"])[["value_usd", "duty_usd"]].sum().unstack(fill_value=0.0)
        for name in ("value", "duty"):
            world, china = (total[f"{name}_usd"][origin].astype(float) for origin in (WORLD, CHINA))
            sums[f"{name}{suffix}"] = pd.concat({CHINA: china, OTHERS: world - china}, names=["origin"])
    return pd.DataFrame(sums).reset_index()


def _industries(inputs: ProductInputs) -> tuple[list[str], FloatArray]:
    """Industry codes and the share of each product in them, [product, industry]; several industries share equally."""
    rows = read_table("hs_naics", where={"hs_revision": ["HS2022"]})
    known = rows[["hs6", "naics3"]].drop_duplicates()
    products = pd.Index(inputs.us.products)
    known = known[known["hs6"].isin(products)]
    missing = products.difference(pd.Index(known["hs6"]))
    known = pd.concat([known, pd.DataFrame({"hs6": missing, "naics3": NO_INDUSTRY})], ignore_index=True)
    codes = sorted(known["naics3"].unique())
    split = np.zeros((len(products), len(codes)))
    split[products.get_indexer(pd.Index(known["hs6"])), [codes.index(code) for code in known["naics3"]]] = 1
    shares: npt.NDArray[np.float64] = split / split.sum(axis=1, keepdims=True)
    return codes, shares


def _days(stretch: tuple[date, date]) -> Iterator[date]:
    """The fifteenth of every month of a stretch."""
    first, last = (12 * end.year + end.month - 1 for end in stretch)
    for month in range(first, last + 1):
        yield date(month // 12, month % 12 + 1, MIDDLE_OF_MONTH)


def _over(top: pd.Series, bottom: pd.Series) -> pd.Series:
    return (top / bottom).where(bottom > 0)


def _percent(new: pd.Series, old: pd.Series) -> pd.Series:
    return 100 * (_over(new, old) - 1)
