"""Where the parts of a what-if page stand: controls on the left, on the right its answer, from the moment it opens.

``static/style.css`` lays them out: the controls stay in sight and scroll by themselves, the answer's facts stay too.
On a phone the answer's head comes first.
"""

from collections.abc import Callable
from typing import Any, NamedTuple

import streamlit as st

from parley.app.kit import error_sentences
from parley.app.what_if import preview


class Places(NamedTuple):
    """The containers of a page: controls, the answer with its head inside, that head, and the preview out of sight.

    The preview has a place of its own, as Streamlit knows a part that is drawn again by itself by where it stands.
    """

    controls: Any
    answer: Any
    head: Any
    preview: Any


def places() -> Places:
    whole = st.container(key="what_if")
    controls = whole.container(gap="small", key="what_if_controls")
    answer = whole.container(key="what_if_answer")
    preview = whole.container(key="what_if_preview")
    return Places(controls, answer, answer.container(gap="small", key="what_if_head"), preview)


def draw(place: Places, title: str, answer: Callable[[], preview.Path]) -> None:
    """An answer in its place and, beside it, the previews of the path it gives.

    Where it fails, its fault stands in its place under ``title``, and nothing is previewed.
    """
    path: preview.Path | None = None
    with place.answer, error_sentences.guarded("Answer", title, place.head):
        path = answer()
    if path is not None:
        with place.preview:  # beside the answer: Streamlit copies what a part is drawn inside of
            preview.draw(path)
