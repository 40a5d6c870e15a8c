"""A table as a picture, a picture's size and cost, and a card alone in another site's frame.

That every card's picture says all that the card says is asked by ``test_every_subject.py``.
"""

import struct
import xml.etree.ElementTree as ET

import pytest
from playwright.sync_api import expect
from pytest_httpserver import HTTPServer

from parley.app.kit import embed
from parley.tables.read import compiled_on
from tests.browser.conftest import LOOK_MS, App, Visit, opened
from tests.browser.pictures import CUT, PNG, TEXT, panel, saved, squeezed

pytestmark = pytest.mark.browser


def test_a_table_becomes_a_picture_by_the_same_button(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade?trade_months_view=Table")
    card = page.locator("[data-figure=trade_months]")
    assert saved(page, "trade_months", "PNG")[1].startswith(PNG)
    text = saved(page, "trade_months", "SVG")[1].decode("utf-8")
    words = squeezed(" ".join("".join(part.itertext()) for part in ET.fromstring(text).iter(TEXT)))
    shown = [card.locator("h1").inner_text(), "January 2015", "Value, US$ bn", "280 rows"]
    assert [told for told in shown if squeezed(told) not in words] == []
    assert "Asknownon" in words and "Source" in words
    assert f"trade?trade_months_view=Table&as_of={compiled_on()}" in words  # it shows the same when newer tables came
    assert page.evaluate(CUT, text)["cut"] == []
    assert visit.complaints == []


def test_one_press_saves_a_png_of_twice_1200_by_675(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    file, png = saved(page, "trade_months", "PNG")
    assert file.startswith("parley_trade_months_as_of_") and file.endswith(".png")
    assert png.startswith(PNG)
    assert struct.unpack(">II", png[16:24]) == (2400, 1350)
    _, square = saved(page, "trade_months", "PNG, square")
    assert struct.unpack(">II", square[16:24]) == (2160, 2160)
    assert visit.complaints == []


WHAT_IFS = {
    "products": ("what_if_product?us_XVI=60", "60.0% on machinery, electronics (section XVI) from China"),
    "world": ("what_if_world?world_us=60", "60.0% on all goods from China"),
    "licences": (
        "rare_earths?rare_destinations_of=If licences stop&rare_magnet=70",
        "rare-earth magnets to the United States to 30.0%",
    ),
}


@pytest.mark.parametrize(("path", "change"), WHAT_IFS.values(), ids=list(WHAT_IFS))
def test_a_picture_of_an_answer_says_the_scenario_and_its_day(app: App, visit: Visit, path: str, change: str) -> None:
    page = opened(visit, app, f"{path}&as_of=2025-06-09")
    name = page.locator("[data-figure]:not([data-figure='']):has([role=figure])").first.get_attribute("data-figure")
    text = saved(page, str(name), "SVG")[1].decode("utf-8")
    words = squeezed(" ".join("".join(part.itertext()) for part in ET.fromstring(text).iter(TEXT)))
    _, _, scenario = words.partition("Scenario:")
    assert squeezed(change) in scenario
    assert "9Jun2025" in scenario
    assert page.evaluate(CUT, text)["cut"] == []


def test_nothing_of_a_picture_is_fetched_before_it_is_asked_for(app: App, visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = opened(visit, app, "trade")
    assert not [url for url in asked if "picture.js" in url]
    assert page.locator("[data-figure=trade_months] :is(.parley-foot, .parley-panel) *").count() <= 4
    saved(page, "trade_months", "PNG")
    assert [url for url in asked if "picture.js" in url]


def test_another_site_may_frame_one_figure_and_no_whole_page(app: App, visit: Visit, httpserver: HTTPServer) -> None:
    page = opened(visit, app, "trade?trade_period=Since+2024")
    code = panel(page, "trade_months", "Cite").locator("pre", has_text="<iframe").inner_text()
    assert f"{app.url}/card?card_page=trade&amp;card_figure=trade_months" in code
    html = f'{code}<iframe name="whole" src="{app.url}/trade"></iframe>'
    httpserver.expect_request("/").respond_with_data(html, content_type="text/html")
    page.goto(httpserver.url_for("/"))  # another port is another site's
    framed = page.frame_locator("iframe").first
    chart = framed.locator("[data-figure=trade_months] [role=figure]")
    expect(chart.locator(".main-svg").first).to_be_visible()
    assert "January 2024" in str(chart.get_attribute("aria-label")).replace("\u00a0", " ")
    expect(framed.locator("[data-figure]:visible")).to_have_count(1)
    expect(framed.locator("h1:visible")).to_have_count(1)  # the figure's own finding
    expect(framed.locator(".parley-foot a:visible").first).to_be_visible()  # its sources in full
    for hidden in (
        ".parley-choices",
        ".parley-foot button",
        ".parley-panel",
        ".st-key-masthead",
        "[data-testid=stHeader]",
    ):
        expect(framed.locator(f"{hidden}:visible")).to_have_count(0)
    link = framed.get_by_role("link", name=embed.SAY("card.whole"))
    assert str(link.get_attribute("href")) == "trade?trade_period=Since+2024"
    whole = page.frame(name="whole")
    assert whole is not None and "trade" not in whole.url  # the browser shows its own page in its place


FITS = "() => document.querySelector('[data-testid=stMainBlockContainer]').offsetHeight === innerHeight"
SAY = "told => parent.postMessage(told, '*')"


def test_a_frame_in_another_site_is_as_high_as_its_card(app: App, visit: Visit, httpserver: HTTPServer) -> None:
    figure = f"{app.url}/card?card_page=trade&card_figure=trade_months"
    told = visit.page.request.get(f"{app.url}/oembed", params={"url": figure}).json()
    httpserver.expect_request("/").respond_with_data(
        f'{told["html"]}<iframe name="beside" src="{app.url}/figures/chips/chip_partners.html"></iframe>',
        content_type="text/html",
    )
    httpserver.expect_request("/stranger").respond_with_data("A stranger", content_type="text/html")
    page = visit.page
    page.goto(httpserver.url_for("/"))
    element = page.locator("iframe[data-parley]")
    card, beside = element.element_handle().content_frame(), page.frame(name="beside")  # both of this app
    assert card is not None and beside is not None
    expect(card.locator("[data-figure=trade_months] .main-svg").first).to_be_visible()

    def height() -> float:
        return float(element.evaluate("frame => frame.clientHeight"))

    def follows() -> float:
        """The height of the frame once it is that of the card, and stays."""
        card.wait_for_function(FITS, polling=LOOK_MS)
        now = height()
        page.wait_for_timeout(500)
        assert height() == now
        return now

    wide = follows()
    assert wide != told["height"]
    page.set_viewport_size({"width": 420, "height": 900})
    assert follows() > wide  # words break into more lines
    now = height()
    for junk in ({"parleyHeight": "300px"}, {"parleyHeight": -5}, {"parleyHeight": 1e9}, {"height": 300}, None, "300"):
        card.evaluate(SAY, junk)
    page.evaluate("told => postMessage(told, '*')", {"parleyHeight": 300})
    beside.evaluate(SAY, {"parleyHeight": 300})
    page.wait_for_timeout(300)
    assert height() == now  # another window's messages and what is no height change nothing
    card.evaluate(SAY, {"parleyHeight": 300})
    expect(element).to_have_js_property("clientHeight", 300)  # as those would, were they the card's
    element.evaluate("frame => { frame.contentWindow.location = '/stranger'; }")
    expect(page.frame_locator("iframe[data-parley]").get_by_text("A stranger")).to_be_visible()
    element.evaluate("frame => frame.contentWindow.eval(`parent.postMessage({ parleyHeight: 500 }, '*')`)")
    page.wait_for_timeout(300)
    assert height() == 300  # from the frame itself, when another site's page stands in it
