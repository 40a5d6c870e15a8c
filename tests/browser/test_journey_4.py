"""Journey 4: suspend or keep? A against B: the difference, who gains, the link elsewhere, the report to print."""

import json
import re
from dataclasses import replace
from functools import cache
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree

import pandas as pd
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from parley import terms
from parley.app.compare import sides
from parley.app.kit.controls import LONDON_TALKS
from parley.app.what_if import trade_base
from parley.app.what_if_product import controls as product_controls
from parley.models.policy_parts import Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.results.compared import comparison, comparison_models, comparison_words
from parley.results.scenario.files import from_bytes, preset, to_json
from parley.results.scenario.text import decode, encode
from tests.browser.conftest import App, Visit, figure, link, opened, redrawn, settle
from tests.browser.visitor import pick, plain

pytestmark = pytest.mark.browser

JUNE = f"as_of={LONDON_TALKS}"
TRADE = trade_base.default(LONDON_TALKS)
KEEP = Scenario(LONDON_TALKS, title=comparison_words.IN_FORCE, **TRADE)
PEAK = replace(preset("april_2025_peak"), as_of=LONDON_TALKS, **TRADE)
MACHINERY = Scenario(
    LONDON_TALKS, title="Machinery at 60", tariffs=[TariffChange("USA", "CHN", 60, "absolute", Goods("section", "XVI"))]
)


@cache
def models(b: Scenario) -> comparison_models.Between:
    """All models on KEEP and ``b``."""
    return comparison_models.between(KEEP, b)


@cache
def engine(b: Scenario) -> pd.DataFrame:
    """The figures of KEEP against ``b`` from Python, without the page."""
    product, world = ((comparison.run(KEEP, model), comparison.run(b, model)) for model in ("product", "world"))
    return comparison_models.widened(comparison.headline(product, world), models(b))


def facts_of(figures: pd.DataFrame) -> list[str]:
    """The four differences as the page should write them."""
    rows = figures.set_index("figure", drop=False)
    money = []
    for name in ("buyers_loss_usd", "duty_change_usd"):
        value, low, high = rows.loc[name, ["difference", "difference_low", "difference_high"]]
        unit, mark, decimals = terms.model_scale(value, low, high)
        money.append(terms.in_dollars(terms.signed(value / unit, decimals), mark))
    rates = (rows.loc[name] for name in ("imports_from_china_change_pct", "real_income_USA"))
    return [*money, *(plain(terms.points(row["difference"], comparison_words.decimals_of(row))) for row in rates)]


def facts(page: Page) -> list[str]:
    return [plain(text) for text in page.locator(".parley-value").all_inner_texts()]


def state(page: Page) -> list[object]:
    """Everything a reader compares: title, facts with ranges, sentences, the chart in words."""
    pills = page.locator(".parley-change").all_inner_texts()
    told = page.locator("[data-testid=stMain] [data-testid=stMarkdownContainer] p").all_inner_texts()
    return [page.locator("h1").inner_text(), facts(page), pills, told, figure(page, "compare_section")]


def menu(page: Page, key: str) -> Locator:
    """Open a menu and give what it holds."""
    redrawn(page, page.locator(f".st-key-{key} button").first.click)
    body = page.locator("[data-testid=stPopoverBody]")
    expect(body).to_be_visible()
    return body


def test_the_answer_is_the_engine_s_and_the_link_shows_it_elsewhere(app: App, visit: Visit, browser: Browser) -> None:
    page = opened(visit, app, f"compare?{JUNE}")
    figures = engine(PEAK)
    verdict = comparison_words.verdict_on(figures, KEEP, PEAK)
    expect(page.locator("h1")).to_have_text(plain(verdict), use_inner_text=True)
    assert facts(page) == facts_of(figures)
    here = state(page)
    code = menu(page, "compare_link").locator("code")
    expect(code).to_contain_text("&b=")
    link = code.inner_text().replace("\n", "")
    assert link.startswith(f"{app.url}/compare?as_of={LONDON_TALKS}&a=1")
    elsewhere = Visit(browser.new_page(), host=urlsplit(app.url).netloc)
    elsewhere.watch()
    assert state(elsewhere.open(link)) == here
    assert elsewhere.complaints == []
    assert elsewhere.outside == []
    elsewhere.page.close()
    assert visit.complaints == []


def test_another_regime_redraws_the_answer_and_who_gains(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"compare?{JUNE}&compare_by=Economy")
    before = page.url
    pick(page, sides.from_key("B"), sides.names()["geneva_truce"])
    truce = replace(preset("geneva_truce"), as_of=LONDON_TALKS, **TRADE)
    verdict = comparison_words.verdict_on(engine(truce), KEEP, truce)
    expect(page.locator("h1")).to_have_text(plain(verdict), use_inner_text=True)
    assert page.url != before
    worlds = comparison.run(KEEP, "world"), comparison.run(truce, "world")
    rows = comparison.difference(*worlds, "by_economy", ["economy"], "real_income_change_pct")
    gains = comparison_words.gains(comparison_models.widened_economies(rows, "real_income_change_pct", models(truce)))
    expect(page.get_by_text(plain(gains)).first).to_be_visible()
    assert visit.complaints == []


def test_either_side_is_put_to_all_models_by_a_press(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"compare?{JUNE}&b={encode(MACHINERY)}&compare_section=All+models")
    of_b = figure(page, "all_models")
    redrawn(page, page.locator("[data-choice=compare_models_side] input[value='Scenario A']").check)
    of_a = figure(page, "all_models")
    assert of_a != of_b
    assert visit.complaints == []


def downloaded(page: Page, button: Locator, folder: Path) -> Path:
    """One file, asked for once the page has come to rest: a run in between gives its buttons new files."""
    settle(page)
    with page.expect_download() as waiting:
        button.click()
    path = folder / waiting.value.suggested_filename
    waiting.value.save_as(path)
    return path


def axe_findings(browser: Browser, path: Path) -> list[str]:
    """What axe finds in the file, whose policy would keep axe itself out."""
    context = browser.new_context(bypass_csp=True)
    page = context.new_page()
    page.goto(path.as_uri())
    found = [violation["id"] for violation in Axe().run(page).response["violations"]]
    context.close()
    return found


def test_the_report_is_whole_opens_alone_and_prints(app: App, visit: Visit, browser: Browser, tmp_path: Path) -> None:
    page = opened(visit, app, f"compare?{JUNE}")
    path = downloaded(page, page.locator(".st-key-compare_report button"), tmp_path)
    assert path.name == f"parley_compare_as_of_{LONDON_TALKS}.html"
    root = ElementTree.fromstring(path.read_text(encoding="utf-8").split("\n", 1)[1])
    assert next(root.iter("script"), None) is None
    words = "".join(root.itertext())
    figures = engine(PEAK)
    assert comparison_words.verdict_on(figures, KEEP, PEAK) in words
    for cells in comparison_words.figure_cells(figures).to_numpy().tolist():
        assert all(cell in words for cell in cells)
    (link,) = [e.get("href") for e in root.iter("a")]
    assert str(link).startswith(f"{app.url}/compare?as_of={LONDON_TALKS}&a=1")
    asked: list[str] = []
    said: list[str] = []
    context = browser.new_context(viewport={"width": 390, "height": 844})
    alone = context.new_page()
    alone.on("request", lambda request: asked.append(request.url))
    alone.on("console", lambda message: said.append(message.text))
    alone.goto(path.as_uri())
    assert (len(asked), said) == (1, [])
    assert alone.evaluate("document.documentElement.scrollWidth") <= 390
    assert alone.locator("svg").count() == 8
    assert axe_findings(browser, path) == []
    pdf = alone.pdf(prefer_css_page_size=True)
    assert re.search(rb"/MediaBox ?\[ ?0 0 (594|595|596)", pdf), "A4 is 595 points wide"
    alone.set_viewport_size({"width": 680, "height": 994})  # a page of A4 inside its margins, at 96 pixels an inch
    alone.emulate_media(media="print")
    summary = alone.locator(".summary")
    assert summary.evaluate("part => part.getBoundingClientRect().height") <= 2 * 994
    assert summary.evaluate("part => getComputedStyle(part).breakAfter") == "page"
    kept = "() => [...document.querySelectorAll('figure')].every(f => getComputedStyle(f).breakInside === 'avoid')"
    assert alone.evaluate(kept)
    context.close()


def test_a_scenario_is_saved_loaded_and_a_faulty_file_is_refused(app: App, visit: Visit, tmp_path: Path) -> None:
    page = opened(visit, app, f"compare?{JUNE}&b={encode(MACHINERY)}")
    saved = downloaded(page, menu(page, "compare_files").get_by_role("button", name="Save B"), tmp_path)
    assert from_bytes(saved.read_bytes(), saved.name) == MACHINERY
    redrawn(page, lambda: page.keyboard.press("Escape"))
    wrong = json.loads(to_json(MACHINERY))
    wrong["scenario"]["tariffs"][0]["exporter"] = "QQQ"
    file = {"name": "wrong.json", "mimeType": "application/json", "buffer": json.dumps(wrong).encode()}
    menu(page, "compare_files").locator("input[type=file]").first.set_input_files(file)  # type: ignore[arg-type]
    expect(page.get_by_text(re.compile(r"wrong\.json.*change 1.*QQQ"))).to_be_visible()
    settle(page)  # the field for the next file stands
    page.locator("[data-testid=stPopoverBody] input[type=file]").first.set_input_files(saved)
    expect(page.locator("h1")).to_have_text(comparison_words.SAY("verdict", "same"))
    assert visit.complaints == []


def test_a_scenario_made_with_sliders_is_kept_and_compared(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"what_if_product?us_XVI=60&cn_total=40&{JUNE}")
    before = page.locator("h1").inner_text()
    body = menu(page, f"{product_controls.PAGE}_share")
    redrawn(page, body.get_by_role("button", name="Keep as B").click)
    redrawn(page, body.get_by_role("link", name="Compare A and B").click)
    assert urlsplit(page.url).path == "/compare"
    expect(page.locator("h1")).not_to_have_text(before)
    settle(page)
    made = decode(parse_qs(urlsplit(page.url).query)["b"][0])
    assert made.as_of == LONDON_TALKS
    assert {(change.importer, str(change.goods), change.rate_pct) for change in made.tariffs} == {
        ("USA", "section XVI", 60.0),
        ("CHN", "all", 40.0),
    }
    assert facts(page) == facts_of(engine(made))
    assert before != page.locator("h1").inner_text()
    assert visit.complaints == []


def test_what_is_kept_is_there_when_compare_is_opened_by_the_menu_and_loaded_anew(app: App, visit: Visit) -> None:
    page = opened(visit, app, f"compare?{JUNE}")  # which has a B of its own from now on
    redrawn(page, link(page, "What if: products").click)
    slider = page.locator(".st-key-us_total input[type=range]")
    redrawn(page, lambda: slider.press("ArrowRight"))
    rate = float(slider.input_value())
    body = menu(page, f"{product_controls.PAGE}_share")
    redrawn(page, body.get_by_role("button", name="Keep as B").click)
    page.keyboard.press("Escape")
    redrawn(page, link(page, "Compare").click)
    expect(page).to_have_url(re.compile("/compare[?].*b="))
    for _ in range(2):
        made = decode(parse_qs(urlsplit(page.url).query)["b"][0])
        assert [(change.importer, change.rate_pct) for change in made.tariffs] == [("USA", rate), ("CHN", 40)]
        page.reload(wait_until="load")
        settle(page)
    assert visit.complaints == []


@pytest.mark.parametrize(
    "subject", ["compare_by=Section", "compare_by=Industry", "compare_by=Figure", "compare_section=Assumptions"]
)
def test_a_phone_shows_every_subject_without_sideways_scroll(app: App, visit: Visit, subject: str) -> None:
    visit.page.set_viewport_size({"width": 390, "height": 844})
    page = opened(visit, app, f"compare?{JUNE}&{subject}")
    expect(page.locator("[data-testid=stMain] h2:visible").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert visit.complaints == []
    assert visit.outside == []
