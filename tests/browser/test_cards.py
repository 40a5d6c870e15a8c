"""Cards in the browser: no press is lost, a lost server or another theme leaves no dead page, print shows figures."""

import re
from contextlib import ExitStack
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from parley.charts.theme import PALETTES
from tests.browser.conftest import App, Visit, link, new_tab, opened, redrawn, rgb, settle, until
from tests.browser.pictures import saved
from tests.browser.what_if import in_sight
from tests.servers import free_port, running_app

pytestmark = pytest.mark.browser

# Presses a choice so many milliseconds after it has come.
PRESS_SOON = """([name, value, wait]) => {
    const watch = new MutationObserver(() => {
        const box = document.querySelector(`[data-choice=${name}] input[value="${value}"]`);
        if (!box) return;
        watch.disconnect();
        setTimeout(() => box.click(), wait);
    });
    watch.observe(document, { childList: true, subtree: true });
}"""
A4_PX = 718  # of 210 mm without the browser's margins, at 96 to an inch
PERIOD = ("trade_period", "Since 2024")
# Whether every chart of the page writes in a colour.
ALL_WRITE_IN = """colour => [...document.querySelectorAll('[data-testid=stMain] [role=figure]:not([hidden])')]
    .every(chart => chart.layout?.font?.color === colour)"""

ALL_FIT = """() => [...document.querySelectorAll('[data-testid=stMain] [role=figure]:not([hidden])')]
    .every(chart => chart.layout?.width === chart.clientWidth)"""


def chosen(page: Page, name: str) -> list[str]:
    values: list[str] = page.locator(f"[data-choice={name}] input:checked").evaluate_all("all => all.map(b => b.value)")
    return values


OPENED = """([first, second, wait]) => {
    const press = name => document.querySelector(`[data-choice=${name}] input[value=Table]`).click();
    press(first);
    setTimeout(() => press(second), wait);
}"""
FINDINGS = """() => [...document.querySelectorAll('[data-testid=stMain] .parley-sheet > :is(.parley-card, .stHtml)')]
    .filter(part => part.dataset.figure !== '')
    .map(part => part.querySelector('h1, h2')?.textContent || part.textContent).filter(words => words)"""
# Notes at every change of the page which findings it lacks that it had at first.
WATCHED = """findings => {
    const all = eval(findings), before = all();
    window.missed = new Set();
    new MutationObserver(() => {
        const now = new Set(all());
        for (const words of before) if (!now.has(words)) missed.add(words);
    }).observe(document.querySelector('[data-testid=stMain]'), { childList: true, subtree: true });
    return before;
}"""


@pytest.mark.parametrize("wait_ms", [0, 15, 40, 90])
def test_a_press_in_a_card_that_a_table_moves_is_not_lost(app: App, visit: Visit, wait_ms: int) -> None:
    page = opened(visit, app, "look_up?economy=Lesotho")
    before = page.evaluate(WATCHED, FINDINGS)
    page.evaluate(OPENED, ["look_up_average_view", "look_up_sells_view", wait_ms])
    expect(page).to_have_url(re.compile("average_view=Table.*sells_view=Table"))
    settle(page)
    assert page.evaluate("() => [...missed]") == []  # none was away for a moment
    assert page.locator("[data-testid=stDataFrame]").count() == 2
    assert chosen(page, "look_up_average_view") == chosen(page, "look_up_sells_view") == ["Table"]
    for name in ("look_up_average_view", "look_up_sells_view"):
        redrawn(page, lambda name=name: page.locator(f"[data-choice={name}] input[value=Chart]").click())
    assert page.evaluate(FINDINGS) == before
    assert len(before) > 10
    assert visit.complaints == []


@pytest.mark.parametrize("wait_ms", [0, 50, 150, 400])
def test_a_press_right_after_a_page_is_opened_is_not_lost(app: App, visit: Visit, wait_ms: int) -> None:
    page = opened(visit, app, "tariffs")
    page.evaluate(PRESS_SOON, [*PERIOD, wait_ms])
    link(page, "Trade").click()
    expect(page).to_have_url(re.compile("trade_period=Since\\+2024"))
    settle(page)
    assert chosen(page, "trade_period") == ["Since 2024"]
    drawn = page.locator("[data-figure=trade_months] .parley-note").first
    expect(drawn).to_contain_text("January 2024 to")
    assert visit.complaints == []


# Presses a slider and, before the answer can come, makes the browser let go of the choices it has said it keeps.
PRESS_AND_FORGET = """async ([name, value]) => {
    const { whole } = await import(document.querySelector('link[href*="choices.js"]').href);
    const slider = document.querySelector(`.st-key-${name} input[type=range]`);
    slider.value = value;
    slider.dispatchEvent(new Event('change'));
    for (let n = 0; n < 50; n++) whole([], { tag: `of another card ${n}` });
}"""


def test_choices_the_browser_keeps_no_more_are_told_again(app: App, visit: Visit) -> None:
    page = opened(visit, app, "what_if_world?as_of=2025-06-09&world_us=60")
    slider = page.locator(".st-key-world_us input[type=range]")
    redrawn(page, lambda: slider.press("ArrowRight"))
    redrawn(page, lambda: page.evaluate(PRESS_AND_FORGET, ["world_us", "70"]))
    expect(page.locator("h1")).to_contain_text("70")
    redrawn(page, page.get_by_role("button", name="Reset", exact=True).click)
    expect(slider).not_to_have_value("70")
    page.locator("summary", has_text="More").first.click()
    page.get_by_role("radio", name="By industry").click()
    expect(page.locator(".st-key-world_us_C26 input[type=range]")).to_be_attached()
    assert visit.complaints == []


def test_quick_presses_end_at_the_last_of_each_choice(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    box = """(name, n) => document.querySelectorAll(`[data-choice=${name}] input`)[n].click()"""
    for turn in range(9):
        page.evaluate(f"() => ({box})('trade_period', {turn % 2})")
        page.evaluate(f"() => ({box})('trade_values', {turn % 2})")
        page.wait_for_timeout(20 * turn)
    page.evaluate(f"() => ({box})('trade_values', 1)")
    settle(page)
    page.wait_for_timeout(500)
    assert (chosen(page, "trade_period"), chosen(page, "trade_values")) == (["Since 2015"], ["12-month sum"])
    expect(page).to_have_url(re.compile(r"trade\?trade_values=12-month\+sum$"))
    sums = page.locator("[data-figure=trade_months] [role=figure]")  # the first of twelve months ends in December 2015
    expect(sums).to_have_attribute("aria-label", re.compile(r"billion US dollars, December.2015 to"))
    assert visit.complaints == []


def test_the_focus_stays_on_a_choice_that_was_pressed(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    page.locator("[data-choice=trade_period] input").first.focus()
    redrawn(page, lambda: page.keyboard.press("ArrowRight"))
    assert page.evaluate("() => document.activeElement.value") == "Since 2024"
    page = opened(visit, app, "what_if_world")
    page.locator("summary", has_text="More").first.click()
    button = page.locator("[data-choice=what_if_world_history_button]")
    button.focus()
    shown = button.inner_text()
    redrawn(page, lambda: page.keyboard.press("Enter"))
    expect(button).not_to_have_text(shown)  # made anew
    expect(button).to_be_focused()


def test_a_figure_is_read_once_and_in_words(app: App, visit: Visit) -> None:
    page = opened(visit, app, "tariffs")
    heard = page.locator(".parley-card", has=page.locator("[role=figure]:not([hidden])")).first.aria_snapshot()
    assert "figure" in heard
    assert "img" not in heard  # the words of the chart, in the order they are drawn in
    assert "expand_more" not in heard  # the name of an icon
    page = opened(visit, app, "tariffs?tariff_section=Acts")
    table = page.locator(".parley-card:has(.parley-list)").first
    expect(table.get_by_role("table", name=table.locator("h1, h2").inner_text(), exact=True)).to_be_visible()
    assert table.get_by_role("rowheader").count() == table.locator("tbody tr").count() > 1


# A page and a choice on it: of the whole page, of one figure, of a panel and its answer.
LOST = [
    ("trade", "trade_section"),
    ("trade", "trade_period"),
    ("rare_earths", "rare_section"),
    ("what_if_world?world_us=60", "world_model"),
]


def test_pages_whose_server_is_lost_follow_the_first_press_and_live_on(profile: BrowserContext, tmp_path: Path) -> None:
    """Each in a tab of its own on one server: starting it takes longer than all that is done to a page.

    In two nothing was pressed before: Streamlit asks the new server for nothing, which knows no part of the page.
    """
    port = free_port()
    with ExitStack() as open_tabs:
        tabs = {case: open_tabs.enter_context(new_tab(profile)) for case in LOST}
        saved, pressed = (open_tabs.enter_context(new_tab(profile)) for _ in range(2))
        default, before = {}, {}
        with running_app(tmp_path / "first.txt", port=port) as app:
            for (path, name), visit in tabs.items():
                visit.page.bring_to_front()
                page = opened(visit, app, path)
                in_sight(page, f"[data-choice={name}]")
                default[path, name] = chosen(page, name)
                redrawn(page, page.locator(f"[data-choice={name}] input:not(:checked):visible").first.click)
                before[path, name] = chosen(page, name)
            for visit in (saved, pressed):
                visit.page.bring_to_front()
                opened(visit, app, "trade")
        with running_app(tmp_path / "second.txt", port=port) as app:
            assert_gives_a_file(saved.page)
            assert_follows_the_first_press(pressed.page)
            for (path, name), visit in tabs.items():
                assert_lives_on(visit.page, path, name, before[path, name], default[path, name])
            assert app.faults() == []


def assert_gives_a_file(page: Page) -> None:
    page.bring_to_front()
    assert saved(page, "trade_months", "CSV")[1].decode("utf-8-sig").startswith('"month",')


def assert_follows_the_first_press(page: Page) -> None:
    page.bring_to_front()
    page.locator(f"[data-choice={PERIOD[0]}] input[value='{PERIOD[1]}']").click()
    expect(page).to_have_url(re.compile("trade_period=Since\\+2024"))
    settle(page)
    assert chosen(page, "trade_period") == ["Since 2024"]
    expect(page.locator("[data-figure=trade_months] .parley-note").first).to_contain_text("January 2024 to")


def assert_lives_on(page: Page, path: str, name: str, before: list[str], default: list[str]) -> None:
    """What was chosen before is chosen still, and another choice is followed; the address names no default."""
    page.bring_to_front()
    expect(page.locator("[data-testid=stConnectionStatus]")).to_have_count(0)
    settle(page)
    assert chosen(page, name) == before, path
    in_sight(page, f"[data-choice={name}]")
    subject = page.locator(f"[data-choice={name}] input:not(:checked):visible").last
    value = subject.input_value()
    redrawn(page, subject.click)
    assert chosen(page, name) == [value], path
    written = expect(page).not_to_have_url if [value] == default else expect(page).to_have_url
    written(re.compile(f"{name}="))
    expect(page.locator("[data-testid=stMain] :is(h1, h2):visible").first).to_be_visible()


@pytest.mark.parametrize("path", ["trade", "backtest"])  # one chart; five, each drawn again by itself
def test_all_charts_follow_a_change_of_the_theme(app: App, visit: Visit, path: str) -> None:
    page = opened(visit, app, path)
    charts = page.locator("[data-testid=stMain] [role=figure]:not([hidden])")
    count = charts.count()
    for theme in ("dark", "light"):
        page.emulate_media(color_scheme=theme)
        palette = PALETTES[theme]
        expect(page.locator("[data-testid=stApp]")).to_have_css("background-color", rgb(palette.background))
        until(page, ALL_WRITE_IN, palette.ink)
    assert charts.count() == count >= 1
    assert visit.complaints == []


MARKED = "[role=figure][data-drawn_before]"


def test_who_comes_back_to_a_page_finds_its_charts_drawn_and_alive(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    months = page.locator("[data-figure=trade_months] [role=figure]")
    months.evaluate("chart => { chart.dataset.drawn_before = 'yes'; }")
    redrawn(page, link(page, "Chips").click)
    assert page.locator(MARKED).count() == 0  # gone with its page
    redrawn(page, link(page, "Trade").click)
    expect(page.locator(MARKED)).to_have_count(1)
    redrawn(page, page.locator(f"[data-choice={PERIOD[0]}] input[value='{PERIOD[1]}']").check)
    expect(page.locator("[data-figure=trade_months] .parley-note").first).to_contain_text("January 2024 to")
    redrawn(page, link(page, "Chips").click)
    page.emulate_media(color_scheme="dark")
    page.set_viewport_size({"width": 1000, "height": 900})
    redrawn(page, link(page, "Trade").click)  # with the choice it was left with, in the colours and the width of today
    assert chosen(page, PERIOD[0]) == [PERIOD[1]]
    until(page, ALL_WRITE_IN, PALETTES["dark"].ink)
    until(page, ALL_FIT)
    page.emulate_media(color_scheme="light")
    assert visit.complaints == []


def test_in_print_a_figure_has_its_words_chart_and_source_and_no_controls(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    page.emulate_media(media="print")
    figure = page.locator("[data-figure=trade_months]")
    for part in ("h1", ".main-svg >> nth=0", "ol", ".parley-foot span"):
        expect(figure.locator(part).first).to_be_visible()
    in_full = figure.locator(".parley-foot").evaluate("foot => getComputedStyle(foot, '::after').content")
    assert in_full.startswith('"Sources: US Census Bureau, US trade in goods by country, monthly')
    assert "The Budget Lab at Yale" in in_full  # the second source, which the line on the screen only counts
    for part in (".parley-choices", ".parley-foot button", ".parley-panel"):
        for one in figure.locator(part).all():
            expect(one).to_be_hidden()
    for part in (".parley-find", ".parley-as-of", "[data-testid=stHeader]"):
        expect(page.locator(part)).to_be_hidden()
    wide = figure.locator(".main-svg").first.evaluate("chart => chart.getBoundingClientRect().width")
    assert 0.9 * A4_PX < wide <= A4_PX  # as wide as on the screen it would be cut


def test_in_print_a_table_is_not_cut_from_its_words_and_nothing_is_left_to_press(app: App, visit: Visit) -> None:
    page = opened(visit, app, "look_up?product=8471.30&from=China")
    table = page.locator(".stHtml table", has_text="8471.30.10")
    block = table.locator("xpath=ancestor::section[1]")
    expect(block.locator("h1, h2").first).to_be_visible()
    before = block.evaluate("block => getComputedStyle(block).breakInside")
    page.emulate_media(media="print")
    assert (before, block.evaluate("block => getComputedStyle(block).breakInside")) == ("auto", "avoid")
    for control in (".parley-choices", ".parley-foot button", ".parley-way", ".parley-details"):
        for one in page.locator(f"[data-testid=stMain] {control}").all():
            expect(one).to_be_hidden()
