"""Choices drawn as HTML for as long as the charts of a page are: they look as they will and take the same room.

A choice of twelve costs the browser ten milliseconds, of which the charts of a page that is opened need not wait
(``docs/decisions/0010-words-as-html.md``).
"""

from html import escape
from typing import Any

from streamlit.proto.ButtonGroup_pb2 import ButtonGroup
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.LabelVisibility_pb2 import LabelVisibility


def exchanged(messages: list[Any]) -> tuple[list[Any], list[Any]]:
    """The messages with a stand-in for each choice, and the choices themselves, to be sent later in this order."""
    choices = [message for message in messages if _is_choice(message)]
    return [_stand_in(message) if _is_choice(message) else message for message in messages], choices


def _is_choice(message: Any) -> bool:
    element = message.delta.new_element
    return bool(
        element.WhichOneof("type") == "button_group"
        and element.button_group.style == ButtonGroup.Style.SEGMENTED_CONTROL
    )


def _stand_in(message: Any) -> ForwardMsg:
    """A message that draws the choice as HTML in its place."""
    drawn = ForwardMsg()
    drawn.CopyFrom(message)
    drawn.ClearField("hash")
    drawn.delta.new_element.html.body = _html(message.delta.new_element.button_group)
    return drawn


def _html(choice: ButtonGroup) -> str:
    names = [option.content for option in choice.options]
    chosen = choice.raw_values if choice.set_value else [names[place] for place in choice.default]
    marks = dict.fromkeys(chosen, ' class="parley-chosen"')
    options = "".join(f"<span{marks.get(name, '')}>{escape(name)}</span>" for name in names)
    is_labelled = choice.label_visibility.value == LabelVisibility.LabelVisibilityOptions.VISIBLE
    label = f"<p>{escape(choice.label)}</p>" if is_labelled else ""
    return f'<div class="parley-choice" aria-hidden="true">{label}<div>{options}</div></div>'
