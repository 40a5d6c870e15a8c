"""The theme of ``config.toml`` as Streamlit tells it to the browser, put together once instead of at every run.

Every run of a page begins with a message that holds the whole theme, read anew option by option: 1.2 ms, a quarter of
what the server needs for a press on a chart's control. The theme does not change while the app runs.
"""

from collections.abc import Callable
from typing import Any

from streamlit.runtime import app_session

from parley.app.kit.replaced import replace


def keep() -> bool:
    """Keep each section of the theme after its first use; whether Streamlit still builds the message this way.

    The function replaced is private to Streamlit; a test holds that the message stays the same, byte for byte.
    """
    return replace(app_session, _populate_theme_msg=_put_together_once)


def _put_together_once(build: Callable[[Any, str], None]) -> Callable[..., None]:
    kept: dict[str, Any] = {}

    def populate(message: Any, section: str = "theme") -> None:
        if section not in kept:
            fresh = type(message)()
            build(fresh, section)
            kept[section] = fresh
        if kept[section].ByteSize():
            message.MergeFrom(kept[section])

    return populate
