"""Who gains and who loses: buyers, exporters of China and of others, the Treasury, and what nobody gets. Modelled."""

from collections.abc import Mapping
from datetime import date

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from parley import terms, words
from parley.app.kit import cache
from parley.app.kit.cache import kept
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.figures import Figure
from parley.app.what_if import trade_base
from parley.app.what_if.all_models import Asked
from parley.app.what_if.starting_duties import CHINA
from parley.app.what_if_product import words as product_words
from parley.app.what_if_product.answer import Answer, stamped
from parley.app.what_if_product.suppliers import Columns, dollar_bars, figures_of
from parley.charts.figure import Caption
from parley.charts.theme import Palette
from parley.models.policy_scenario import Scenario
from parley.results.answers.product_solution import assumed

SAY = words.beside(__file__)
LOST = "lost_trade"
# Name of each bearer on the chart, and whose colour it has; the sum of all is what trade is lost or regained.
BEARERS = {
    "buyers": "US buyers",
    "china_exporters": "China's exporters",
    "other_exporters_losing": "Other exporters, losing",
    "other_exporters_gaining": "Other exporters, gaining",
    "treasury": "US Treasury",
    LOST: "All together",
}
PRICES_FROM = pd.Timestamp("2024-12-01")  # the last month before the duties of 2025


def who_pays(scenario: Scenario, answer: Answer, models: Asked | None) -> Figure:
    """Who gains and who loses, which adds up to the trade lost."""
    columns = bearer_columns(answer)
    if not columns["gain_usd"].any():
        raise NothingToShowError(SAY("bearers.nothing"))
    return Figure(
        "what_if_bearers",
        bearer_caption(columns, product_words.bearer_spans(models)),
        stamped(columns, trade_base.stamp(scenario)),
        {"Chart": lambda palette: bearer_bars(columns, palette)},
        note=product_words.model_note(scenario),
        remark=recorded_prices(scenario),
    )


def bearer_columns(answer: Answer) -> dict[str, np.ndarray]:
    """Who gains and loses, and last what all together do: minus the deadweight loss, to which they add."""
    lost, low, high = answer.figures["deadweight_loss_usd"]
    together = {
        "bearer": LOST,
        "gain_usd": 0.0 - lost,
        "low_usd": 0.0 - high,
        "high_usd": 0.0 - low,
        "by_assumption": False,
    }
    return {name: np.array([*column, together[name]]) for name, column in answer.bearers.items()}


def recorded_prices(scenario: Scenario) -> str:
    """What import prices of Chinese goods did before duty since the end of 2024, beside what the answer assumes of
    exporters; empty on a day that knew no later month.
    """
    change = _prices_since_2024(scenario.as_of)
    if change is None:
        return ""
    case = "keep" if assumed(scenario).border_pass_through == 1 else "answer"
    moved = round(change, 1)
    course = "rose" if moved > 0 else "fell" if moved < 0 else "same"
    return SAY("bearers.recorded", f"{case}_{course}", size=terms.rate(abs(moved)), first=terms.month(PRICES_FROM))


@kept
def _prices_since_2024(as_of: date) -> float | None:
    """Change of the price index in percent to its last month known."""
    rows = cache.table("us_import_prices_monthly", as_of)
    index = rows[rows["partner_iso3"] == CHINA].set_index("month")["price_index"].sort_index()
    if PRICES_FROM not in index.index or index.index[-1] <= PRICES_FROM:
        return None
    return 100 * float(index.iloc[-1] / index[PRICES_FROM] - 1)


def bearer_bars(rows: Columns, palette: Palette) -> go.Figure:
    """A bar a bearer to either side of zero, a gain to the right, whiskers over the horizons.

    ``rows``: bearer (keys of BEARERS), gain_usd, low_usd and high_usd where known, by_assumption, in the order to draw.
    """
    by_assumption = SAY("bearers", "assumed")
    bars = {
        "name": np.array([BEARERS[bearer] for bearer in rows["bearer"]]),
        "change_usd": np.asarray(rows["gain_usd"]),
        **{end: np.asarray(rows[end]) for end in ("low_usd", "high_usd") if end in rows},
        "said": np.array(
            [
                by_assumption if assumed else f"<b>{figure}</b>"
                for assumed, figure in zip(rows["by_assumption"], figures_of(rows, "gain_usd"), strict=True)
            ]
        ),
    }
    return dollar_bars(bars, palette, [palette.gain if gain > 0 else palette.loss for gain in bars["change_usd"]])


def bearer_caption(rows: Columns, spans: Mapping[str, tuple[float, float]] | None = None) -> Caption:
    """Who gains and loses by how much; ``rows`` as for the bars.

    ``spans``: least and greatest gain of a bearer over all models, USD. No direction is claimed where one straddles
    zero, and none without them.
    """
    figures = zip(rows["bearer"], figures_of(rows, "gain_usd"), strict=True)
    gains = ", ".join(f"{BEARERS[bearer]} {figure}" for bearer, figure in figures)
    case = "assumed" if rows["by_assumption"].any() else "answering"
    measure = SAY("bearers.measure", case)
    return Caption(_finding(rows, spans), measure, f"Bars of who gains and loses, billion US dollars: {gains}")


def finding_in_motion(rows: Columns) -> str:
    """The finding while a slider is moved, without direction; ``rows`` as for the bars."""
    return _finding(rows, None)


def _finding(rows: Columns, spans: Mapping[str, tuple[float, float]] | None) -> str:
    gain = dict(zip(rows["bearer"].tolist(), rows["gain_usd"].tolist(), strict=True))
    if spans is None:
        gains = {bearer: terms.signed_bn(gain[bearer]) for bearer in ("buyers", "treasury")}
        return SAY("bearers.finding", "no_range", **gains)
    buyers, treasury, china = (
        _side(gain[bearer], *spans.get(bearer, (0.0, 0.0))) for bearer in ("buyers", "treasury", "china_exporters")
    )
    size = {bearer: terms.model_bn(abs(usd)) for bearer, usd in gain.items()}
    with_china = china == buyers != "open" and not terms.prints_as_zero(size["china_exporters"])
    return SAY(
        "bearers.finding",
        f"{buyers}_china" if with_china else buyers,
        buyers=size["buyers"],
        china=size["china_exporters"],
        treasury=SAY("bearers.treasury", treasury, size=size["treasury"]),
    )


def _side(gain: float, low: float, high: float) -> str:
    """gain, lose, none, or open where the range leaves the sign so."""
    if low < 0 < high:
        return "open"
    return "none" if not gain else "gain" if gain > 0 else "lose"
