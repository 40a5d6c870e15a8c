"""The answer under the thumb: what a page shows while a slider is moved by pointer, finger or key, and when nothing."""

import re
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from parley import terms
from tests.browser.conftest import App, Visit, link, opened, redrawn, settle, until
from tests.browser.test_what_if_parts import words
from tests.browser.what_if import slider

pytestmark = pytest.mark.browser
DAY = "as_of=2025-06-09"
BEARERS = "what_if_section=Who+pays"
SECTION = (f"what_if_product?{DAY}&us_XVI=60&cn_total=40&{BEARERS}", "us_XVI", "what_if_bearers")
PATHS = {
    "section": SECTION,
    "total": (f"what_if_product?{DAY}&us_total=60", "us_total", "what_if_origins"),
    "product": (f"what_if_product?{DAY}&goods_codes=850760&us_850760=60", "us_850760", "what_if_origins"),
    "world": (f"what_if_world?{DAY}&world_us=60&world_cn=40", "world_us", "world_real_income_change"),
}
TABLE_MS = 240_000  # on a busy machine
DIGITS = 1e-6  # of a bar: a preview has seven digits of it


def touched(page: Page, key: str, path: str = "whole") -> Locator:
    """A slider in the middle of the screen whose table has come: ``whole``, after which nothing more is asked for.

    ``near``: the positions around its thumb, which come first; more is asked for until a pointer is pressed.
    """
    thumb = slider(page, key)
    thumb.evaluate("thumb => thumb.scrollIntoView({ block: 'center' })")
    thumb.hover()
    thumb.focus()
    come = page.locator(f".st-key-{key} input:is([data-path=whole], [data-path={path}])")
    expect(come).to_be_attached(timeout=TABLE_MS)
    settle(page)
    return thumb


def at_thumb(thumb: Locator) -> tuple[float, float]:
    """Where the middle of the thumb is on the screen."""
    box = thumb.bounding_box()
    assert box is not None
    value, least, most = (float(str(thumb.evaluate(f"thumb => thumb.{name}"))) for name in ("value", "min", "max"))
    return box["x"] + 8 + (value - least) / (most - least) * (box["width"] - 16), box["y"] + box["height"] / 2


def runs(page: Page) -> int:
    return int(page.evaluate("() => window.runsAsked"))


def frames(page: Page) -> None:
    """Let the words and two charts be drawn, one of them a frame."""
    for _ in range(2):
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


def facts(page: Page) -> list[str]:
    """The facts as written."""
    return page.locator(".parley-facts .parley-value").all_inner_texts()


DOLLARS = re.compile(rf"([+{terms.MINUS}]?)\$([\d,]+)(?:\.(\d+))?(bn|m)")


def dollars(fact: str) -> tuple[float, float]:
    """A fact in dollars, US$ bn, and half of what its last digit stands for."""
    written = DOLLARS.fullmatch(fact)
    assert written, fact
    sign, whole, decimals, mark = written.groups(default="")
    scale = (-1 if sign == terms.MINUS else 1) * (1e-3 if mark == "m" else 1)
    return scale * float(f"{whole.replace(',', '')}.{decimals or 0}"), abs(scale) * 0.5 * 10.0 ** -len(decimals)


def assert_same_facts(moving: list[str], committed: list[str]) -> None:
    """Dollars as exact as each is written: a preview has no range, which sets the decimals of the answer."""
    for one, other in zip(moving, committed, strict=True):
        if "$" in other:
            (value, half), (answer, half_of_answer) = dollars(one), dollars(other)
            assert value == pytest.approx(answer, abs=half + half_of_answer), (one, other)
        else:
            assert one == other


BARS = """name => {
    const { data, layout } = document.querySelector(`[data-figure=${name}] [role=figure]`);
    const { x } = data.find(({ type }) => type === 'bar');
    const names = layout.yaxis.ticktext ?? layout.yaxis.tickvals;
    const inOrder = names.map((_, row) => row).sort((one, other) => names[one] < names[other] ? -1 : 1);
    return [...inOrder.map(row => x[row]), ...layout.xaxis.range];
}"""


def bars(page: Page, name: str) -> list[float]:
    """The bars of a chart by the names of its rows, whose order stands while a slider moves; the ends of its axis."""
    found: list[float] = page.evaluate(BARS, name)
    return found


def told(page: Page, name: str) -> tuple[Any, ...]:
    """Title, facts and the chart of a figure."""
    return page.locator("h1").inner_text(), facts(page), bars(page, name)


def assert_same(moving: tuple[Any, ...], committed: tuple[Any, ...]) -> None:
    """The facts and the bars that were previewed are those of the answer."""
    assert_same_facts(moving[1], committed[1])
    assert_same_bars(moving[2], committed[2])


def assert_same_bars(moving: list[float], committed: list[float]) -> None:
    """The ends of the axis may differ, which in the answer makes room for the ranges."""
    assert moving[:-2] == pytest.approx(committed[:-2], rel=DIGITS)


def is_previewing(page: Page) -> bool:
    return bool(page.evaluate("() => document.body.hasAttribute('data-previewing')"))


@pytest.mark.parametrize(("path", "key", "name"), PATHS.values(), ids=list(PATHS))
def test_facts_title_and_chart_follow_the_thumb_and_are_those_of_the_answer(
    app: App, visit: Visit, path: str, key: str, name: str
) -> None:
    page = opened(visit, app, path)
    thumb = touched(page, key)
    page.locator(f"[data-figure={name}] [role=figure]").scroll_into_view_if_needed()
    before, asked = told(page, name), runs(page)
    x, y = at_thumb(thumb)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 10, y, steps=5)
    frames(page)
    moving = told(page, name)
    assert all(one != other for one, other in zip(before, moving, strict=True))
    assert runs(page) == asked
    assert page.locator(".parley-facts .parley-change:visible").count() == 0  # no range is shown
    page.mouse.up()
    until(page, "asked => window.runsAsked > asked", asked)
    settle(page)
    title, *numbers = told(page, name)
    assert not is_previewing(page)
    count = 3 if key == "world_us" else len(moving[1])  # its revenue comes with the answers of all models
    assert_same_facts(moving[1][:count], numbers[0][:count])
    assert_same_bars(moving[2], numbers[1])
    assert title != moving[0]
    assert visit.outside == [] and visit.complaints == []


DRAWN = """name => {
    const chart = document.querySelector(`[data-figure=${name}] [role=figure]`), { data, layout } = chart;
    const { range, ticktext } = layout.xaxis, { l, r } = layout.margin;
    const plain = (words) => words.replace(/<[^>]*>/g, '').trim();
    const { x } = data.find(({ type }) => type === 'bar'), { text } = data.find(({ mode }) => mode === 'text');
    const pixels = (layout.width - l - r) / (range[1] - range[0]);
    const letters = (all) => [...chart.querySelectorAll(all)].map(one => one.textContent.trim());
    const bars = [...chart.querySelectorAll('.barlayer .point path')].map(bar => bar.getBoundingClientRect().width);
    return {
        range, rows: letters('.ytick'), ticks: letters('.xtick'), said: letters('.textpoint'), bars, values: x,
        told: text.map(plain),
        long: x.map(at => Math.abs(at) * pixels),
        named: (layout.yaxis.ticktext ?? layout.yaxis.tickvals).map(plain), numbered: ticktext.filter(words => words),
    };
}"""


def drawn(page: Page, name: str) -> dict[str, Any]:
    """What is seen of a chart of bars, which is what its figure says: each bar as long as its value on the axis that is
    drawn, with its own words beside it; by name of a row its value and words, the rows in their order, and the axis.
    """
    seen: dict[str, Any] = page.evaluate(DRAWN, name)
    assert seen["bars"] == pytest.approx(seen["long"], abs=1)  # pixels
    assert seen["said"] == seen["told"]
    assert sorted(seen["rows"]) == sorted(seen["named"])
    assert sorted(seen["ticks"]) == sorted(seen["numbered"])
    assert seen["range"][0] <= min(seen["values"]) and max(seen["values"]) <= seen["range"][1]
    bars = dict(zip(seen["named"], zip(seen["values"], seen["told"], strict=True), strict=True))
    return {"bars": bars, "rows": seen["named"], "axis": seen["range"]}


@pytest.mark.parametrize("path", ["section", "world"])
def test_the_axis_and_the_rows_stand_while_the_thumb_moves_and_grow_with_the_bars(
    app: App, visit: Visit, path: str
) -> None:
    address, key, name = PATHS[path]
    page = opened(visit, app, address)
    thumb = touched(page, key)
    first = page.evaluate(DRAWN, name)
    thumb.focus()
    axes, orders = [first["range"]], [first["named"]]
    for _ in range(24):
        page.keyboard.down("ArrowRight")
        frames(page)
        seen = drawn(page, name)
        axes.append(seen["axis"])
        orders.append(seen["rows"])
    kept = [after == before for before, after in pairwise(axes)]
    assert sum(kept) >= len(kept) - 4  # each but the few that the bars outgrow
    for before, after in pairwise(orders):
        assert after == before or set(after) != set(before)
    page.keyboard.up("ArrowRight")
    settle(page)
    after = page.evaluate(DRAWN, name)
    answered = dict(zip(after["named"], zip(after["values"], after["told"], strict=True), strict=True))
    assert {row: words for row, (_, words) in seen["bars"].items()} == {
        row: words for row, (_, words) in answered.items()
    }
    assert [seen["bars"][row][0] for row in answered] == pytest.approx(
        [value for value, _ in answered.values()], rel=DIGITS
    )
    sizes = [abs(value) for value, _ in answered.values()]
    assert path == "section" or sizes[:-1] == sorted(sizes[:-1], reverse=True)  # in the order of the answer
    assert visit.complaints == []


def test_a_held_arrow_key_is_one_question_when_it_is_let_go(app: App, visit: Visit) -> None:
    path, key, name = SECTION
    page = opened(visit, app, path)
    thumb = touched(page, key)
    thumb.focus()
    before, asked = told(page, name), runs(page)
    for _ in range(8):
        page.keyboard.down("ArrowRight")
    frames(page)
    moving = told(page, name)
    assert all(one != other for one, other in zip(before, moving, strict=True))
    assert (thumb.input_value(), runs(page)) == ("68", asked)
    page.keyboard.up("ArrowRight")
    until(page, "asked => window.runsAsked > asked", asked)
    settle(page)
    assert (thumb.input_value(), is_previewing(page)) == ("68", False)
    assert_same(moving, told(page, name))
    assert visit.complaints == []


def test_a_key_pressed_again_is_answered_under_the_thumb(app: App, visit: Visit) -> None:
    path, key, name = SECTION
    page = opened(visit, app, path)
    thumb = slider(page, key)
    thumb.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator(f".st-key-{key} input[data-path]")).to_be_attached()  # a few positions, beside what follows
    settle(page)
    asked = runs(page)
    page.keyboard.down("ArrowRight")
    frames(page)
    moving = told(page, name)
    assert (thumb.input_value(), runs(page), is_previewing(page)) == ("62", asked, True)
    page.keyboard.up("ArrowRight")
    until(page, "asked => window.runsAsked > asked", asked)
    settle(page)
    assert_same(moving, told(page, name))
    assert visit.complaints == []


def test_a_finger_is_followed_too(app: App, visit: Visit) -> None:
    path, key, name = SECTION
    page = opened(visit, app, path)
    thumb = touched(page, key)
    before, asked = told(page, name), runs(page)
    x, y = at_thumb(thumb)
    session = page.context.new_cdp_session(page)
    session.send("Emulation.setTouchEmulationEnabled", {"enabled": True})

    def finger(kind: str, *places: tuple[float, float]) -> None:
        points = [{"x": left, "y": top} for left, top in places]
        session.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": points})

    try:
        finger("touchStart", (x, y))
        for step in (4, 8, 12, 16, 20):
            finger("touchMove", (x + step, y))
        frames(page)
        moving = told(page, name)
        assert all(one != other for one, other in zip(before, moving, strict=True))
        assert runs(page) == asked
        finger("touchEnd")
        until(page, "asked => window.runsAsked > asked", asked)
        settle(page)
        assert_same(moving, told(page, name))
    finally:
        session.send("Emulation.setTouchEmulationEnabled", {"enabled": False})
        session.detach()
    assert visit.complaints == []


def test_away_and_back_leaves_the_page_as_it_was(app: App, visit: Visit) -> None:
    path, key, name = SECTION
    page = opened(visit, app, path)
    thumb = touched(page, key)
    before, asked = [*words(page), *told(page, name)], runs(page)
    x, y = at_thumb(thumb)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 12, y, steps=5)
    frames(page)
    assert is_previewing(page)
    page.mouse.move(x, y, steps=5)
    page.mouse.up()
    frames(page)
    settle(page)
    assert [*words(page), *told(page, name)] == before
    assert (thumb.input_value(), runs(page), is_previewing(page)) == ("60", asked, False)
    assert visit.complaints == []


def test_a_table_of_other_choices_previews_nothing(app: App, visit: Visit) -> None:
    path, key, _ = SECTION
    page = opened(visit, app, path)
    touched(page, key, "near")
    facts_before, answer = page.locator(".parley-facts").inner_text(), slider(page, "cn_total")
    answer.evaluate("thumb => { thumb.value = 70; thumb.dispatchEvent(new Event('change', { bubbles: true })); }")
    expect(page.locator(".parley-facts")).not_to_have_text(facts_before, use_inner_text=True)
    settle(page)
    facts_then = facts(page)
    # moved without a touch, which would ask for the table anew
    page.evaluate("key => { document.querySelector(`.st-key-${key} input[type=range]`).value = 80; }", key)
    frames(page)
    assert (facts(page), is_previewing(page)) == (facts_then, False)


BREAKS: dict[str, Callable[[Page], object]] = {
    "no facts": lambda page: page.evaluate("() => document.querySelector('.parley-facts').className = 'other'"),
    "no head": lambda page: page.evaluate(
        "() => document.querySelector('.st-key-what_if_head').classList.remove('st-key-what_if_head')"
    ),
    "a slider of other words": lambda page: page.evaluate(
        "() => document.querySelector('.st-key-us_XVI input[type=range]').setAttribute('aria-valuetext', 'high')"
    ),
    "a deaf card": lambda page: page.evaluate(
        "() => addEventListener('parley:preview', asked => asked.stopImmediatePropagation(), true)"
    ),
}


@pytest.mark.parametrize("broken", BREAKS.values(), ids=list(BREAKS))
def test_where_the_page_is_not_as_expected_the_preview_is_off(
    app: App, visit: Visit, broken: Callable[[Page], object]
) -> None:
    path, key, _ = SECTION
    page = opened(visit, app, path)
    warnings: list[str] = []
    page.on("console", lambda said: warnings.append(said.text) if said.type == "warning" else None)
    thumb = touched(page, key, "near")
    broken(page)
    before = words(page)
    x, y = at_thumb(thumb)
    page.mouse.move(x, y)
    page.mouse.down()
    asked = runs(page)
    page.mouse.move(x + 10, y, steps=5)
    frames(page)
    assert not is_previewing(page)
    assert [line for line in words(page) if line not in before] == []
    assert [line for line in warnings if "preview is off" in line]
    page.mouse.up()
    until(page, "asked => window.runsAsked > asked", asked)
    settle(page)
    expect(page.locator("h1")).to_contain_text(thumb.input_value())
    asked = runs(page)
    slider(page, "cn_total").hover()
    page.wait_for_timeout(300)
    assert runs(page) == asked  # and nothing is asked for any more


def test_nothing_is_asked_for_before_a_slider_is_touched(app: App, visit: Visit) -> None:
    path, key, _ = SECTION
    page = opened(visit, app, path)
    asked = runs(page)
    page.mouse.move(700, 400)
    page.wait_for_timeout(1500)  # longer than it waits where nobody does anything
    assert runs(page) == asked
    slider(page, key).hover()
    until(page, "asked => window.runsAsked > asked", asked)


# Of the browser's messages the second and the fifth that ask for more of a table do not reach the server.
LOSS = """(() => {
    const send = WebSocket.prototype.send;
    let questions = 0;
    window.lost = 0;
    WebSocket.prototype.send = function (data) {
        const asks = new TextDecoder().decode(data).includes('"ask"');
        if (asks && [2, 5].includes(questions += 1)) window.lost += 1;
        else send.call(this, data);
    };
})();"""


def test_a_question_that_is_lost_is_asked_again(app: App, visit: Visit) -> None:
    path, key, _ = SECTION
    visit.page.add_init_script(LOSS)
    page = opened(visit, app, path)
    touched(page, key)
    assert page.evaluate("() => window.lost") == 2


LEAVING = """(() => {
    const send = WebSocket.prototype.send;
    window.asked = [];
    WebSocket.prototype.send = function (data) {
        const isLeaving = document.documentElement.hasAttribute('data-leaving');
        if (new TextDecoder().decode(data).includes('"ask"')) window.asked.push(isLeaving);
        send.call(this, data);
    };
})();"""


def test_a_slider_of_a_page_that_is_left_asks_for_nothing(app: App, visit: Visit) -> None:
    """Streamlit would run it after the next page, which would be blank."""
    path, key, _ = PATHS["world"]
    visit.page.add_init_script(LEAVING)
    page = opened(visit, app, path)
    slider(page, key).evaluate("thumb => { thumb.blur(); thumb.scrollIntoView({ block: 'center' }); }")
    way = link(page, "Trade")
    way.wait_for()
    thumb = slider(page, key).element_handle()
    redrawn(page, lambda: way.evaluate("(way, thumb) => { way.click(); thumb.focus(); }", thumb))
    assert True not in page.evaluate("() => window.asked")
    page = opened(visit, app, path)
    touched(page, key)
    assert page.evaluate("() => window.asked.length") > 0  # what is counted is told so


def test_without_its_script_the_page_answers_when_the_slider_is_let_go(app: App, visit: Visit) -> None:
    path, key, _ = SECTION
    visit.page.route("**/preview.js*", lambda route: route.abort())
    try:
        page = opened(visit, app, path)
        thumb, asked = slider(page, key), runs(page)
        thumb.focus()
        page.keyboard.press("ArrowRight")
        until(page, "asked => window.runsAsked > asked", asked)
        settle(page)
        expect(page.locator("h1")).to_contain_text("61")
    finally:
        visit.page.unroute("**/preview.js*")
