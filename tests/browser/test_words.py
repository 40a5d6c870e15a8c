"""Words and choices written as HTML: their help opens by keyboard, and a choice takes the room of Streamlit's own."""

import pytest
from playwright.sync_api import Page, expect
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg

from parley.app.kit import stand_ins
from tests.browser.conftest import App, Visit, opened

# What is read of a choice as Streamlit draws it.
DRAWN = """() => [...document.querySelectorAll('[data-testid=stMain] [role=radiogroup]')].map(group => ({
    label: group.previousElementSibling?.offsetHeight ? group.previousElementSibling.innerText : '',
    names: [...group.children].map(option => option.innerText),
    chosen: [...group.children].findIndex(option => option.ariaChecked === 'true'),
}))"""
# Where the label and the options of a choice stand, and of its stand-in laid over it, from the corner of the choice.
PLACES = """([number, html]) => {
    const group = document.querySelectorAll('[data-testid=stMain] [role=radiogroup]')[number];
    const own = group.parentElement, corner = own.getBoundingClientRect();
    const over = document.createElement('div');
    over.className = 'stHtml';
    over.innerHTML = html;
    Object.assign(over.style, { position: 'fixed', left: `${corner.x}px`, top: `${corner.y}px` });
    const room = own.closest('[data-testid=stVerticalBlock]').clientWidth - (corner.x
        - own.closest('[data-testid=stVerticalBlock]').getBoundingClientRect().x);
    over.style.width = `${room}px`;
    own.append(over);
    const place = (part) => {
        const box = part.getBoundingClientRect();
        return [box.x - corner.x, box.y - corner.y, box.width, box.height];
    };
    const places = [[...group.children].map(place), [...over.querySelectorAll('span')].map(place)];
    over.remove();
    return places;
}"""


def stand_in(choice: dict[str, object]) -> str:
    message = ForwardMsg()
    group = message.delta.new_element.button_group
    group.style, group.label = ButtonGroup.Style.SEGMENTED_CONTROL, str(choice["label"])
    group.label_visibility.value = 0 if choice["label"] else 2  # type: ignore[assignment]
    for name in choice["names"]:  # type: ignore[attr-defined]
        group.options.add(content=name)
    group.default.append(choice["chosen"])  # type: ignore[arg-type]
    return html_of(message)


@pytest.mark.parametrize("width", [1440, 800, 390])
@pytest.mark.parametrize("path", ["rare_earths", "trade", "outlook"])
def test_a_choice_drawn_as_html_stands_where_the_choice_will(app: App, visit: Visit, path: str, width: int) -> None:
    visit.page.set_viewport_size({"width": width, "height": 900})
    page = opened(visit, app, path)
    choices = page.evaluate(DRAWN)
    assert len(choices) >= 2
    for number, choice in enumerate(choices):
        drawn, stood_in = page.evaluate(PLACES, [number, stand_in(choice)])
        assert len(stood_in) == len(drawn) == len(choice["names"])
        for place, instead in zip(drawn, stood_in, strict=True):
            assert instead == pytest.approx(place, abs=1), choice


# The size of a list or a menu as Streamlit draws it, and of its stand-in in as much width as that has, or it needs.
SIZES = """(own, [html, width]) => {
    const size = part => { const box = part.getBoundingClientRect(); return [box.width, box.height]; };
    const over = document.createElement('div');
    over.className = 'stHtml';
    over.innerHTML = html;
    Object.assign(over.style, { position: 'fixed', width: width ?? `${own.clientWidth}px` });
    document.querySelector('[data-testid=stMain]').append(over);
    const sizes = [size(own), size(over)];
    over.remove();
    return sizes;
}"""


def test_a_list_and_a_menu_drawn_as_html_take_the_room_of_the_list_and_the_menu(app: App, visit: Visit) -> None:
    page = opened(visit, app, "compare")
    boxes, menus = page.get_by_test_id("stSelectbox"), page.get_by_test_id("stPopover")
    assert (boxes.count(), menus.count()) == (2, 5)
    for box in boxes.all():
        message = ForwardMsg()
        given = message.delta.new_element.selectbox
        given.label, given.options[:], given.default = box.locator("label").inner_text(), ["Duties in force"], 0
        own, instead = box.evaluate(SIZES, [html_of(message), None])
        assert instead == pytest.approx(own, abs=1)
    for menu in menus.all():
        message = ForwardMsg()
        popover = message.delta.add_block.popover
        icon, popover.label, _ = menu.locator("button").inner_text().split("\n\n")
        popover.icon, popover.type = f":material/{icon}:", "tertiary" if "Cite" in popover.label else "secondary"
        own, instead = menu.locator("button").first.evaluate(SIZES, [html_of(message), "max-content"])
        assert instead == pytest.approx(own, abs=3), menu.inner_text()


def html_of(message: ForwardMsg) -> str:
    return str(stand_ins.exchanged([message])[0][0].delta.new_element.html.body)


def test_the_help_of_a_fact_opens_and_closes_by_keyboard(app: App, visit: Visit) -> None:
    page: Page = opened(visit, app, "trade")
    button = page.get_by_role("button", name="Help for Exports")
    words = page.locator(f"#{button.get_attribute('popovertarget')}")
    expect(words).to_be_hidden()
    button.focus()
    page.keyboard.press("Enter")
    expect(words).to_be_visible()
    expect(words).to_contain_text("free alongside ship")
    page.keyboard.press("Escape")
    expect(words).to_be_hidden()
    expect(button).to_be_focused()
    assert visit.outside == [] and visit.complaints == []
