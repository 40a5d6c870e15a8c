"""The words and rows of the product what-if: title, facts, sentence, and the frames behind its charts."""

import numpy as np
import pandas as pd

from parley import terms
from parley.calibration.product_baseline import Baseline
from parley.charts.scenarios import PARTS
from parley.models.scenario import ProductScenario
from parley.ui import cache
from parley.ui.blocks import Metric
from parley.ui.what_if import Answer

SOURCE_ID = "census_us_imports_2024_hs10"
STAMP = {"model": "product partial equilibrium", "source_id": SOURCE_ID}
SUPPLIERS = 7
MODELLED = (
    "Modelled, not measured: change against the duties in force, a year at 2024 trade. "
    "Ranges span the horizons, first year to long run."
)
MODEL_NOTE = "Modelled: exact nested CES by HS6 product on 2024 imports, change against the duties in force"
BASES = {
    "collected_moved_by_law": "those collected in 2024, moved by the law since, line by line",
    "collected_2024": "those collected in 2024",
    "law_2018_2020": "the level of the law by product, without steel and aluminium",
}
METHOD = """
**Model.** Buyers choose between origins of a product (HS6), products of a section, and imports and home goods, each
with a constant elasticity of substitution; the equations are solved exactly. Trade is US imports for consumption in
2024. Chapters 98 and 99 stay as they are.

**Duty in force.** Duty collected in 2024 by product and origin, moved by the change in the law since: for China the
laws of every tariff line, exempt lists, metals and parts of vehicles included, averaged to HS6 with trade of 2024; for
other origins the change of their average, an estimate from 24 July 2026. So it follows what customs collects: 40.9 %
on China for 9 June 2025, 40.3 % collected that month. Metal goods (section XV) are approximate: how much of them is
metal is assumed. For 2021 to 2024 it is the duty of 2024; for 2018 to 2020 the level of the law, without steel and
aluminium. A slider shows the total duty as a mean with 2024 weights. *Same points* moves every line by the same points,
not below its ordinary duty; *one flat rate* gives every line the slider's rate. A slider on the whole percent nearest
to the duty in force means exactly the duty in force. A regime sets the sliders to the duties of its lines.

**Horizon** sets the elasticity between origins: first year 2.5, default 5, long run the published elasticity of each
product (ProTEE). **Exporters' response** sets how far foreign prices give way: with 0.94 the duty-inclusive price
rises by 94 % of the duty. **Retail pass-through** is measured from the tariff and stands apart from both.

**Who pays.** Buyers' loss + exporters' loss = duty + deadweight, exactly. Revenue is duty at the new trade less duty
at the trade of the duties in force, gross of refunds. Not counted: gains of home producers, quality, lost variety,
stock-building, exchange rates.

**China's side** is computed by chapter with two origins, the United States and the rest of the world; the
percentages are put on US exports of 2024. The two directions do not act on each other here. China's rates are the
chapter means of the last date known to our source (1 May 2026), without waivers.

Elasticities are assumptions but for the long-run ones; `data/parameters.toml` gives each value, range and source.
"""


def title(scenario: ProductScenario, answer: Answer) -> str:
    """The answer in one sentence; no direction is claimed where the range straddles zero."""
    if not scenario.us_duty_pct and scenario.us_total_duty_pct is None:
        if scenario.china_duty_pct is None:
            return "Move a duty: who pays, what the Treasury gains, who supplies instead?"
        exports = terms.change_pct(answer.value("us_exports_to_china_change_pct"), 0)
        return f"China at {terms.rate(scenario.china_duty_pct, 0)}: US exports to China change by {exports}"
    loss, duty = answer.value("buyers_loss_usd"), answer.value("duty_change_usd")
    buyers = f"US buyers {'lose' if loss >= 0 else 'gain'} {terms.usd_bn(abs(loss), 2)} a year"
    low, high = answer.span("duty_change_usd")
    if low < 0 < high:
        treasury = "the Treasury may gain or lose"
    else:
        treasury = f"the Treasury {'gains' if duty >= 0 else 'loses'} {terms.significant(abs(duty) / 1e9, 2)}"
    return f"{what_moved(scenario)}: {buyers}, {treasury}"


def what_moved(scenario: ProductScenario) -> str:
    """Which US duties the scenario moves, in words."""
    if scenario.us_total_duty_pct is not None:
        return f"All Chinese goods at {terms.rate(scenario.us_total_duty_pct, 0)}"
    moved = scenario.us_duty_pct
    if len(moved) == 1:
        ((section, rate),) = moved.items()
        return f"{terms.SECTION_LABELS[section]} at {terms.rate(rate, 0)}"
    return f"{len(moved)} sections moved"


def covers(scenario: ProductScenario, base: Baseline) -> str:
    """The line below the title: what the scenario is held against, and what China does."""
    china = "" if scenario.china_duty_pct is None else f" China answers with {terms.rate(scenario.china_duty_pct, 0)}."
    return f"Against the duties in force on {terms.day(base.as_of)}: {BASES[base.basis]}.{china}"


def facts(answer: Answer) -> list[Metric]:
    """Imports from China, revenue, import prices and US exports, each with its range."""
    return [
        _fact("Imports from China", answer, "imports_from_china_change_pct", 0),
        _fact("Tariff revenue, US$", answer, "duty_change_usd", 0, "bn", 1e9),
        _fact("Import prices", answer, "import_price_change_pct", 1),
        _fact("US exports to China", answer, "us_exports_to_china_change_pct", 0),
    ]


def _fact(label: str, answer: Answer, metric: str, decimals: int, unit: str = "%", scale: float = 1) -> Metric:
    value, (low, high) = answer.value(metric), answer.span(metric)
    written = f"{terms.signed(value / scale, decimals)}{terms.NBSP}{unit}"
    if low == high == 0:
        return Metric(label, written)
    return Metric(label, written, f"{terms.span(low / scale, high / scale, decimals)}{terms.NBSP}{unit}")


def sentence(scenario: ProductScenario, answer: Answer) -> str:
    """One plain paragraph with the figures in bold."""
    moves_us = bool(scenario.us_duty_pct) or scenario.us_total_duty_pct is not None
    if not moves_us and scenario.china_duty_pct is None:
        return "Nothing has been moved yet: every slider stands at the duty in force."
    words = [_us_side(scenario, answer)] if moves_us else ["The US duties stay as they are."]
    if scenario.china_duty_pct is not None:
        exports = terms.change_pct(answer.value("us_exports_to_china_change_pct"), 0)
        words.append(
            f"With China at {terms.rate(scenario.china_duty_pct, 0)}, US exports there would change by **{exports}**."
        )
    return " ".join(words)


def _us_side(scenario: ProductScenario, answer: Answer) -> str:
    """Purchases, prices, duty and shops; both ends of the range where it leaves the Treasury's sign open."""
    imports, price = answer.value("imports_from_china_change_pct"), answer.value("import_price_change_pct")
    duty, (low, high) = answer.value("duty_change_usd"), answer.span("duty_change_usd")
    if low < 0 < high:
        treasury = f"between **{terms.usd_bn(-low, 2)} less** and **{terms.usd_bn(high, 2)} more**"
    else:
        treasury = f"**{terms.usd_bn(abs(duty), 2)} {_less(duty)}**"
    retail = terms.change_pct(answer.value("retail_price_change_pct"), 1)
    return (
        f"With these duties Americans would buy **{_by(imports, 0)}** from China and pay **{_by(price, 1)}** for "
        f"imported goods. The Treasury would collect {treasury} a "
        f"year. In shops the Chinese goods concerned would change by {retail} at a retail pass-through of "
        f"{terms.number(scenario.retail_pass_through, 2)}."
    )


def _by(change_pct: float, decimals: int) -> str:
    """``30 % less``; a change that would print as zero gets one significant figure instead."""
    size = terms.number(abs(change_pct), decimals)
    size = size if size.strip("0.") else terms.significant(abs(change_pct), 1)
    return f"{size}{terms.NBSP}% {_less(change_pct)}"


def _less(change: float) -> str:
    return "more" if change >= 0 else "less"


def split_rows(answer: Answer) -> pd.DataFrame:
    """The four parts of the split with their ranges; buyers' + exporters' loss = duty + deadweight."""
    value, low, high = zip(*(answer.figures[f"{part}_usd"] for part in PARTS), strict=True)
    return pd.DataFrame({"part": list(PARTS), "value_usd": value, "low_usd": low, "high_usd": high, **STAMP})


def supplier_rows(answer: Answer) -> tuple[pd.DataFrame, float]:
    """China and the origins whose sales change most, and the change from all origins but China."""
    codes = answer.origins["exporter_iso3"].to_numpy()
    change, before = (answer.origins[c].to_numpy() for c in ("change_usd", "value_usd_baseline"))
    china = int(np.flatnonzero(codes == "CHN")[0])
    order = np.lexsort((-before, -np.abs(change)))  # the largest suppliers where nothing moves
    chosen = [china, *order[order != china][:SUPPLIERS]]
    names = cache.country_names()
    rows = {"exporter_iso3": codes[chosen], "name": [names[code] for code in codes[chosen]]}
    for column in ("value_usd_baseline", "value_usd", "change_usd", "low_usd", "high_usd"):
        rows[column] = answer.origins[column].to_numpy()[chosen]
    return pd.DataFrame({**rows, **STAMP}), float(change.sum() - change[china])


def section_rows(sections: pd.DataFrame) -> pd.DataFrame:
    """The answer by section (``what_if.sections``), largest change of imports from China first."""
    rows = sections.assign(name=sections["section"].map(terms.SECTION_LABELS))
    order = rows["from_china_change_usd"].abs().sort_values(ascending=False, kind="stable").index
    columns = [
        "section",
        "name",
        "rate_pct_baseline",
        "rate_pct",
        "from_china_usd_baseline",
        "from_china_usd",
        "from_china_change_pct",
        "from_others_change_usd",
        "import_price_change_pct",
        "buyers_loss_usd",
        "exporters_loss_usd",
        "duty_change_usd",
        "deadweight_loss_usd",
    ]
    return rows.loc[order, columns].reset_index(drop=True).assign(**STAMP)
