"""A live card: what US buyers would lose or gain at another US tariff on Chinese goods, under the thumb of a slider.

The browser is told what the card says at each whole percent and works nothing out (``static/try.js``), as on the
what-if pages (decision 16): the answers nearest to the thumb are worked out once the slider is touched.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from html import escape
from threading import Lock
from typing import Any

import pandas as pd
import streamlit as st

from parley import terms, words
from parley.app import navigation
from parley.app.home import live_cards
from parley.app.kit import blocks, cache, html_text, scripts, session, written
from parley.app.kit.cache import kept
from parley.app.kit.figures import Figure
from parley.app.what_if import starting_duties, trade_base, turns
from parley.app.what_if.preview import FIRST_S, in_pieces
from parley.app.what_if.sliders import MOST, at_rest, floor
from parley.app.what_if.starting_duties import CHINA, US
from parley.app.what_if_product import answer as product
from parley.app.what_if_product.answer import BUYERS, STAMP, Answer
from parley.app.what_if_product.controls import IN_TOTAL, TOTAL_KEY
from parley.charts.figure import Caption
from parley.models.policy_parts import TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.answers.limits import is_overstated
from parley.results.answers.product import headline_ranges, over_horizons
from parley.results.answers.product_solution import outcome

RATE = 60  # percent, where the slider begins
PIECE = 24  # positions worked out at a request
NEAR_POINTS = 5  # from the tariff in force, within which models may differ on who gains: no direction is claimed
NAME, KEY, ASKED = "try a tariff", "home_try_slider", "try_asked"
SAY = words.beside(__file__)


@dataclass
class Path:
    """The answers along the slider from the tariffs of a day, all of them of one process.

    ``now_pct``: the mean tariff in force; ``least``: the lowest position the same points on every line reach;
    ``sizes``: by position value, low and high of what US buyers lose, US$, None beyond what the model can say.
    """

    start: Scenario
    now_pct: float
    least: int
    sizes: dict[int, tuple[float, float, float] | None] = field(default_factory=dict)
    _working: Lock = field(default_factory=Lock, repr=False)

    @property
    def is_whole(self) -> bool:
        """Whether every position has its answer."""
        return len(self.sizes) > MOST - self.least

    def scenario(self, position: int) -> Scenario:
        """That of the what-if page with its slider at this position and all else as it opens."""
        change = TariffChange(US, CHINA, kind="absolute", rate_pct=position)
        return replace(self.start, tariffs=() if position == at_rest(self.now_pct) else (change,))

    def work_out(self, positions: list[int]) -> None:
        """Add the answers of these positions, as many as half a second of the processor gives."""
        with self._working, turns.answer():
            for position in in_pieces([each for each in positions if each not in self.sizes], FIRST_S):
                self.sizes[position] = _size(self.scenario(position))

    def near(self, position: int) -> list[int]:
        """The next positions without an answer, the nearest first."""
        missing = [each for each in range(self.least, MOST + 1) if each not in self.sizes]
        return sorted(missing, key=lambda each: abs(each - position))[:PIECE]


def _size(scenario: Scenario) -> tuple[float, float, float] | None:
    solved = outcome(scenario)
    answer = Answer(headline_ranges(solved, over_horizons(solved)), {}, {})
    return None if product.is_unusable(answer) else answer.figures[BUYERS]


def begun(as_of: date) -> Path:
    """The path of a day with the answer where the slider begins. Raises CalibrationError before the models' days."""
    start = starting_duties.start(as_of)
    rates = starting_duties.rates(start)
    path = Path(start, rates.us_total, floor(rates.least[starting_duties.TOTAL], at_rest(rates.us_total)))
    path.work_out([RATE])
    return path


def draw(as_of: date) -> None:
    """The card. Where nobody has asked for the day yet, the browser asks for a first answer once it shows the page."""

    @blocks.live(SAY("try.title", rate=terms.rate(RATE, 0)))
    def part() -> None:
        wish = session.state().pop(ASKED, None)
        path = None
        if wish is not None or cache.is_kept(NAME, (as_of,)):
            path = cache.derived(NAME, (as_of,), lambda: begun(as_of))
            if wish is not None and wish["near"] is not None:
                path.work_out(path.near(int(wish["near"])))
            live_cards.attach(figure(as_of, path), _link(), inside(path))
        else:
            written.write(live_cards.titled(_link(), html_text.note(SAY("try.working"))))
        _component()(data=_message(path, wish), key=KEY, on_ask_change=_note)


def _note() -> None:
    session.state()[ASKED] = (session.state().get(KEY) or {}).get("ask")  # none where its page has been left


def _message(path: Path | None, wish: Mapping[str, Any] | None) -> bytes:
    message: dict[str, Any] = {"heard": 0 if wish is None else wish["number"], "answers": None, "isWhole": False}
    if path is not None:
        answers = {position: shown(path, position) for position in sorted(path.sizes)}
        message |= {"answers": answers, "isWhole": path.is_whole}
    return json.dumps(message, ensure_ascii=False).encode()


def shown(path: Path, position: int) -> tuple[str, str, str]:
    """What the card says at a position: its title, the figure and the words below it."""
    title, case, size = SAY("try.title", rate=terms.rate(position, 0)), _case(path, position), path.sizes[position]
    if size is None or case in ("rest", "open"):
        return title, SAY("try.instead", case), SAY("try.below", case)
    sized, spread = _money(*size)
    is_more = is_overstated(path.scenario(position))
    return title, sized, SAY("try.below", f"{case}_overstated" if is_more else case, range=spread)


def _case(path: Path, position: int) -> str:
    """rest, far beyond what the model can say, open where no direction is claimed, else lose or gain."""
    size, rest = path.sizes[position], at_rest(path.now_pct)
    if size is None or position == rest:
        return "far" if size is None else "rest"
    value, low, high = size
    if low <= 0 <= high or abs(position - rest) <= NEAR_POINTS:
        return "open"
    return "lose" if value > 0 else "gain"


def _money(value: float, low: float, high: float) -> tuple[str, str]:
    """The size of a loss or gain, and its range, which is on one side of zero, no finer than it is wide."""
    unit, mark, decimals = terms.model_scale(value, low, high)
    least, most = sorted((abs(low) / unit, abs(high) / unit))
    size, spread = terms.number(abs(value) / unit, decimals), terms.span(least, most, decimals)
    return terms.in_dollars(size, mark), terms.in_dollars(spread, mark)


def figure(as_of: date, path: Path) -> Figure:
    """The answer where the slider begins, as a row to take away."""
    return _figure(as_of, path.start, path.sizes[RATE], _case(path, RATE))


@kept
def _figure(as_of: date, start: Scenario, size: tuple[float, float, float] | None, case: str) -> Figure:
    value, low, high = size or (float("nan"),) * 3
    row = {"rate_pct": RATE, "buyers_loss_usd": value, "buyers_loss_low_usd": low, "buyers_loss_high_usd": high}
    finding = SAY("try.finding", case, rate=terms.rate(RATE, 0), size=terms.ranged_bn(value, low, high) if size else "")
    rows = pd.DataFrame([row]).assign(**{**STAMP, **trade_base.stamp(start)})
    return Figure("home_try", Caption(finding, SAY("try.measure", day=terms.day(as_of))), rows)


def _link() -> str:
    title = SAY("try.title", rate=terms.rate(RATE, 0))
    return navigation.link("pages/what_if_product.py", title, {"us_mode": IN_TOTAL, TOTAL_KEY: f"{RATE}"})


def inside(path: Path) -> str:
    """The slider with the tariff in force marked below it, and the answer where it begins."""
    _, value, below = shown(path, RATE)
    ends = f'min="{path.least}" max="{MOST}" value="{RATE}"'
    slider = f'<input type="range" {ends} aria-label="{escape(SAY("try.label"))}" />'
    at = (min(max(path.now_pct, path.least), MOST) - path.least) / (MOST - path.least)
    mark = f'<small style="--at: {at:.4f}">{SAY("try.now", rate=terms.rate(path.now_pct, 0))}</small>'
    said = f'<output><b class="parley-us">{escape(value)}</b> <span>{escape(below)}</span></output>'
    return f'<div class="parley-try">{slider}{mark}{said}</div>'


@st.cache_resource(show_spinner=False)
def _component() -> Callable[..., Any]:
    return st.components.v2.component("parley_try", js=scripts.stub("try.js"), isolate_styles=False)
