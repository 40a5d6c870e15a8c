"""The subject Flows: where China's lost sales go, by section."""

from collections.abc import Mapping

import pandas as pd

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.app.what_if.all_models import Asked
from parley.app.what_if_product import answer as product_answer
from parley.app.what_if_product import words as product_words
from parley.app.what_if_product.answer import STAMP
from parley.charts.figure import Caption
from parley.charts.two_lists import said, summed, two_lists
from parley.models.policy_scenario import Scenario

SAY = words.beside(__file__)
FLOWS_EACH_SIDE = 6
# A section's loss below both is none: 0.0 bn in print, and no part of the change.
LEAST_LOSS_USD, LEAST_LOSS = 0.05e9, 0.001
OTHER, REST, LOST = "other", "ROW", "not_bought"
ENDS = {REST: "All others", LOST: "Not replaced"}  # of the flows, below the origins


def lost_sales(scenario: Scenario, models: Asked | None) -> Figure:
    rows = flow_rows(scenario).assign(**trade_base.stamp(scenario))
    names = cache.country_names()
    gone = summed(rows, "to", (REST, LOST), lambda code: ENDS.get(code) or names[code])
    gone[gone.index == ENDS[LOST]] *= -1  # nobody gains it
    lists = {
        "China's lost sales": -summed(
            rows, "section", (OTHER,), {OTHER: "Other sections", **terms.SECTION_LABELS}.__getitem__
        ),
        "Go to": gone,
    }
    return Figure(
        "what_if_flows",
        _flow_caption(lists, models),
        rows,
        {"Chart": lambda palette: two_lists(lists, palette)},
        note=product_words.model_note(scenario),
    )


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


def _flow_caption(lists: Mapping[str, pd.Series], models: Asked | None) -> Caption:
    left, right = lists.values()
    total, lost = -float(left.sum()), -float(right.get(ENDS[LOST], 0.0))
    winners = [name for name in right.index if name not in ENDS.values()][:2]
    names = terms.listed([terms.with_article(name) for name in winners])
    share = terms.rate(100 * (1 - lost / total), 0)
    case = "finding" if winners else "not_replaced"
    if models is None or product_words.side_of(models, product_words.FROM_CHINA) != "loss":
        case = "no_range" if models is None else "open"
    finding = SAY("flows", case, share=share, lost=terms.model_bn(total), leaders=names)
    return Caption(finding, SAY("flows", "measure"), f"{said(lists)} Replaced: {share}.")
