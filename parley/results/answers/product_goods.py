"""Solved product markets by section, chapter and subheading, and where the sliders stand: ratios to percent here.

Everything is scenario against baseline, two solves from the same base year; both are modelled trade.
"""

from collections.abc import Callable, Mapping
from datetime import date
from functools import lru_cache

import numpy as np
import pandas as pd

from parley.calibration.policy import cells_of
from parley.calibration.product import CalibratedMarket, ProductInputs
from parley.calibration.product_baseline import Baseline
from parley.calibration.product_law import law_since
from parley.measures.statutory_rates import READINGS, Table
from parley.measures.tariffs import in_force
from parley.models.partial_equilibrium import FloatArray, IndexArray
from parley.models.policy_parts import Goods
from parley.models.power_mean import sum_by
from parley.models.product_market import weighted_mean
from parley.models.scenario import Horizon
from parley.results.answers.product import ProductOutcome, retail_price_change_pct, us_exports

SPANNED = (
    "from_china_change_usd",
    "from_china_change_pct",
    "from_others_change_usd",
    "import_price_change_pct",
    "buyers_loss_usd",
    "exporters_loss_usd",
    "duty_change_usd",
    "deadweight_loss_usd",
    "change_usd",
    "change_pct",
)


def ranged(
    build: Callable[[ProductOutcome], pd.DataFrame],
    outcome: ProductOutcome,
    horizons: Mapping[Horizon, ProductOutcome],
) -> pd.DataFrame:
    """A table of this module with the lowest and highest of every change over the horizons.

    After each column of SPANNED stand two more: ``duty_change_usd`` is followed by ``duty_change_low_usd`` and
    ``duty_change_high_usd``. ``horizons``: the answer of ``over_horizons``.
    """
    table = build(outcome)
    others = [table if solved is outcome else build(solved) for solved in horizons.values()]
    columns: dict[str, object] = {}
    for name in map(str, table):
        columns[name] = table[name]
        if name in SPANNED:
            stem, unit = name.rsplit("_", 1)
            values = np.array([other[name].to_numpy(dtype=float) for other in others])
            columns[f"{stem}_low_{unit}"], columns[f"{stem}_high_{unit}"] = values.min(axis=0), values.max(axis=0)
    return pd.DataFrame(columns)


def by_section_and_origin(outcome: ProductOutcome) -> pd.DataFrame:
    """Change of US imports by section and origin: section, exporter_iso3, change_usd; a row each, zero rows left out.

    Chapters 98 and 99 do not move and have no section.
    """
    side = outcome.inputs.us
    shape = (len(side.sections), len(side.origins))
    change = outcome.us.value_usd - outcome.us_baseline.value_usd
    moved = sum_by(side.market.cell_section * shape[1] + side.origin, change, shape[0] * shape[1]).reshape(shape)
    section, origin = np.nonzero(moved)
    return pd.DataFrame(
        {
            "section": np.asarray(side.sections, dtype=object)[section],
            "exporter_iso3": np.asarray(side.origins, dtype=object)[origin],
            "change_usd": moved[section, origin],
        }
    )


def by_section(outcome: ProductOutcome) -> pd.DataFrame:
    """One row per section: trade from China and others, China's mean duty, import price, losses, duty, deadweight.

    Duties are means with base-year weights, as the sliders show them. ``buyers_loss_usd`` + ``exporters_loss_usd`` =
    ``duty_change_usd`` + ``deadweight_loss_usd`` in every row.
    """
    side = outcome.inputs.us
    flows = _flows_by(outcome, side.market.cell_section, len(side.sections))
    losses = {
        name: getattr(outcome.us, name) - getattr(outcome.us_baseline, name)
        for name in ("buyers_loss_usd", "exporters_loss_usd", "duty_change_usd", "deadweight_loss_usd")
    }
    price = 100 * (outcome.us.import_price_hat / outcome.us_baseline.import_price_hat - 1)
    retail, low, high = retail_price_change_pct(outcome, side.market.cell_section, len(side.sections))
    shops = {
        "retail_price_change_pct": retail,
        "retail_price_change_low_pct": low,
        "retail_price_change_high_pct": high,
    }
    more = pd.DataFrame({"import_price_change_pct": price, **shops, **losses})
    return pd.concat([pd.DataFrame({"section": side.sections}), flows, more], axis=1)


def by_product(outcome: ProductOutcome) -> pd.DataFrame:
    """One row per HS6: code, chapter, section, trade from China and others, China's duty (null without trade)."""
    side = outcome.inputs.us
    frame = _flows_by(outcome, side.market.product, side.market.product_count)
    codes = pd.Series(side.products, dtype="str")
    sections = np.asarray(side.sections, dtype=object)[side.market.section]
    labels = pd.DataFrame({"hs6": codes, "chapter": codes.str[:2], "section": sections})
    return pd.concat([labels, frame], axis=1)


def by_chapter(outcome: ProductOutcome) -> pd.DataFrame:
    """One row per HS chapter: the columns of ``by_section`` that exist below a section."""
    side = outcome.inputs.us
    chapter, names = pd.factorize(pd.Series(side.products, dtype="str").str[:2])
    frame = _flows_by(outcome, chapter.astype(np.intp)[side.market.product], len(names))
    section = np.empty(len(names), dtype=np.intp)
    section[chapter] = side.market.section
    labels = pd.DataFrame({"chapter": names, "section": np.asarray(side.sections, dtype=object)[section]})
    return pd.concat([labels, frame], axis=1)


def china_by_chapter(outcome: ProductOutcome) -> pd.DataFrame:
    """China's side by HS chapter: mean duty on US goods and US exports, at baseline and scenario.

    Exports are those of the base year (free alongside ship) moved by the percentages of China's market.
    """
    side = outcome.inputs.china
    before, after = us_exports(outcome)
    return pd.DataFrame(
        {
            "chapter": side.products,
            "section": np.asarray(side.sections, dtype=object)[side.market.section],
            "rate_pct_baseline": 100 * outcome.china_baseline.duty[side.partner_cells],
            "rate_pct": 100 * outcome.china.duty[side.partner_cells],
            "us_exports_usd_base_year": outcome.inputs.us_exports_usd,
            "us_exports_usd_baseline": before,
            "us_exports_usd": after,
            "change_usd": after - before,
            "change_pct": 100 * (outcome.china.value_usd / outcome.china_baseline.value_usd - 1)[side.partner_cells],
        }
    )


def slider_rates(side: CalibratedMarket, duty: FloatArray, floor: FloatArray) -> pd.DataFrame:
    """Where the sliders stand at these duties [cell]: section, rate_pct, least_pct; the last row, ``total``, is all.

    ``least_pct`` is the lowest mean a slider can take by points. A section without trade has no row.
    """
    groups = {name: cells for name, cells in side.partner_sections.items() if len(cells)}
    rows = []
    for name, cells in {**groups, "total": side.partner_cells}.items():
        value, low = side.market.value_usd[cells], np.minimum(duty, floor)[cells]
        rows.append((name, 100 * weighted_mean(value, duty[cells]), 100 * weighted_mean(value, low)))
    return pd.DataFrame(rows, columns=["section", "rate_pct", "least_pct"])


def mean_rate_pct(side: CalibratedMarket, duty: FloatArray, exporter: str, goods: Goods) -> float:
    """The mean duty on an exporter's goods with base-year weights, percent, as a slider shows it; null without trade.

    ``duty`` [cell] of the market, ratios. Raises ScenarioError for an exporter the market does not hold.
    """
    cells = cells_of(side, exporter, goods)
    value = side.market.value_usd[cells]
    return 100 * weighted_mean(value, duty[cells]) if value.any() else float("nan")


def law_means(inputs: ProductInputs, on: date) -> pd.DataFrame:
    """What each US law adds on Chinese goods on a day, mean over a section's lines with 2024 weights, percent.

    Columns section (``total`` for all), law and those of ``READINGS``: the central reading of the lists and its ends;
    ``law`` is the authority, of section 301 the programme. Levels of the statute: they add up to more than what is
    collected.
    """
    return _law_means(inputs, law_since(inputs, on))


@lru_cache(maxsize=24)
def _law_means(inputs: ProductInputs, since: date) -> pd.DataFrame:
    side = inputs.us
    value = _partner_imports(inputs)
    sections = np.asarray(side.sections, dtype=object)[side.market.cell_section[side.partner_cells]]
    section = pd.Series(sections, index=value.index)
    paid = _paid_by_law(inputs, since, value)
    sums = paid.assign(section=paid["hs6"].map(section)).groupby(["section", "law"])[[*READINGS]].sum()
    total = pd.concat({"total": paid.groupby("law")[[*READINGS]].sum()}, names=["section"])
    weight = pd.concat([value.groupby(sections).sum(), pd.Series({"total": float(value.sum())})])
    means: pd.DataFrame = pd.concat([sums, total]).reset_index()
    means[[*READINGS]] = means[[*READINGS]].div(means["section"].map(weight), axis=0)
    return means


def law_means_of(inputs: ProductInputs, on: date, code: str) -> pd.DataFrame:
    """``law_means`` over the Chinese goods of one chapter or subheading, without the column section; empty where none
    were imported.
    """
    value = _partner_imports(inputs)
    value = value[value.index.str.startswith(code)]
    if not value.any():
        return pd.DataFrame(columns=["law", *READINGS])
    sums: pd.DataFrame = _paid_by_law(inputs, on, value).groupby("law")[[*READINGS]].sum()
    return (sums / value.sum()).reset_index()


@lru_cache(maxsize=4)
def _partner_imports(inputs: ProductInputs) -> pd.Series:
    """US imports from China by subheading, US dollars."""
    cells = inputs.us.partner_cells
    return pd.Series(inputs.us.market.value_usd[cells], index=pd.Index(inputs.us.products_of(cells), dtype=str))


def _paid_by_law(inputs: ProductInputs, on: date, value: pd.Series) -> pd.DataFrame:
    """What each law would collect on these imports (US dollars by subheading) in percent times dollars."""
    rows = _laws_since(Table(inputs.law), law_since(inputs, on))
    weight = value.reindex(rows["hs6"]).to_numpy()
    rows, weight = rows[~np.isnan(weight)], weight[~np.isnan(weight)]
    paid: pd.DataFrame = rows[[*READINGS]].mul(weight, axis=0)
    return paid.assign(law=rows["law"], hs6=rows["hs6"])


@lru_cache(maxsize=4)  # 1 MB each; the help of every slider asks for them
def _laws_since(table: Table, on: date) -> pd.DataFrame:
    """hs6, law and the readings of every law in force on a day."""
    rows = in_force(table.rows, on)
    law = rows["programme"].where(rows["authority"] == "section_301", rows["authority"])
    return rows[["hs6", *READINGS]].assign(law=law)


def us_slider_rates(inputs: ProductInputs, baseline: Baseline) -> pd.DataFrame:
    """The US sliders at a baseline; see ``slider_rates``."""
    return slider_rates(inputs.us, baseline.us_duty, baseline.us_floor)


def china_slider_rates(inputs: ProductInputs, baseline: Baseline) -> pd.DataFrame:
    """China's answering rates at a baseline; see ``slider_rates``."""
    return slider_rates(inputs.china, baseline.china_duty, np.zeros_like(baseline.china_duty))


def _flows_by(outcome: ProductOutcome, group: IndexArray, count: int) -> pd.DataFrame:
    """Trade from the partner and from others and the partner's mean duty (base weights), by group of cells."""
    side = outcome.inputs.us
    cells = side.partner_cells
    weight, ours = side.market.value_usd[cells], group[cells]
    base = sum_by(ours, weight, count)
    columns: dict[str, FloatArray] = {}
    for name, solved in (("_baseline", outcome.us_baseline), ("", outcome.us)):
        partner = sum_by(ours, solved.value_usd[cells], count)
        columns[f"from_china_usd{name}"] = partner
        columns[f"from_others_usd{name}"] = sum_by(group, solved.value_usd, count) - partner
        duty = sum_by(ours, weight * solved.duty[cells], count)
        columns[f"rate_pct{name}"] = 100 * np.divide(duty, base, out=np.full(count, np.nan), where=base > 0)
    for who in ("china", "others"):
        before, after = columns[f"from_{who}_usd_baseline"], columns[f"from_{who}_usd"]
        columns[f"from_{who}_change_usd"] = after - before
        grown = np.divide(after, before, out=np.full(count, np.nan), where=before > 0)
        columns[f"from_{who}_change_pct"] = 100 * (grown - 1)
    return pd.DataFrame(columns)
