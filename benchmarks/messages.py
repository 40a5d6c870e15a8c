"""The messages of Streamlit that a simulated visitor speaks as a browser does: the only module that names them.

They are Streamlit's own affair and may move with a release: then a warning says so and what needs visitors is not
measured. ``python -m benchmarks.app --no-visitors`` does without them from the start.
"""

import warnings
from typing import Any, NamedTuple


class NoMessagesError(RuntimeError):
    """This release of Streamlit has other messages than the simulated visitors speak."""


class Messages(NamedTuple):
    """The classes of Streamlit's messages: a request to run, where the controls stand, what is sent back."""

    request: Any
    state: Any
    sent: Any


def _known() -> Messages | None:
    try:
        from streamlit.proto.BackMsg_pb2 import BackMsg
        from streamlit.proto.ClientState_pb2 import ClientState
        from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
    except ImportError as moved:
        warnings.warn(f"Streamlit's messages have moved ({moved}): nothing is measured with visitors", stacklevel=2)
        return None
    return Messages(BackMsg, ClientState, ForwardMsg)


KNOWN = _known()


def spoken() -> Messages:
    """The classes. Raises NoMessagesError where this release has none of these names."""
    if KNOWN is None:
        raise NoMessagesError("simulated visitors do not speak the messages of this release of Streamlit")
    return KNOWN
