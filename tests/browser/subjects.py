"""Every page with each of its subjects, as a visitor comes to them: what suites that look at all of them open."""

from collections.abc import Iterator
from urllib.parse import urlencode

from playwright.sync_api import Page

from tests.browser.conftest import App, Visit, opened, press_subject
from tests.browser.visitor import pick

# Pages, each with what its address holds and the name of its subjects.
PAGES = {
    "home": ("", {}, ""),
    "briefing": ("briefing", {}, ""),
    "tariffs": ("tariffs", {}, "tariff_section"),
    "trade": ("trade", {}, "trade_section"),
    "rare earths": ("rare_earths", {}, "rare_section"),
    "chips": ("chips", {}, "chip_section"),
    "outlook": ("outlook", {}, "outlook_section"),
    "products": ("what_if_product", {"us_XVI": "60", "cn_total": "40"}, "what_if_section"),
    "world": ("what_if_world", {"world_us": "60", "world_cn": "40"}, "world_section"),
    "compare": ("compare", {}, "compare_section"),
    "back-test": ("backtest", {}, ""),
    "explore": ("explore", {"explore_rows": "Origin", "explore_measure": "Rate collected"}, ""),
    "product": ("look_up", {"product": "8471.30", "from": "China"}, ""),
    "economy": ("look_up", {"economy": "Vietnam"}, ""),
    "law": ("look_up", {"law": "Section 232: Steel derivatives"}, ""),
    "mineral": ("look_up", {"mineral": "Gallium, metal"}, ""),
    "element": ("look_up", {"mineral": "Dysprosium (Dy)"}, ""),
}
SUBJECTS = "name => [...document.querySelectorAll(`[data-choice=${name}] option`)].map(option => option.value)"


def subjects(visit: Visit, app: App, path: str, query: dict[str, str], name: str) -> Iterator[Page]:
    """The page with each of its subjects, one after the other, as a visitor comes to them: in one tab, by a press."""
    page = opened(visit, app, f"{path}?{urlencode(query)}")
    every = list(dict.fromkeys(page.evaluate(SUBJECTS, name))) if name else []
    is_list = bool(name) and page.locator(f"[data-choice={name}] input").count() == 0
    yield page
    for subject in every[1:]:
        if is_list:
            pick(page, name, subject)
        else:
            press_subject(page, name, subject)
        yield page
