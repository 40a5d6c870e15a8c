"""A control of a page that is being left asks for nothing: its part is gone, and the browser would take up that page.

Until the first of the next page arrives the visitor still sees the controls of the one before. A press on one asks for
a run of that page's part; told that such a run begins, the browser drops the page it has just been given and is left
with none.
"""

from collections.abc import Callable
from typing import Any

from streamlit.runtime.app_session import AppSession

from parley.ui.replaced import replace


def keep() -> bool:
    """Take up a request for a part only of the page asked for last; whether Streamlit still asks this way.

    The method replaced is private to Streamlit; a test in the browser holds what it is for.
    """
    return replace(AppSession, request_rerun=_of_this_page)


def _of_this_page(request: Callable[[Any, Any], None]) -> Callable[[Any, Any], None]:
    def ask(session: Any, state: Any) -> None:
        if state is not None and state.page_script_hash:
            if state.fragment_id and state.page_script_hash != session.page_script_hash:
                return
            # Streamlit notes it when the run begins; a press can come before
            session._client_state.page_script_hash = state.page_script_hash
        request(session, state)

    return ask
