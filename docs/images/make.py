"""Make the README's pictures from the running app: ``python -m docs.images.make http://127.0.0.1:8501``."""

import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

from benchmarks.browser import FLAGS, chromium

HERE = Path(__file__).resolve().parent
PICTURES = {"home": "/", "what_if": "/what_if_product?us_XVI=60&cn_total=40"}
WIDTH, HEIGHT = 1280, 900
WAIT_MS = 240_000  # for a first answer on a busy machine


def main(base: str) -> None:
    """Draw each picture in the light theme at the top of the page."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, path in PICTURES.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            page.set_default_timeout(WAIT_MS)
            page.goto(base.rstrip("/") + path, wait_until="networkidle")
            page.wait_for_selector("[data-testid=stPlotlyChart] .main-svg")
            page.wait_for_timeout(1500)
            page.wait_for_function("() => !document.body.innerText.includes('range follows')")
            page.wait_for_selector("[data-testid=stStatusWidget]", state="detached")
            page.screenshot(path=HERE / f"{name}.png")
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
