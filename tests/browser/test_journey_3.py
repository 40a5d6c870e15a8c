"""Journey 3: machinery from China at 60%, a Chinese answer of 40%: imports, duty, prices, who pays, with ranges."""

import re
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pandas as pd
import pytest
from playwright.sync_api import Browser, Page, expect

import parley
from parley import terms
from parley.app.kit.controls import LONDON_TALKS
from parley.results.answers import product as results
from parley.tables import read as tables
from tests.browser import what_if
from tests.browser.conftest import App, Visit, figure, opened, redrawn, settle
from tests.browser.pictures import saved
from tests.browser.visitor import drag
from tests.scenarios import on_page as moved

pytestmark = pytest.mark.browser

QUERY = "us_XVI=60&cn_total=40"
TOTALS = {"sections": None, "total": 70, "china": 50}
PAGE = "what_if_product"
LATEST = tables.compiled_on()


def test_two_sliders_give_the_model_s_answer_with_ranges_and_gains_that_add_up(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"{PAGE}?what_if_section=Who+pays")
    drag(what_if.slider(page, "us_total"), 70)
    drag(what_if.slider(page, "cn_total"), 50)
    outcome = what_if.solved(LATEST, **TOTALS)
    what_if.expect_facts(page, what_if.facts_of(what_if.asked(LATEST, **TOTALS)))
    settle(page)
    expect(page.locator("h1")).to_contain_text(re.compile(r"\b70%"))
    printed, exact = what_if.printed_gains(page), what_if.gains_of(outcome)
    assert printed == pytest.approx(exact, abs=0.1)
    lost = results.headline(outcome)["deadweight_loss_usd"] / 1e9
    assert sum(printed.values()) == pytest.approx(-lost, abs=1.0)  # each of two is rounded to a whole billion
    assert parse_qs(urlsplit(page.url).query) == parse_qs("us_total=70&cn_total=50&what_if_section=Who+pays")
    assert visit.complaints == []


def test_a_slider_moved_quickly_stays_where_it_was_put(app: App, visit: Visit) -> None:
    """A held arrow key: the page must not put the slider back while it is still answering earlier positions."""
    page = opened(visit, app, f"{PAGE}?as_of={LONDON_TALKS}")
    slider = what_if.slider(page, "us_total")
    start = int(slider.input_value())
    for _ in range(25):
        slider.press("ArrowRight")
        page.wait_for_timeout(33)  # the repeat rate of a keyboard
    expect(page.locator("h1")).to_contain_text(f" {start + 25}")
    settle(page)
    expect(slider).to_have_value(f"{start + 25}")
    assert parse_qs(urlsplit(page.url).query)["us_total"] == [f"{start + 25}"]


def test_another_horizon_moves_the_figures_to_what_python_gives(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"{PAGE}?{QUERY}")
    what_if.expect_facts(page, what_if.facts_of(what_if.asked(LATEST)))
    before = what_if.facts(page)
    what_if.open_more(page)
    redrawn(page, page.locator("[data-choice=horizon]").get_by_role("radio", name="Long run").click)
    what_if.expect_facts(page, what_if.facts_of(what_if.asked(LATEST, horizon="long_run")))
    after = what_if.facts(page)
    assert [pair[0] for pair in after] != [pair[0] for pair in before]


def downloaded(page: Page, block: str, folder: Path) -> pd.DataFrame:
    """One file, asked for once the page has come to rest: a run in between gives its buttons new files."""
    settle(page)
    file, content = saved(page, block, "CSV")
    path = folder / file
    path.write_bytes(content)
    assert path.name == f"parley_{block}_as_of_{LATEST}.csv"
    return pd.read_csv(path, encoding="utf-8-sig")


def assert_equal(rows: pd.DataFrame, expected: pd.DataFrame, key: str, columns: dict[str, str]) -> None:
    """Columns of the file against columns of the model's frame, to one part in a thousand million."""
    model = expected.set_index(key).loc[list(rows[key])]
    for mine, theirs in columns.items():
        assert rows[mine].to_numpy() == pytest.approx(model[theirs].to_numpy(), rel=1e-9, nan_ok=True), mine


def test_the_files_hold_what_python_gives(app: App, visit: Visit, tmp_path: Path) -> None:
    page = opened(visit, app, f"{PAGE}?{QUERY}")
    tables_of = parley.solve(moved(LATEST, sections={"XVI": 60}, china=40)).tables
    outcome = what_if.solved(LATEST)
    origins = downloaded(page, "what_if_origins", tmp_path)
    ranges = results.by_origin(outcome, results.over_horizons(outcome))
    assert_equal(origins, ranges, "exporter_iso3", {c: c for c in origins.select_dtypes("number")})
    redrawn(page, page.get_by_role("radio", name="Who pays").click)
    gains = downloaded(page, "what_if_bearers", tmp_path)
    gains = gains[gains["bearer"] != "lost_trade"].reset_index(drop=True)
    assert_equal(gains, tables_of["bearers"], "bearer", {c: c for c in ("gain_usd", "low_usd", "high_usd")})
    redrawn(page, page.get_by_role("radio", name="All rows").click)
    sections = downloaded(page, "what_if_sections", tmp_path)
    model = tables_of["by_section"]
    assert len(sections) == len(model)
    assert_equal(sections, model, "section", {c: c for c in sections.select_dtypes("number")})


def state(page: Page) -> list[object]:
    """Everything a reader compares: title, its range, facts with theirs, the chart in words."""
    said = [page.locator(part).inner_text() for part in ("h1", ".parley-measure")]
    return [*said, what_if.facts(page), figure(page, "what_if_origins")]


def test_a_copied_address_shows_identical_numbers_elsewhere_and_as_the_first_one_after_a_start(
    app: App, fresh_app: App, visit: Visit, browser: Browser
) -> None:
    page = opened(visit, app, f"{PAGE}?{QUERY}&as_of={LONDON_TALKS}")
    what_if.open_more(page)
    redrawn(page, page.locator("[data-choice=border]").get_by_role("radio", name="0.80").click)
    what_if.expect_facts(page, what_if.facts_of(what_if.asked(LONDON_TALKS, border_pass_through=0.8)))
    here = state(page)
    elsewhere = Visit(browser.new_page(), host=urlsplit(fresh_app.url).netloc)
    elsewhere.watch()
    copied = page.url.replace(app.url, fresh_app.url)
    assert state(elsewhere.open(copied)) == here
    assert elsewhere.page.url == copied
    assert elsewhere.complaints == []
    assert elsewhere.outside == []
    elsewhere.page.close()
    assert terms.MINUS in here[2][0][0]


# Whether the facts lie over what is in focus (2.4.11 of the Web Content Accessibility Guidelines 2.2).
COVER_FOCUS = """facts => {
    const focus = document.activeElement, [one, other] = [focus, facts].map(e => e.getBoundingClientRect());
    return !focus.contains(facts) && !facts.contains(focus)
        && Math.min(one.bottom, other.bottom) > Math.max(one.top, other.top)
        && Math.min(one.right, other.right) > Math.max(one.left, other.left);
}"""
STEPS_UP = 8  # from the foot of the page to its facts


@pytest.mark.parametrize("width", [390, 1440])
def test_the_figures_stay_in_sight_while_a_slider_far_below_is_moved(app: App, visit: Visit, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 844})
    page = opened(visit, app, f"{PAGE}?{QUERY}")
    slider = what_if.slider(page, "cn_total")
    if width == 390:
        what_if.open_sheet(page)
    slider.evaluate("slider => slider.scrollIntoView({block: 'end'})")
    facts = page.locator("[data-testid=stMain] .parley-facts")
    expect(facts).to_be_in_viewport(ratio=1)
    before = facts.inner_text()
    slider.press("ArrowRight")
    expect(facts).not_to_have_text(before, use_inner_text=True)
    expect(facts).to_be_in_viewport(ratio=1)
    hit = "facts => {{ const {{x, y, width, height}} = facts.getBoundingClientRect(); return facts.contains({at}) }}"
    assert facts.evaluate(hit.format(at="document.elementFromPoint(x + width / 4, y + height / 2)"))
    if width == 390:  # a sheet lies over the page
        return
    slider.press("Shift+Tab")
    assert not facts.evaluate(COVER_FOCUS)
    main = page.locator("[data-testid=stMain]")
    main.locator("summary:visible").last.focus()
    main.evaluate("main => main.scrollTo(0, main.scrollHeight)")
    for _ in range(STEPS_UP):
        page.keyboard.press("Shift+Tab")
        assert not facts.evaluate(COVER_FOCUS), page.evaluate("document.activeElement.outerHTML")
    assert visit.complaints == []
