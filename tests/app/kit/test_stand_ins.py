"""While the charts of a page are drawn its choices, lists and menus are HTML; what is sent later is untouched."""

import xml.etree.ElementTree as ET
from typing import Any

import pytest
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.LabelVisibility_pb2 import LabelVisibility
from streamlit.proto.Selectbox_pb2 import Selectbox

from parley.app.kit import stand_ins


def choice(*names: str, style: ButtonGroup.Style.ValueType = ButtonGroup.Style.SEGMENTED_CONTROL) -> ForwardMsg:
    """A choice in the place 0, 1 of a page, the second option its default."""
    message = ForwardMsg()
    message.metadata.delta_path[:] = [0, 1]
    group = message.delta.new_element.button_group
    group.label, group.style = "Goods & more", style
    for name in names:
        group.options.add(content=name)
    group.default.append(1)
    return message


def drawn(message: ForwardMsg) -> ET.Element:
    ((stand_in,), (later,)) = stand_ins.exchanged([message])
    assert later is message
    assert list(stand_in.metadata.delta_path) == [0, 1]
    assert stand_in.delta.new_element.WhichOneof("type") == "html"
    return ET.fromstring(stand_in.delta.new_element.html.body)


def chosen(stand_in: ET.Element) -> list[str | None]:
    return [option.text for option in stand_in.iter("span") if option.get("class") == "parley-chosen"]


def test_a_choice_is_drawn_with_its_label_its_options_and_the_chosen_one() -> None:
    stand_in = drawn(choice("All", "Less <1 %", "More"))
    assert [option.text for option in stand_in.iter("span")] == ["All", "Less <1 %", "More"]
    assert [label.text for label in stand_in.iter("p")] == ["Goods & more"]
    assert chosen(stand_in) == ["Less <1 %"]
    assert stand_in.get("aria-hidden") == "true"


def test_the_option_an_address_asks_for_is_the_chosen_one() -> None:
    message = choice("All", "Less", "More")
    message.delta.new_element.button_group.set_value = True
    message.delta.new_element.button_group.raw_values.append("More")
    assert chosen(drawn(message)) == ["More"]


def test_a_label_that_is_not_shown_is_not_drawn() -> None:
    message = choice("All", "Less")
    visibility = message.delta.new_element.button_group.label_visibility
    visibility.value = LabelVisibility.LabelVisibilityOptions.COLLAPSED
    assert list(drawn(message).iter("p")) == []


def test_everything_else_is_sent_as_it_is() -> None:
    words, pills = ForwardMsg(), choice("All", "Less", style=ButtonGroup.Style.PILLS)
    words.delta.new_element.text.body = "words"
    assert stand_ins.exchanged([words, pills]) == ([words, pills], [])


@pytest.mark.parametrize(
    ("asked", "shown"), [({}, "World"), ({"set_value": True, "raw_value": "China"}, "China"), ({"default": None}, "")]
)
def test_a_list_is_drawn_with_its_label_and_the_chosen_name(asked: dict[str, Any], shown: str) -> None:
    message = ForwardMsg()
    message.metadata.delta_path[:] = [0, 1]
    given = {"label": "Area", "options": ["China", "World"], "default": 1} | asked
    message.delta.new_element.selectbox.CopyFrom(Selectbox(**{k: v for k, v in given.items() if v is not None}))
    label, box = drawn(message).iter("p")
    assert (label.text, box.text or "", box.get("class")) == ("Area", shown, "parley-list")


def test_a_menu_is_drawn_as_its_button_and_what_is_in_it_comes_with_it_later() -> None:
    menu, inside, beside = ForwardMsg(), ForwardMsg(), ForwardMsg()
    for message, place in ((menu, [0, 1]), (inside, [0, 1, 0]), (beside, [0, 10])):
        message.metadata.delta_path[:] = place
    menu.delta.add_block.popover.label, menu.delta.add_block.popover.icon = "Copy link", ":material/link:"
    menu.delta.add_block.width_config.use_content = True
    inside.delta.new_element.text.body = beside.delta.new_element.text.body = "words"
    (stand_in, same), later = stand_ins.exchanged([menu, inside, beside])
    assert (same, later) == (beside, [menu, inside])
    assert stand_in.delta.new_element.width_config.use_content
    (button,) = ET.fromstring(stand_in.delta.new_element.html.body).iter("p")
    assert "".join(button.itertext()) == "linkCopy linkexpand_more"
    assert button.get("class") == "parley-framed"
