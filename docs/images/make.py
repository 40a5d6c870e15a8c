"""Make the README's pictures, and that of a link, from the app: ``python -m docs.images.make http://127.0.0.1:8501``.

Each picture of the README carries the words of its page, with which a test compares the app: a stale one is seen.
"""

import sys
from io import BytesIO
from pathlib import Path

from PIL import Image
from PIL.PngImagePlugin import PngInfo
from playwright.sync_api import Page, sync_playwright

from benchmarks.browser import FLAGS, chromium
from parley.app.kit.scripts import STATIC
from parley.app.serving.previews import PICTURE, SIZE_PX

HERE = Path(__file__).resolve().parent
PICTURES = {"home": "", "what_if": "what_if_product"}
WIDTH, HEIGHT = 1280, 900
SHARED = "tariffs"  # the page that a link to the app shows elsewhere
WAIT_MS = 240_000  # for a first answer on a busy machine
WORDS = "Words"
SETTLED = "() => !/range follows|working out|Solving/.test(document.body.innerText)"
TITLES = "[data-testid=stMain] :is(h1, h2, .parley-facts, .parley-score, .parley-live b)"


def words_of(page: Page) -> str:
    """The titles and facts of a page that has come to rest, in one line."""
    page.wait_for_selector("[data-testid=stMain] h1")
    page.wait_for_function(SETTLED)
    page.wait_for_timeout(1500)
    page.wait_for_function(SETTLED)
    return " ".join(" ".join(page.locator(TITLES).all_inner_texts()).split())


def words_in(name: str) -> str:
    """The words of the page when its picture was made. Raises FileNotFoundError, KeyError."""
    with Image.open(HERE / f"{name}.png") as picture:
        return str(picture.info[WORDS])


def main(base: str) -> None:
    """Draw each picture in the light theme at the top of the page."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=chromium(), args=FLAGS)
        for name, path in PICTURES.items():
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            page.set_default_timeout(WAIT_MS)
            page.goto(f"{base.rstrip('/')}/{path}", wait_until="networkidle")
            info = PngInfo()
            info.add_text(WORDS, words_of(page))
            picture = Image.open(BytesIO(page.screenshot()))
            picture.quantize(256).save(HERE / f"{name}.png", pnginfo=info, optimize=True)
        page = browser.new_page(viewport={"width": SIZE_PX[0], "height": SIZE_PX[1]}, color_scheme="light")
        page.set_default_timeout(WAIT_MS)
        page.goto(f"{base.rstrip('/')}/{SHARED}", wait_until="networkidle")
        words_of(page)
        Image.open(BytesIO(page.screenshot())).quantize(64).save(STATIC / PICTURE, optimize=True)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1])
