"""What is measured: pages, their controls, and the goals. The one table to edit when a page changes."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

ROOT = Path(__file__).resolve().parent.parent
# A slider, options side by side or a list: in a card, or Streamlit's own where a page has no cards.
Kind = Literal["slider", "segments", "list"]
RATIO_GOAL, P95_GOAL, SECTOR_GOAL = 1.3, 1.6, 1.8
READING_MS, PRODUCT_MS, WORLD_MS = 10.0, 15.0, 40.0


@dataclass(frozen=True)
class Control:
    """A control that changes charts: its kind, the start of its label, and how many charts one press changes."""

    kind: Kind
    label: str
    changes: int


@dataclass(frozen=True)
class Page:
    """A page: its name in the navigation, its address, the charts it opens with, its control, and its CPU goal.

    ``subject`` is the query that opens the subject with the control, ``ratio_goal`` what a press may take in times of
    the minimal app's and ``p95_goal`` the same of the 95th percentile, ``view`` names the subject where a page is
    measured more than once. ``draws_range``: a range is drawn into the charts after the answer. ``moved``: the query of
    a scenario, without which a page draws no chart.
    """

    title: str
    path: str
    charts: int
    control: Control | None
    cpu_goal_ms: float
    subject: str = ""
    ratio_goal: float = RATIO_GOAL
    p95_goal: float = P95_GOAL
    view: str = ""
    draws_range: bool = False
    moved: str = ""

    @property
    def name(self) -> str:
        """The page in the report."""
        return f"{self.title}, {self.view}" if self.view else self.title

    @property
    def query(self) -> str:
        """What opens its subject with its scenario."""
        return "&".join(filter(None, (self.moved, self.subject)))

    def exists(self) -> bool:
        """Whether the page has been written."""
        return (ROOT / "pages" / f"{self.path or 'home'}.py").exists()


HOME = Page("Front page", "", 1, None, READING_MS)
LOOK_UP = Page("Look up", "look_up", 4, None, READING_MS, moved="economy=Lesotho")
BRIEFING = Page("Briefing", "briefing", 2, None, READING_MS)
TARIFFS = Page("Tariffs", "tariffs", 1, Control("segments", "Direction", 1), READING_MS, "tariff_direction=China+on+US")
TRADE = Page(
    "Trade",
    "trade",
    1,
    Control("segments", "Compare 2017 with", 1),
    READING_MS,
    "trade_section=Who+took+China%27s+place",
)
RARE_EARTHS = Page(
    "Minerals", "rare_earths", 2, Control("segments", "Goods", 1), READING_MS, "rare_destinations_of=By+month"
)
CHIPS = Page("Chips", "chips", 2, Control("segments", "Goods", 1), READING_MS)
OUTLOOK = Page("Forecasts", "outlook", 1, Control("segments", "Target years", 1), READING_MS)
US_ON_CHINA = Control("slider", "US on Chinese goods", 1)
WHAT_IF = Page(
    "What if: products",
    "what_if_product",
    1,
    US_ON_CHINA,
    PRODUCT_MS,
    moved="us_total=60&cn_total=40",
)
WORLD = Page(
    "What if: world",
    "what_if_world",
    1,
    US_ON_CHINA,
    WORLD_MS,
    draws_range=True,
    moved="world_us=60&world_cn=40",
)
SECTORS = replace(
    WORLD, subject="world_model=By+industry", ratio_goal=SECTOR_GOAL, p95_goal=SECTOR_GOAL, view="by industry"
)
COMPARE = Page("Compare", "compare", 1, None, READING_MS)
BACKTEST = Page("Back-test", "backtest", 2, None, READING_MS)
EXPLORE = Page("Explore", "explore", 1, Control("segments", "Measure", 1), READING_MS)
CHANGED = Page("What changed", "what_changed", 0, None, READING_MS)
SOURCES = Page("Sources", "sources", 0, None, READING_MS)

PAGES = (
    HOME,
    LOOK_UP,
    BRIEFING,
    TARIFFS,
    TRADE,
    RARE_EARTHS,
    CHIPS,
    OUTLOOK,
    WHAT_IF,
    WORLD,
    SECTORS,
    COMPARE,
    BACKTEST,
    EXPLORE,
    CHANGED,
    SOURCES,
)
# Pages between which a visitor goes back and forth.
SWITCHES = ((HOME, TARIFFS), (TRADE, RARE_EARTHS), (OUTLOOK, COMPARE))
# Pages that are opened as the first one.
FIRST = (HOME, WHAT_IF)
# Pages that are opened as the first one on a slow phone.
ON_A_PHONE = (HOME,)
# Pages whose slider is dragged.
DRAGGED = (WHAT_IF, WORLD)
# Pages on which 20 visitors rerun at once.
CROWDED = (TARIFFS, WHAT_IF)

# A goal is met where the median of the rounds is at most this much beyond it, in the unit of the goal.
SLACK = 0.05
FIRST_VISIT_GOAL, COLD_START_GOAL = 1.3, 1.5
SECOND_VISIT_GOAL_S = 0.6
PHONE_HEADING_GOAL_S, PHONE_CHART_GOAL_S = 6.0, 12.0
RSS_GOAL_MB = 460.0
DRAG_WORK_GOAL_MS, LATE_FRAME_MS, LATE_FRAMES_GOAL_PCT, TABLE_GOAL_MS = 14.0, 20.0, 5.0, 300.0


@dataclass(frozen=True)
class App:
    """An app under test: its name in the report and the script that starts it."""

    name: str
    script: str

    def measured(self) -> list[Page]:
        """The pages of the table that can be measured: all for the minimal app, those written for the real one."""
        return [page for page in PAGES if self.script == MINIMAL_SCRIPT or page.exists()]

    @property
    def heading(self) -> str:
        """What is added to the query so that a page has a heading: Parley's always have one."""
        return "heading=1" if self.script == MINIMAL_SCRIPT else ""

    def view(self, pages: Sequence[Page], changed: bool = False) -> tuple[list[Page], str]:
        """This app's pages to measure for some of the real app's, and the query to open them with; none where each of
        several has its own.

        The minimal app draws as many charts as the real page changes (``changed``) or opens with; its two pages stand
        for the first and the last of more.
        """
        if self.script != MINIMAL_SCRIPT:
            if changed:
                return list(pages), pages[0].query
            views = [replace(page, control=None) if page.subject else page for page in pages]
            return views, pages[0].moved if len(pages) == 1 else ""
        pages = pages if len(pages) <= 2 else [pages[0], pages[-1]]
        # at least one: a rerun is known by the chart it draws
        counts = [page.control.changes if changed and page.control else max(page.charts, 1) for page in pages]
        named = list(zip(MINIMAL_PAGES, pages, counts, strict=False))
        views = [Page(n.title(), p, c, Control("slider", "Level", c), like.cpu_goal_ms) for (n, p), like, c in named]
        return views, "&".join(f"{name}={count}" for (name, _), _, count in named)


MINIMAL_SCRIPT = "benchmarks/minimal/dashboard.py"
MINIMAL_PAGES = (("first", ""), ("second", "second"))
REAL = App("Parley", "serve.py")
MINIMAL = App("minimal app", MINIMAL_SCRIPT)
