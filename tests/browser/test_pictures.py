"""A card as a picture says all that the card says, with nothing cut; and it stands alone in another site's frame."""

import struct
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_httpserver import HTTPServer

from parley.app.kit import alone
from tests.browser.conftest import App, Visit, opened, redrawn

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("browser")]
TEXT = "{http://www.w3.org/2000/svg}text"
# One figure of each kind of chart: where it is opened, and its name.
KINDS = {
    "bars by stage": ("tariffs", "tariff_stages"),
    "lines": ("trade", "trade_months"),
    "timeline": ("tariffs?tariff_section=Programmes", "tariff_programmes"),
    "stacked bars": ("tariffs?tariff_section=By+partner", "tariff_partners"),
    "tiles": ("tariffs?tariff_section=By+partner", "tariff_map"),
    "pairs of marks": ("tariffs?tariff_section=Two+dates", "tariff_two_partners"),
    "flows": ("trade?trade_section=Who+took+China's+place", "trade_flow"),
    "slopes": ("trade?trade_section=Who+took+China's+place", "trade_partners"),
    "dots": ("outlook?outlook_section=Other+houses", "outlook_houses"),
    "steps": ("look_up?product=8507.60", "look_up_steps"),
    "bars with ranges": ("what_if_world?world_us=60", "world_real_income_change"),
}
# Every text of a picture that reaches over its edge, and its size as it is laid out.
CUT = """svg => {
    const place = document.createElement('div');
    place.innerHTML = svg;
    document.body.append(place);
    const picture = place.querySelector('svg'), edge = picture.getBoundingClientRect();
    const over = [...picture.querySelectorAll('text')].filter(text => {
        const own = text.getBoundingClientRect();
        return own.width && (own.left < edge.left - 1 || own.right > edge.right + 1
            || own.top < edge.top - 1 || own.bottom > edge.bottom + 1);
    });
    const told = { cut: over.map(text => text.textContent), width: edge.width, height: edge.height };
    place.remove();
    return told;
}"""


def squeezed(words: str) -> str:
    """Without blanks: a line of a picture may end anywhere."""
    return "".join(words.split())


def saved(page: Page, figure: str, button: str) -> tuple[str, Path]:
    with page.expect_download() as waiting:
        page.locator(f"[data-figure={figure}]").get_by_role("button", name=button, exact=True).click()
    return waiting.value.suggested_filename, Path(waiting.value.path())


@pytest.mark.parametrize(("path", "name"), KINDS.values(), ids=KINDS)
def test_a_picture_has_all_words_of_its_card_and_none_is_cut(path: str, name: str, app: App, visit: Visit) -> None:
    page = opened(visit, app, path)
    figure = page.locator(f"[data-figure={name}]")
    redrawn(page, figure.locator("summary").last.click)
    file, svg = saved(page, name, "SVG")
    assert file.startswith(f"parley_{name}_as_of_") and file.endswith(".svg")
    text = svg.read_text("utf-8")
    words = squeezed(" ".join("".join(part.itertext()) for part in ET.fromstring(text).iter(TEXT)))
    shown = figure.locator("h2, .parley-card > .parley-note, ol li, .legendtext, [role=figure] text").evaluate_all(
        """all => all.filter(part => part.checkVisibility()).map(part => {
            const own = part.cloneNode(true);
            own.querySelectorAll('[popover]').forEach(tip => tip.remove());
            return own.textContent;
        })"""
    )
    assert len(shown) > 3
    assert [told for told in shown if squeezed(told) not in words] == []
    assert "Asknownon" in words
    assert squeezed(page.url) in words
    assert text.count("@font-face") >= 2
    told = page.evaluate(CUT, text)
    assert told["cut"] == []
    assert told["width"] == 1200 and told["height"] >= 675
    assert visit.complaints == []
    assert visit.outside == []


# Figures that are a list or a table: where they are opened, and what of their rows must stand on the picture.
ROWS = {
    "list": ("tariffs?tariff_section=Two+dates", "tariff_two_layers", ".parley-list th, .parley-list td"),
    "list of acts": ("tariffs?tariff_section=Acts+and+rulings", "tariff_acts", ".parley-list th"),
    "table": ("trade?trade_months_view=Table", "trade_months", ""),
}


@pytest.mark.parametrize(("path", "name", "cells"), ROWS.values(), ids=ROWS)
def test_a_list_and_a_table_become_a_picture_by_the_same_button(
    path: str, name: str, cells: str, app: App, visit: Visit
) -> None:
    page = opened(visit, app, path)
    card = page.locator(f"[data-figure={name}]")
    _, png = saved(page, name, "PNG")
    assert png.read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    redrawn(page, card.locator("summary").last.click)
    _, svg = saved(page, name, "SVG")
    text = svg.read_text("utf-8")
    words = squeezed(" ".join("".join(part.itertext()) for part in ET.fromstring(text).iter(TEXT)))
    shown = [card.locator("h2").first.inner_text()]
    shown += page.locator(cells).all_inner_texts() if cells else ["January 2015", "Value, US$ bn", "280 rows"]
    assert [told for told in shown if squeezed(told) not in words] == []
    assert "Asknownon" in words and "Source" in words
    assert page.evaluate(CUT, text)["cut"] == []
    assert visit.complaints == []


def test_one_press_saves_a_png_of_twice_1200_by_675(app: App, visit: Visit) -> None:
    page = opened(visit, app, "trade")
    file, png = saved(page, "trade_months", "PNG")
    assert file.startswith("parley_trade_months_as_of_") and file.endswith(".png")
    head = png.read_bytes()[:24]
    assert head[:8] == b"\x89PNG\r\n\x1a\n"
    assert struct.unpack(">II", head[16:24]) == (2400, 1350)
    redrawn(page, page.locator("[data-figure=trade_months] summary").last.click)
    _, square = saved(page, "trade_months", "PNG, square")
    assert struct.unpack(">II", square.read_bytes()[16:24]) == (2160, 2160)
    assert visit.complaints == []


def test_nothing_of_a_picture_is_fetched_before_it_is_asked_for(app: App, visit: Visit) -> None:
    asked: list[str] = []
    visit.page.on("request", lambda request: asked.append(request.url))
    page = opened(visit, app, "trade")
    assert not [url for url in asked if "picture.js" in url]
    assert page.locator("[data-figure=trade_months] .parley-foot *").count() <= 13  # as many as before there was more
    saved(page, "trade_months", "PNG")
    assert [url for url in asked if "picture.js" in url]


def test_another_site_may_frame_one_figure_and_no_whole_page(app: App, visit: Visit, httpserver: HTTPServer) -> None:
    page = opened(visit, app, "trade?trade_period=Since+2024")
    redrawn(page, page.locator("[data-figure=trade_months] summary").last.click)
    code = page.locator(".parley-cite pre", has_text="<iframe").inner_text()
    assert f"{app.url}/card?card_page=trade&amp;card_figure=trade_months" in code
    html = f'{code}<iframe name="whole" src="{app.url}/trade"></iframe>'
    httpserver.expect_request("/").respond_with_data(html, content_type="text/html")
    page.goto(httpserver.url_for("/"))  # another port is another site's
    framed = page.frame_locator("iframe").first
    chart = framed.locator("[data-figure=trade_months] [role=figure]")
    expect(chart.locator(".main-svg").first).to_be_visible()
    assert "January 2024" in str(chart.get_attribute("aria-label")).replace("\u00a0", " ")
    expect(framed.locator("[data-figure]:visible")).to_have_count(1)
    expect(framed.locator("h1:visible")).to_have_count(0)
    for hidden in (".parley-choices", ".parley-foot", "[data-testid=stSidebar]"):
        expect(framed.locator(f"{hidden}:visible")).to_have_count(0)
    link = framed.get_by_role("link", name=alone.SAY("card.whole"))
    assert str(link.get_attribute("href")) == "trade?trade_period=Since+2024"
    whole = page.frame(name="whole")
    assert whole is not None and "trade" not in whole.url  # the browser shows its own page in its place
