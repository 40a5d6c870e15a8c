"""What is handed over to the browser, in words."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession

from parley.app.kit import parcels
from tests.sessions import HERALD, Session, words_of


@pytest.fixture
def handed_over(monkeypatch: pytest.MonkeyPatch) -> list[tuple[Session, str]]:
    """Sessions and the messages handed over for them, but for those the browser makes nothing of."""
    sent: list[tuple[Session, str]] = []

    def own(session: Session, message: ForwardMsg) -> None:
        if (words := words_of(message)) != HERALD:
            sent.append((session, words))

    monkeypatch.setattr(AppSession, "_enqueue_forward_msg", own)
    monkeypatch.setattr(AppSession, "_clear_queue", AppSession._clear_queue)
    assert parcels.keep()
    assert parcels.keep()  # a second time changes nothing
    return sent
