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

from parley import words
from parley.calibration.product import ProductInputs, section_of_chapter
from parley.calibration.product_baseline import baseline_on
from parley.calibration.product_market import CalibrationError
from parley.measures.trade import latest_vintage
from parley.models.partial_equilibrium import FloatArray, solve
from parley.models.power_mean import sum_by
from parley.models.scenario import HORIZONS
from parley.tables.parameters import parameter
from parley.tables.read import read_table
from parley.terms import day

# What customs recorded around a change of tariffs: two stretches of months, by origin, industry and section.

CHINA, OTHERS, WORLD = "CHN", "others", "WLD"
INDUSTRY, SECTION = "naics3", "section"
ALL, NO_GOODS = "all", "none"  # All goods together; goods no concordance knows.
MIDDLE_OF_MONTH = 15


@dataclass(frozen=True)
class Episode:
    """A stretch of months under a tariff regime, the same months of a year before it, and the day of the old duties.

    Months are their first days; both ends belong to the stretch. ``recorded_by``: the goods customs records it by.
    """

    name: str
    title: str
    before: tuple[date, date]
    after: tuple[date, date]
    old_duties: date
    recorded_by: tuple[str, ...] = (INDUSTRY,)

    @property
    def month_count(self) -> int:
        """How many months each stretch has."""
        return len(list(middles(self.after)))


EPISODES = (
    Episode(
        "first_trade_war",
        "September to December 2019 over the same months of 2017",
        (date(2017, 9, 1), date(2017, 12, 1)),
        (date(2019, 9, 1), date(2019, 12, 1)),
        date(2018, 1, 1),
        (INDUSTRY, SECTION),
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
        recorded_by=(),
    ),
)


def recorded(episode: Episode, goods: str) -> pd.DataFrame:
    """Value and duty by ``goods`` (naics3, section or all) and origin, before and after, with the day all was known.

    Columns: goods, origin (CHN, others), value_before_usd, duty_before_usd, value_usd, duty_usd, known_on, source_id.
    Others are the world less China. Raises CalibrationError when a month is missing.
    """
    if goods == INDUSTRY:
        rows = read_table("us_imports_naics3_monthly", where={"partner_iso3": [CHINA, WORLD]})
    elif goods == SECTION:
        where = {"flow": ["import"], "basis": ["consumption"], "partner_iso3": [CHINA, WORLD]}
        rows = read_table("us_trade_hs2_monthly", where=where)
        section = rows["chapter"].map(section_of_chapter(read_table("hs_codes")))
        rows = rows.assign(section=section.fillna(NO_GOODS))
    else:
        rows = _totals()
    return _two_stretches(episode, goods, rows.rename(columns={"partner_iso3": "origin"}))


def _totals() -> pd.DataFrame:
    """Imports of all goods by country."""
    where = {"reporter_iso3": ["USA"], "flow": ["import"], "basis": ["consumption"], "partner_iso3": [CHINA, WORLD]}
    rows = read_table("trade_monthly", where=where)
    plain = latest_vintage(rows[rows["seasonal_adjustment"] == "NSA"], ["partner_iso3", "month"])
    return plain.assign(all=ALL)


def together(frame: pd.DataFrame) -> pd.DataFrame:
    """All goods of a frame by ``recorded`` or of the model's, by origin: its columns in US$, summed."""
    return frame.groupby("origin", as_index=False).sum(numeric_only=True)


def _two_stretches(episode: Episode, goods: str, rows: pd.DataFrame) -> pd.DataFrame:
    sums, whole = {}, []
    for suffix, (first, last) in (("_before_usd", episode.before), ("_usd", episode.after)):
        months = rows[(rows["month"] >= pd.Timestamp(first)) & (rows["month"] <= pd.Timestamp(last))]
        wanted, counts = len(list(middles((first, last)))), months.groupby("origin")["month"].nunique()
        if not (counts.reindex([CHINA, WORLD]) == wanted).all():
            raise CalibrationError(f"{episode.title}: not all months from {day(first)} are recorded.")
        whole.append(months)
        total = months.groupby([goods, "origin"])[["value_usd", "duty_usd"]].sum().unstack(fill_value=0.0)
        for name in ("value", "duty"):
            world, china = (total[f"{name}_usd"][origin].astype(float) for origin in (WORLD, CHINA))
            sums[f"{name}{suffix}"] = pd.concat({CHINA: china, OTHERS: world - china}, names=["origin"])
    used = pd.concat(whole)
    return (
        pd.DataFrame(sums)
        .reset_index()
        .assign(known_on=used["released_on"].max(), source_id=used["source_id"].mode().iloc[0])
    )


def middles(stretch: tuple[date, date]) -> Iterator[date]:
    """The fifteenth of every month of a stretch."""
    first, last = (12 * end.year + end.month - 1 for end in stretch)
    for month in range(first, last + 1):
        yield date(month // 12, month % 12 + 1, MIDDLE_OF_MONTH)


# How far the back-test was off: by goods lined up against the record, and where the misses lie.


def fit_table(frame: pd.DataFrame, relative: bool = False) -> pd.DataFrame:
    """How the modelled falls from China line up with the recorded ones by goods, by episode, duties and horizon.

    ``frame``: the table of industries or of sections. ``relative``: the change from China over that from others.
    ``correlation`` over goods and ``mean_error_pp`` (modelled less recorded), ``mean_distance_pp`` weighted by recorded
    trade before; ``industries``: how many goods.
    """
    rows = []
    for (name, duties), rows_of in of_china(frame, relative).groupby(["episode", "duties"], sort=False):
        weight = rows_of["value_before_usd"] / rows_of["value_before_usd"].sum()
        for horizon in HORIZONS:
            error = rows_of[horizon] - rows_of["recorded"]
            rows.append(
                {
                    "episode": name,
                    "duties": duties,
                    "horizon": horizon,
                    "industries": len(rows_of),
                    "correlation": _correlation(rows_of[horizon], rows_of["recorded"], weight),
                    "mean_error_pp": float((weight * error).sum()),
                    "mean_distance_pp": float((weight * error.abs()).sum()),
                }
            )
    return pd.DataFrame(rows)


def measure_names(relative: bool) -> dict[str, str]:
    """The columns of the measure chosen, each with its short name in ``of_china``."""
    end = "_relative_pct" if relative else "_pct"
    return {f"recorded_change{end}": "recorded", **{f"modelled_{horizon}{end}": horizon for horizon in HORIZONS}}


def of_china(frame: pd.DataFrame, relative: bool = False) -> pd.DataFrame:
    """The rows of China with the measure chosen as ``recorded`` and the horizons, goods without a model left out.

    Adds ``low_pct`` and ``high_pct`` over the horizons, ``is_within``, ``share_pct`` (of the episode's recorded trade
    before) and ``error_pp``: the default answer less the recorded one.
    """
    names = measure_names(relative)
    china = frame[frame["origin"] == CHINA].rename(columns=names).dropna(subset=list(names.values()))
    by_horizon = china[list(HORIZONS)].astype(float)
    whole = china.groupby(["episode", "duties"])["value_before_usd"].transform("sum")
    low, high = by_horizon.min(axis=1), by_horizon.max(axis=1)
    return china.assign(
        low_pct=low,
        high_pct=high,
        is_within=(china["recorded"] >= low) & (china["recorded"] <= high),
        share_pct=100 * china["value_before_usd"] / whole,
        error_pp=china["default"] - china["recorded"],
    )


def misses(frame: pd.DataFrame, relative: bool = False) -> pd.DataFrame:
    """``of_china`` with ``miss_pp``, the part of each good in the mean error of the default answer, largest first.

    Percentage points: the good's share of imports times its error. They add up to the mean error.
    """
    rows = of_china(frame, relative)
    rows = rows.assign(miss_pp=rows["share_pct"] / 100 * rows["error_pp"])
    order = rows["miss_pp"].abs().sort_values(ascending=False, kind="stable").index
    return rows.loc[order].reset_index(drop=True)


def _correlation(one: pd.Series, other: pd.Series, weight: pd.Series) -> float:
    a, b = one - (weight * one).sum(), other - (weight * other).sum()
    return float((weight * a * b).sum() / np.sqrt((weight * a**2).sum() * (weight * b**2).sum()))


DUTIES = ("law", "collected")
KINDS = ("recorded_change", *(f"modelled_{horizon}" for horizon in HORIZONS))
Columns = dict[str, FloatArray]

LEFT_OUT = (
    "stock_building",
    "lags",
    "refunds",
    "exclusions",
    "metals_2018",
    "other_duties",
    "demand",
    "routing",
    "small_parcels",
    "base_year",
    "supply",
)
SAY = words.beside(__file__)


@dataclass(frozen=True, eq=False)
class BackTest:
    """``total``, ``industry`` and ``section``: recorded and modelled changes, see ``backtest``; ``fit`` by industry:
    see ``fit_table``; ``left_out``: what the model does not hold (cause, text).
    """

    total: pd.DataFrame
    industry: pd.DataFrame
    section: pd.DataFrame
    fit: pd.DataFrame
    left_out: pd.DataFrame


@dataclass(frozen=True, eq=False)
class _Goods:
    """Goods customs record by: the name of their column, codes, and the share of each product, [product, code]."""

    key: str
    codes: Sequence[str]
    split: FloatArray


def backtest(
    inputs: ProductInputs, episodes: Sequence[Episode] = EPISODES, border_pass_through: float | None = None
) -> BackTest:
    """Recorded against modelled imports of each episode: in total, by NAICS3 industry and by section, where recorded.

    Columns of the three tables: episode, duties, naics3 or section (total: all), origin (CHN, others),
    value_before_usd, value_usd, recorded_change_pct, recorded_duty_before_pct, recorded_duty_pct, duty_change_pp (of
    the model's duties with the weights of 2024), modelled_first_year_pct, modelled_default_pct, modelled_long_run_pct,
    and the same four for ``relative``: the change from China over that from others; known_on, the day the last month
    was released, and source_id. Goods without modelled trade have nulls.
    ``duties``: law, those in force by product and origin; collected, the change of duty over value that customs
    recorded by the same goods and origin, which leaves only the response of trade to be tested.
    Raises CalibrationError or NotConvergedError as the model does.
    """
    share = parameter("border_pass_through").value if border_pass_through is None else border_pass_through
    groups = {group.key: group for group in (_industries(inputs), _sections(inputs))}
    tables: dict[str, list[pd.DataFrame]] = {ALL: [], INDUSTRY: [], SECTION: []}
    for episode in episodes:
        old = baseline_on(inputs, episode.old_duties).us_duty
        law = np.mean([baseline_on(inputs, middle).us_duty for middle in middles(episode.after)], axis=0)
        by_law = _columns(inputs, old, law, share)
        for number, key in enumerate(episode.recorded_by or (ALL,)):
            record = recorded(episode, key)
            group = groups.get(key, groups[INDUSTRY])
            taken = np.maximum(old + _collected(inputs, record, key, group), 0)
            for duties, columns in (("law", by_law), ("collected", _columns(inputs, old, taken, share))):
                modelled = _by_goods(inputs, columns, group)
                if number == 0:
                    whole = together(record).assign(all=ALL, known_on=record["known_on"].iloc[0])
                    whole = whole.assign(source_id=whole["origin"].map(record.groupby("origin")["source_id"].first()))
                    tables[ALL].append(_beside(episode, duties, whole, together(modelled).assign(all=ALL), ALL))
                if key != ALL:
                    tables[key].append(_beside(episode, duties, record, modelled, key))
    total = pd.concat(tables[ALL], ignore_index=True)
    industry, section = (
        pd.concat([total.rename(columns={ALL: key}).head(0), *tables[key]], ignore_index=True)
        for key in (INDUSTRY, SECTION)
    )
    left_out = pd.DataFrame([(cause, SAY("left_out", cause)) for cause in LEFT_OUT], columns=["cause", "text"])
    return BackTest(total, industry, section, fit_table(industry), left_out)


def _columns(inputs: ProductInputs, old: FloatArray, new: FloatArray, border_pass_through: float) -> Columns:
    """Base value, duty at old and new rates and modelled value before and after at every horizon, each [cell]."""
    us, market = inputs.us, inputs.us.market
    columns = {"old_duty": market.value_usd * old, "new_duty": market.value_usd * new, "base": market.value_usd}
    for horizon in HORIZONS:
        elasticities = us.elasticities(horizon, border_pass_through)
        for when, duty in (("before", old), ("after", new)):
            columns[f"{when}_{horizon}"] = solve(market, elasticities, duty).value_usd
    return columns


def _by_goods(inputs: ProductInputs, columns: Columns, group: _Goods) -> pd.DataFrame:
    """The columns added up by goods, first of China, then of others."""
    market, china = inputs.us.market, _is_china(inputs)
    frames = []
    for origin, cells in ((CHINA, china), (OTHERS, ~china)):
        # [goods, product] times the sum over the cells of a product
        sums = {
            name: group.split.T @ sum_by(market.product[cells], values[cells], market.product_count)
            for name, values in columns.items()
        }
        frames.append(pd.DataFrame({group.key: list(group.codes), **sums, "origin": origin}))
    return pd.concat(frames, ignore_index=True)


def _collected(inputs: ProductInputs, record: pd.DataFrame, key: str, group: _Goods) -> FloatArray:
    """Change of the duty collected per dollar of imports [cell], by goods and origin, or the same for all of them.

    A product whose goods recorded no trade takes the change of its origin in total.
    """
    china, points = _is_china(inputs), np.zeros(len(inputs.us.market.value_usd))
    total = together(record).set_index("origin")
    for origin, cells in ((CHINA, china), (OTHERS, ~china)):
        of_origin = record[record["origin"] == origin].set_index(key)
        change = _collected_change(of_origin).reindex(list(group.codes)).fillna(_collected_change(total)[origin])
        points[cells] = (group.split @ change.to_numpy(dtype=float))[inputs.us.market.product[cells]]
    return points


def _collected_change(rows: pd.DataFrame) -> pd.Series:
    return _over(rows["duty_usd"], rows["value_usd"]) - _over(rows["duty_before_usd"], rows["value_before_usd"])


def _is_china(inputs: ProductInputs) -> npt.NDArray[np.bool_]:
    is_china = np.zeros(len(inputs.us.market.value_usd), dtype=bool)
    is_china[inputs.us.partner_cells] = True
    return is_china


def _beside(episode: Episode, duties: str, record: pd.DataFrame, modelled: pd.DataFrame, key: str) -> pd.DataFrame:
    frame = record.merge(modelled, on=[key, "origin"], how="left")
    table = pd.DataFrame(
        {
            "episode": episode.name,
            "duties": duties,
            key: frame[key],
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
        table[f"modelled_{horizon}_pct"] = _percent(frame[f"after_{horizon}"], frame[f"before_{horizon}"])
    for kind in KINDS:
        wide = (1 + table[f"{kind}_pct"] / 100).groupby([table[key], table["origin"]]).first().unstack()
        relative = 100 * (wide[CHINA] / wide[OTHERS] - 1)
        table[f"{kind}_relative_pct"] = table[key].map(relative)
    return table.assign(known_on=frame["known_on"], source_id=frame["source_id"])


def _industries(inputs: ProductInputs) -> _Goods:
    """NAICS industries of the products; several industries share a product equally."""
    rows = read_table("hs_naics", where={"hs_revision": ["HS2022"]})
    industries = rows[["hs6", INDUSTRY]].drop_duplicates()
    products = pd.Index(inputs.us.products)
    industries = industries[industries["hs6"].isin(products)]
    missing = products.difference(pd.Index(industries["hs6"]))
    industries = pd.concat([industries, pd.DataFrame({"hs6": missing, INDUSTRY: NO_GOODS})], ignore_index=True)
    codes = sorted(industries[INDUSTRY].unique())
    split = np.zeros((len(products), len(codes)))
    split[products.get_indexer(pd.Index(industries["hs6"])), [codes.index(code) for code in industries[INDUSTRY]]] = 1
    return _Goods(INDUSTRY, codes, split / split.sum(axis=1, keepdims=True))


def _sections(inputs: ProductInputs) -> _Goods:
    """Sections of the Harmonized System; every product lies in one."""
    return _Goods(SECTION, inputs.us.sections, np.eye(len(inputs.us.sections))[inputs.us.market.section])


def _over(top: pd.Series, bottom: pd.Series) -> pd.Series:
    return (top / bottom).where(bottom > 0)


def _percent(new: pd.Series, old: pd.Series) -> pd.Series:
    return 100 * (_over(new, old) - 1)
