"""Who gains and who loses: buyers, exporters of China and of others, the Treasury, and what nobody gets. Modelled."""

from collections.abc import Mapping

import numpy as np
import plotly.graph_objects as go

from parley import terms, words
from parley.app.what_if_product.charts.suppliers import Rows, figures_of, supplier_bars, whiskers
from parley.charts.figure import Caption
from parley.charts.theme import Palette

SAY = words.beside(__file__)
LOST = "lost_trade"
# Name of each bearer on the chart, and whose colour it has; the sum of all is what trade is lost or regained.
BEARERS = {
    "buyers": ("US buyers", "USA"),
    "china_exporters": ("China's exporters", "CHN"),
    "other_exporters_losing": ("Other exporters, losing", "ROW"),
    "other_exporters_gaining": ("Other exporters, gaining", "ROW"),
    "treasury": ("US Treasury", "USA"),
    LOST: ("All together", "ROW"),
}


def bearer_bars(rows: Rows, palette: Palette) -> go.Figure:
    """A bar a bearer to either side of zero, a gain to the right, whiskers over the horizons.

    ``rows``: bearer (keys of BEARERS), gain_usd, low_usd and high_usd where known, by_assumption, in the order to draw.
    """
    names, codes = zip(*(BEARERS[bearer] for bearer in rows["bearer"]), strict=True)
    by_assumption = SAY("bearers", "assumed")
    bars = {
        "name": np.array(names),
        "exporter_iso3": np.array(codes),
        "change_usd": np.asarray(rows["gain_usd"]),
        **{end: np.asarray(rows[end]) for end in ("low_usd", "high_usd") if end in rows},
        "said": np.array(
            [
                by_assumption if assumed else f"<b>{figure}</b>"
                for assumed, figure in zip(rows["by_assumption"], figures_of(rows, "gain_usd"), strict=True)
            ]
        ),
    }
    return supplier_bars(bars, palette)


def bearer_caption(rows: Rows, spans: Mapping[str, tuple[float, float]] | None = None) -> Caption:
    """Who gains and loses by how much; ``rows`` as for the bars.

    ``spans``: least and greatest gain of a bearer over all models, USD. No direction is claimed where one straddles
    zero, and none without them.
    """
    figures = zip(rows["bearer"], figures_of(rows, "gain_usd"), strict=True)
    told = ", ".join(f"{BEARERS[bearer][0]} {figure}" for bearer, figure in figures)
    case = "assumed" if rows["by_assumption"].any() else "answering"
    measure = SAY("bearers.measure", case, whiskers=whiskers(rows))
    return Caption(_finding(rows, spans), measure, f"Bars of who gains and loses, US$ bn: {told}")


def finding_in_motion(rows: Rows) -> str:
    """The finding while a slider is moved, without direction; ``rows`` as for the bars."""
    return _finding(rows, None)


def _finding(rows: Rows, spans: Mapping[str, tuple[float, float]] | None) -> str:
    gain = dict(zip(rows["bearer"].tolist(), rows["gain_usd"].tolist(), strict=True))
    if spans is None:
        told = {bearer: terms.signed_bn(gain[bearer]) for bearer in ("buyers", "treasury")}
        return SAY("bearers.finding", "no_range", **told)
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
