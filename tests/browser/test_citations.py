"""The panel of a figure gives both citations, ready to copy, for what the visitor sees."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from parley.app.kit import citations
from parley.app.kit.controls import LONDON_TALKS
from parley.tables.place import VERSION
from tests.browser.conftest import App, Visit, opened, redrawn

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_a_block_is_cited_with_the_address_of_the_page_and_its_sources(theme: str, visit: Visit, app: App) -> None:
    page = opened(visit, app, f"outlook?as_of={LONDON_TALKS}")
    cite = page.locator(".parley-foot button", has_text="Cite").first
    redrawn(page, cite.click)
    expect(cite).to_have_attribute("aria-expanded", "true")
    texts = page.locator(".parley-panel code")
    expect(texts).to_have_count(3)  # APA, BibTeX, a frame
    licences = page.locator(".parley-panel li")
    expect(licences.filter(has_text="OECD, Economic Outlook No. 117")).to_contain_text("OECD terms")
    apa, bibtex, *_ = texts.all_inner_texts()
    own, *sources = apa.split("\n\n")
    assert own.startswith(f"{citations.AUTHORS}. (")
    assert f"(Version {VERSION}) [Computer software]" in own
    assert f"{app.url}/outlook?as_of={LONDON_TALKS}" in own
    assert [line for line in sources if line.startswith("OECD. (2025). OECD Economic Outlook, No. 117")]
    assert bibtex.startswith("@misc{parley,\n")
    assert "@misc{oecd_eo117,\n" in bibtex
    found = Axe().run(page, context=".parley-panel").response["violations"]
    assert [(v["id"], node["html"][:200], node["failureSummary"]) for v in found for node in v["nodes"]] == []
    page.evaluate("() => { navigator.clipboard.writeText = async () => {}; }")
    copy = page.locator(".parley-panel p button").first
    copy.click()
    expect(copy.locator(".parley-icon")).to_have_text("check")
    expect(page.locator("body > [role=status]")).to_have_text("APA copied")
    page.evaluate("() => { navigator.clipboard.writeText = async () => { throw new Error('not here'); }; }")
    copy.click()
    expect(page.locator(".parley-panel pre").first).to_be_focused()
    assert page.evaluate("() => `${getSelection()}`") == apa
    redrawn(page, page.locator(".parley-foot button", has_text="Download").first.click)  # of two panels one is open
    expect(cite).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".parley-panel code")).to_have_count(6)  # three addresses; Python, R, DuckDB
    redrawn(page, page.locator(".parley-foot button", has_text="Download").first.click)
    expect(texts).to_have_count(0)
    assert visit.complaints == []
