"""A seeded walk of a visitor through the app: presses 0 to 500 ms apart, in no sensible order."""

import random
from collections.abc import Callable

from playwright.sync_api import Error, Page

DAYS = ["2025-06-09", "2018-07-10", "2025-04-12", "2026-03-01"]
WAITS_MS = [0, 0, 30, 60, 120, 250, 500]
# A page by its group and its name, else by a number. Streamlit draws the links of a group once it is opened.
PRESS_PAGE = """async ([group, name, n]) => {
    const sections = [...document.querySelectorAll('[data-testid=stTopNavSection]')];
    const section = sections.find(each => each.textContent === group) ?? sections[n % sections.length];
    if (!section) return '';
    const all = () => [...document.querySelectorAll(`[aria-labelledby="${section.id}"] a`)];
    if (!all().length) section.click();
    for (let tries = 0; !all().length && tries < 100; tries += 1) await new Promise(then => setTimeout(then, 5));
    const link = all().find(each => each.textContent === name) ?? all()[n % all().length];
    link?.click();
    return link?.textContent ?? '';
}"""
PRESS_CHOICE = """n => { const all = [...document.querySelectorAll(
        '[data-testid=stMain] :is([role=radio], input[type=radio])')];
    const choice = all[n % all.length]; choice?.click(); return choice?.value || choice?.textContent || ''; }"""
PRESS_DATE = (
    """name => { document.querySelector(`.parley-as-of [name=${name}]:not([hidden])`)?.click(); return name; }"""
)
TYPE_DATE = """day => { const field = document.querySelector('.parley-as-of [name=field]');
    if (field) { field.value = day; field.dispatchEvent(new Event('change')); } return day; }"""


def pressed(press: Callable[..., object], *given: object) -> str:
    """Press, and tell what it was: nothing, where *Back* or a reload has taken the document away in that moment."""
    try:
        return str(press(*given))
    except Error as fault:
        if "Execution context was destroyed" not in fault.message:
            raise
        return f"nothing: {fault.message.splitlines()[0]}"


def step(page: Page, chance: random.Random) -> str:
    """One press; what it was."""
    kind = chance.choices(["link", "choice", "date", "typed", "back", "forward", "reload"], [28, 30, 18, 8, 8, 5, 3])[0]
    number = chance.randrange(1000)
    match kind:
        case "link":
            said = page.evaluate(PRESS_PAGE, ["", "", number])
        case "choice":
            said = page.evaluate(PRESS_CHOICE, number)
        case "date":
            said = page.evaluate(PRESS_DATE, ["talks", "latest"][number % 2])
        case "typed":
            said = page.evaluate(TYPE_DATE, DAYS[number % len(DAYS)])
        case "reload":
            said = page.evaluate("() => { location.reload(); return ''; }")
        case _:  # not out of the app
            said = page.evaluate(f"() => {{ if (navigation.canGo{kind.title()}) history.{kind}(); return ''; }}")
    return f"{kind} {said}".strip()
