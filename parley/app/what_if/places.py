"""Where the parts of a what-if page stand: controls on the left, on the right its answer, from the moment it opens.

``static/style.css`` lays them out: the controls stay in sight and scroll by themselves, the answer's facts stay too.
On a phone the answer's head comes first.
"""

from typing import Any, NamedTuple

import streamlit as st


class Places(NamedTuple):
    """The containers of a page: controls, the answer with its head inside, that head, and the preview out of sight.

    The preview has a place of its own, as Streamlit knows a part that is drawn again by itself by where it stands.
    """

    controls: Any
    answer: Any
    head: Any
    preview: Any


def places() -> Places:
    """Make the containers; once a page."""
    whole = st.container(key="what_if")
    controls = whole.container(gap="small", key="what_if_controls")
    answer = whole.container(key="what_if_answer")
    preview = whole.container(key="what_if_preview")
    return Places(controls, answer, answer.container(gap="small", key="what_if_head"), preview)
