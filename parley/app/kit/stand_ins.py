"""Choices, lists and menus drawn as HTML for as long as the charts of a page are: they look as they will and take the
same room.

A choice of twelve costs the browser ten milliseconds, a list four, a menu two, of which the charts of a page that is
opened need not wait (``docs/decisions/0010-words-as-html.md``).
"""

import re
from html import escape
from typing import Any

from streamlit.proto.Block_pb2 import Block
from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.LabelVisibility_pb2 import LabelVisibility
from streamlit.proto.Selectbox_pb2 import Selectbox

ICON = re.compile(r":material/(\w+):")


def exchanged(messages: list[Any]) -> tuple[list[Any], list[Any]]:
    """The messages with a stand-in for each choice, list and menu, and what they stand for, to be sent later in this
    order, with all that is drawn inside a menu.
    """
    shown, later = [], []
    menus: list[tuple[int, ...]] = []
    for message in messages:
        place = tuple(message.metadata.delta_path)
        html = _html(message.delta)
        if any(place[: len(menu)] == menu for menu in menus):
            later.append(message)
        elif html:
            shown.append(_stand_in(message, html))
            later.append(message)
            if message.delta.WhichOneof("type") == "add_block":
                menus.append(place)
        else:
            shown.append(message)
    return shown, later


def _stand_in(message: Any, html: str) -> ForwardMsg:
    """A message that draws the HTML in the place of what the other draws, as wide."""
    drawn = ForwardMsg()
    drawn.CopyFrom(message)
    drawn.ClearField("hash")
    drawn.delta.new_element.html.body = f'<div class="parley-choice" aria-hidden="true">{html}</div>'
    if message.delta.add_block.HasField("width_config"):
        drawn.delta.new_element.width_config.CopyFrom(message.delta.add_block.width_config)
    return drawn


def _html(delta: Any) -> str:
    """What stands in for a choice, a list or a menu; empty for all else."""
    if delta.add_block.HasField("popover"):
        return _menu(delta.add_block.popover)
    element = delta.new_element
    match element.WhichOneof("type"):
        case "button_group" if element.button_group.style == ButtonGroup.Style.SEGMENTED_CONTROL:
            return _choice(element.button_group)
        case "selectbox":
            return _list(element.selectbox)
        case _:
            return ""


def _menu(menu: Block.Popover) -> str:
    named = ICON.fullmatch(menu.icon)
    icon = f'<span class="parley-icon">{named[1]}</span>' if named else ""
    kind = "parley-menu" if menu.type == "tertiary" else "parley-framed"
    return f'<p class="{kind}">{icon}{escape(menu.label)}<span class="parley-icon">expand_more</span></p>'


def _list(given: Selectbox) -> str:
    chosen = given.raw_value if given.set_value else given.options[given.default] if given.HasField("default") else ""
    return f'{_label(given)}<p class="parley-list">{escape(chosen)}<span class="parley-icon">expand_more</span></p>'


def _choice(choice: ButtonGroup) -> str:
    names = [option.content for option in choice.options]
    chosen = choice.raw_values if choice.set_value else [names[place] for place in choice.default]
    marks = dict.fromkeys(chosen, ' class="parley-chosen"')
    options = "".join(f"<span{marks.get(name, '')}>{escape(name)}</span>" for name in names)
    return f"{_label(choice)}<div>{options}</div>"


def _label(control: Any) -> str:
    is_shown = control.label_visibility.value == LabelVisibility.LabelVisibilityOptions.VISIBLE
    return f"<p>{escape(control.label)}</p>" if is_shown else ""
