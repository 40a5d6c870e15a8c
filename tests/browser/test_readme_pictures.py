"""The README's pictures show what the app shows: its words are those they were made with."""

import pytest

from docs.images.make import PICTURES, words_in, words_of
from tests.browser.conftest import App, Visit, opened

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_of_the_readme_shows_the_page_of_today(name: str, app: App, visit: Visit) -> None:
    page = opened(visit, app, PICTURES[name])
    page.set_viewport_size({"width": 1280, "height": 900})
    assert words_of(page) == words_in(name)
