"""The answer of a what-if page before its many controls, although they stand above it or beside it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext

import streamlit as st
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.scriptrunner import get_script_run_ctx

PHONE = "Mobi"  # what browsers of phones say of themselves


@contextmanager
def ordered() -> Iterator[Callable[[], AbstractContextManager[None]]]:
    """``with ordered() as last``: on a page drawn whole, what is drawn in ``with last():`` leaves after the rest.

    The browser then draws the answer of a page before its many controls. On a phone, where controls stand above the
    answer and would push it away, all leaves as it is drawn.
    """
    context, kept = get_script_run_ctx(), list[ForwardMsg]()
    if context is None or context.fragment_ids_this_run or PHONE in st.context.headers.get("User-Agent", ""):
        yield nullcontext
        return
    send = context._enqueue

    @contextmanager
    def last() -> Iterator[None]:
        context._enqueue = kept.append
        try:
            yield
        finally:
            context._enqueue = send

    try:
        yield last
    finally:
        for message in kept:
            send(message)
