"""Who gains and loses: gains to the right, a title for each pair of signs, zero by assumption said as such."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from parley import terms
from parley.app.what_if_product import who_pays
from parley.charts.theme import DARK, LIGHT, Palette
from tests.wording import told


def rows(*gains_bn: float, low: float = -1.0, high: float = 1.0, assumed: bool = False) -> pd.DataFrame:
    """Buyers, China's exporters, others that lose and that gain, Treasury, and the sum; each with a range."""
    gain = pd.Series([*gains_bn, sum(gains_bn)]) * 1e9
    table = pd.DataFrame({"bearer": list(who_pays.BEARERS), "gain_usd": gain})
    is_exporter = table["bearer"].str.contains("exporters")
    return table.assign(low_usd=gain + low * 1e9, high_usd=gain + high * 1e9, by_assumption=is_exporter & assumed)


def beside_bars(figure: go.Figure) -> dict[str, str]:
    """The words right of the bars by name."""
    (texts,) = [trace.text for trace in figure.data if trace.type == "scatter" and trace.mode == "text"]
    return dict(zip(who_pays.BEARERS.values(), (text.strip("\u00a0\u2007") for text in texts), strict=True))


def spans_of(found: pd.DataFrame) -> dict[str, tuple[float, float]]:
    """The ranges as those of all models."""
    ends = zip(found["low_usd"], found["high_usd"], strict=True)
    return dict(zip(found["bearer"], ends, strict=True))


def test_until_all_models_are_asked_gains_are_figures_without_a_direction() -> None:
    said, fields = told(
        "what_if_product", "bearers.finding", who_pays.bearer_caption(rows(-38.5, 0, 0, 0, 21.3)).finding
    )
    assert (said, fields) == ("no_range", {"buyers": "\u2212$38bn", "treasury": "+$21bn"})


@pytest.mark.parametrize(
    ("found", "case", "treasury"),
    [
        (rows(-38.5, -4.7, -1.2, 4.6, 21.3), "lose_china", "gain"),
        (rows(-38.5, 0, 0, 0, 21.3, assumed=True), "lose", "gain"),
        (rows(-38.5, 2, -1.2, 4.6, 0.5), "lose", "open"),
        (rows(-38.5, -4.7, -1.2, 4.6, -9), "lose_china", "lose"),
        (rows(20, 3, -4, 0, -11), "gain_china", "lose"),
        (rows(0.5, -3, -4, 0, -11), "open", "lose"),
        (rows(0.5, 0.2, -4, 0, -11), "open", "lose"),
    ],
)
def test_a_gain_is_called_a_gain_and_an_open_sign_is_left_open(found: pd.DataFrame, case: str, treasury: str) -> None:
    said, fields = told("what_if_product", "bearers.finding", who_pays.bearer_caption(found, spans_of(found)).finding)
    assert said == case
    assert told("what_if_product", "bearers.treasury", fields["treasury"])[0] == treasury


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
def test_bars_stand_at_their_figures_and_zero_by_assumption_says_so(palette: Palette) -> None:
    found = rows(-38.5, 0, 0, 0, 21.3, assumed=True)
    figure = who_pays.bearer_bars(found, palette)
    go.Figure(figure.to_dict())
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    assert list(bars.x) == pytest.approx([-38.5, 0, 0, 0, 21.3, -17.2])
    assert (bars.marker.color[0], bars.marker.color[4]) == (palette.loss, palette.gain)
    beside = beside_bars(figure)
    assert beside["China's exporters"] == who_pays.SAY("bearers", "assumed")
    assert beside["US Treasury"] == "<b>+$21bn</b>"
    cases = [who_pays.bearer_caption(r).measure for r in (found, rows(-38.5, -1, 0, 1, 21.3))]
    assert [told("what_if_product", "bearers.measure", said)[0] for said in cases] == ["assumed", "answering"]


@pytest.mark.parametrize(
    ("gains", "written", "span"),
    [
        ((-24.43, 0, 0, 0, 1.66), ("\u2212$24bn", "+$1.7bn"), "-42 to -16"),
        ((-5.4334, 0, 0, 0, -0.0362), ("\u2212$5.4bn", "\u2212$0.04bn"), "-9.2 to -3.1"),
        ((-0.5, 0, 0, 0, 0.0032), ("\u2212$0.50bn", "+$3m"), "-0.81 to -0.22"),
        ((0.7, 0, 0, 0, 1.66), ("+$1bn", "+$1.7bn"), "-17 to 25"),
    ],
)
def test_a_gain_is_as_exact_as_its_range(gains: tuple[float, ...], written: tuple[str, str], span: str) -> None:
    """On the bar, when it is touched and in the alternative text: what the title and the facts say, and no finer."""
    low, high = (float(end) for end in span.split(" to "))
    found = rows(*gains, low=-0.1, high=0.1)
    found.loc[0, ["low_usd", "high_usd"]] = low * 1e9, high * 1e9
    figure = who_pays.bearer_bars(found, LIGHT)
    beside = beside_bars(figure)
    assert tuple(beside[name] for name in ("US buyers", "US Treasury")) == tuple(f"<b>{told}</b>" for told in written)
    (bars,) = [trace for trace in figure.data if trace.type == "bar"]
    ends = terms.in_dollars(span.replace("-", terms.MINUS), "bn")
    assert bars.customdata[0] == f"<b>{written[0]}</b> US buyers<br>range {ends}"
    alt = who_pays.bearer_caption(found).alt
    assert f"US buyers {written[0]}," in alt
    assert f"US Treasury {written[1]}," in alt
