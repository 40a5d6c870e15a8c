"""``parley export``: what it refuses; one page without an app to link to; the whole site opened from its folder."""

import random
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from parley.__main__ import main
from parley.app import figures
from tests.browser.test_pages import axe_findings
from tests.seeds import seed

LIVE = "https://parley.example.org"


def test_a_folder_in_use_and_an_address_of_no_app_are_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    mine = tmp_path / "mine.txt"
    mine.write_text("mine")
    assert main(["export", str(tmp_path)]) != 0
    assert f"{tmp_path} is not empty" in capsys.readouterr().err
    for address in ("javascript:alert(1)", "parley", f"{LIVE}?as_of=x"):
        with pytest.raises(SystemExit):
            main(["export", str(tmp_path / "new"), "--live", address])
        assert address in capsys.readouterr().err
    assert [*tmp_path.iterdir()] == [mine]


@pytest.mark.browser
def test_a_page_without_an_app_leads_nowhere_outside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser
) -> None:
    of_chips = [place for place in figures.places() if place.page == "chips"][:3]
    monkeypatch.setattr(figures, "places", lambda: tuple(of_chips))
    assert main(["export", str(tmp_path / "site")]) == 0
    page = browser.new_page()
    page.goto((tmp_path / "site" / "chips.html").as_uri())
    assert page.locator("section h2").count() == len(of_chips)
    ways = page.locator("main a[href]:not([href^='http']):not([href^='#'])").evaluate_all(
        "ways => ways.map(way => way.getAttribute('href'))"
    )
    assert ways == [f"files/chips/{place.name}.csv" for place in of_chips]
    assert all((tmp_path / "site" / way).read_bytes() for way in ways)
    page.close()


@pytest.mark.browser
def test_the_whole_site_opens_from_its_folder(tmp_path: Path, browser: Browser) -> None:
    draw = random.Random(seed(20261203))
    site = tmp_path / "site"
    assert main(["export", str(site), "--live", LIVE]) == 0
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 60e6
    pages = sorted(site.glob("*.html"))
    assert {path.stem for path in pages} == {"index"} | {place.page for place in figures.places()}
    looked_at = {site / "index.html", *draw.sample(pages, 4)}
    page = browser.new_page()
    requests: list[str] = []
    failed: list[str] = []
    faults: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.on("requestfailed", lambda request: failed.append(request.url))
    page.on("pageerror", lambda error: faults.append(str(error)))
    for path in pages:
        page.goto(path.as_uri())
        charts = page.locator(".chart").count()
        page.wait_for_function("count => document.querySelectorAll('.chart .main-svg').length >= count", arg=charts)
        if path in looked_at:
            assert axe_findings(page) == [], path.name
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert (failed, faults) == ([], [])
    page.close()
