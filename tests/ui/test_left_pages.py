"""Of the requests for a part of a page those of the page asked for last are taken up, those of one left are not."""

from types import SimpleNamespace
from typing import Any

import pytest
from streamlit.proto.ClientState_pb2 import ClientState
from streamlit.runtime.app_session import AppSession

from parley.ui import left_pages


class Session:
    """What is asked of Streamlit's session: the page its last run is of."""

    def __init__(self) -> None:
        self._client_state = SimpleNamespace(page_script_hash="")

    @property
    def page_script_hash(self) -> str:
        return str(self._client_state.page_script_hash)


def test_a_part_of_a_page_that_is_left_is_not_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, str] | None] = []

    def request(_: Any, state: ClientState | None) -> None:
        asked.append(state and (state.page_script_hash, state.fragment_id))

    monkeypatch.setattr(AppSession, "request_rerun", request)
    assert left_pages.keep()
    assert left_pages.keep()  # a second time changes nothing
    session: Any = Session()

    def ask(page: str, part: str = "") -> None:
        AppSession.request_rerun(session, ClientState(page_script_hash=page, fragment_id=part))

    ask("")  # a visitor's first: the server finds the page by its address, and notes it when the run begins
    session._client_state.page_script_hash = "trade"
    ask("trade", "one")
    ask("outlook")
    ask("trade", "one")  # the browser has not heard of the other page yet
    ask("outlook", "two")
    AppSession.request_rerun(session, None)  # as after a change of the app's files
    assert asked == [("", ""), ("trade", "one"), ("outlook", ""), ("outlook", "two"), None]
