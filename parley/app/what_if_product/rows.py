"""The frames behind the charts and tables of the product what-if; every row says its model and source."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.what_if_product import answer as product_answer
from parley.app.what_if_product.answer import Answer
from parley.app.what_if_product.charts.bearers import LOST as LOST_TRADE
from parley.models.policy_scenario import Scenario
from parley.results.ranges import column, constants

SAY = words.beside(__file__)
SOURCE_ID = "census_us_imports_2024_hs10"
STAMP = {"model": "product partial equilibrium", "source_id": SOURCE_ID}
CHINA_STAMP = STAMP | {"source_id": "usitc_dataweb_exports_hs2", "duty_source_id": "china_tariff_on_us_wto"}
SUPPLIERS = 7
FLOWS_EACH_SIDE = 6
# A section's loss below both is none: 0.0 bn in print, and no part of the change.
LEAST_LOSS_USD, LEAST_LOSS = 0.05e9, 0.001
OTHER, REST, LOST = "other", "ROW", "not_bought"


def bearer_columns(answer: Answer) -> dict[str, np.ndarray]:
    """Who gains and loses, and last what all together do: minus the deadweight loss, to which they add."""
    lost, low, high = answer.figures["deadweight_loss_usd"]
    together = {
        "bearer": LOST_TRADE,
        "gain_usd": 0.0 - lost,
        "low_usd": 0.0 - high,
        "high_usd": 0.0 - low,
        "by_assumption": False,
    }
    return {name: np.array([*column, together[name]]) for name, column in answer.bearers.items()}


def supplier_columns(answer: Answer) -> tuple[dict[str, np.ndarray], float]:
    """China and the origins whose sales change most, and the change from all origins but China."""
    codes, change, before = (answer.origins[c] for c in ("exporter_iso3", "change_usd", "value_usd_baseline"))
    china = int(np.flatnonzero(codes == "CHN")[0])
    order = np.lexsort((-before, -np.abs(change)))  # the largest suppliers where nothing moves
    chosen = [china, *order[order != china][:SUPPLIERS]]
    names = cache.country_names()
    rows = {"exporter_iso3": codes[chosen], "name": np.array([names[code] for code in codes[chosen]])}
    for each in ("value_usd_baseline", "value_usd", "change_usd", "low_usd", "high_usd"):
        if each in answer.origins:
            rows[each] = answer.origins[each][chosen]
    return rows, float(change.sum() - change[china])


def stamped(columns: Mapping[str, np.ndarray], stamp: Mapping[str, str] = STAMP) -> pd.DataFrame:
    """Columns as rows with their source records: those of ``stamp`` in place of the model's own."""
    count = len(next(iter(columns.values())))
    values = {name: column(tuple(v)) if v.dtype.kind in "OU" else v for name, v in columns.items()}
    return pd.DataFrame({**values, **constants({**STAMP, **stamp}, count)})


def level_rows(scenario: Scenario, level: str) -> pd.DataFrame:
    """The answer by section, chapter or product, or China's side by chapter, the largest change first."""
    rows = product_answer.table(scenario, level)
    moved, stamp = ("change_usd", CHINA_STAMP) if level == "china" else ("from_china_change_usd", STAMP)
    size = rows[moved].abs()
    ordered = rows.loc[size.sort_values(ascending=False, kind="stable").index].reset_index(drop=True)
    if level == "section":
        ordered.insert(1, "name", ordered["section"].map(terms.SECTION_LABELS))
    return ordered.assign(**stamp)


def price_rows(scenario: Scenario) -> pd.DataFrame:
    """Retail and import prices by section whose duty moves, the largest rise of retail prices first.

    Raises NothingToShowError when no duty on Chinese goods moves.
    """
    return prices_of(product_answer.table(scenario, "section"))


def prices_of(sections: pd.DataFrame) -> pd.DataFrame:
    """``price_rows`` of the results by section."""
    rows = sections[sections["retail_price_change_pct"] != 0]
    if rows.empty:
        raise NothingToShowError(SAY("prices.none"))
    kept = ("section", "retail_price", "import_price", "rate_pct")
    columns = [name for name in map(str, rows) if name.startswith(kept)]
    order = rows["retail_price_change_pct"].abs().sort_values(ascending=False).index
    named = rows.loc[order, columns].reset_index(drop=True)
    named.insert(1, "name", named["section"].map(terms.SECTION_LABELS))
    return named.assign(**STAMP)


def flow_rows(scenario: Scenario) -> pd.DataFrame:
    """Where China's lost sales go, by section: columns section, to, flow_usd; what nobody replaces is ``not_bought``.

    The largest sections and origins by name, the others gathered (``other``, ``ROW``). Raises NothingToShowError when
    China loses nothing, and where the others gain more in a section than China loses, so that no flow tells it. A loss
    that would print as zero is none.
    """
    return flows_of(product_answer.flows(scenario))


def flows_of(change: pd.DataFrame) -> pd.DataFrame:
    """``flow_rows`` of the changes by section and origin: section, exporter_iso3, change_usd."""
    wide = change.pivot(index="section", columns="exporter_iso3", values="change_usd").fillna(0.0)
    china = wide.get("CHN", pd.Series(0.0, index=wide.index))
    lost = -china.clip(upper=0)
    lost = lost.where((lost >= LEAST_LOSS_USD) | (lost >= LEAST_LOSS * china.abs().sum()), 0.0)
    losing = wide[lost > 0].drop(columns="CHN", errors="ignore")
    if losing.empty:
        raise NothingToShowError(SAY("flows.none"))
    gained = losing.clip(lower=0)
    rest = lost[losing.index] - gained.sum(axis=1)
    if (rest < -1e-6 * lost.sum()).any():
        raise NothingToShowError(SAY("flows.no_flow"))
    gained[LOST] = rest.clip(lower=0)
    large = lost[losing.index].nlargest(FLOWS_EACH_SIDE).index
    winners = gained.drop(columns=LOST).sum().nlargest(FLOWS_EACH_SIDE).index
    flows = gained.rename(index=lambda s: s if s in large else OTHER).rename(
        columns=lambda o: o if o in winners or o == LOST else REST
    )
    long = flows.groupby(level=0).sum().T.groupby(level=0).sum().T.stack().reset_index()
    long.columns = pd.Index(["section", "to", "flow_usd"])
    return long[long["flow_usd"] > 0].reset_index(drop=True).assign(**STAMP)


def driver_rows(scenario: Scenario) -> pd.DataFrame:
    """What each assumption alone does to the headline figures."""
    return product_answer.drivers(scenario).assign(**STAMP)
