"""What a server may be started without, and with."""

import os

# Lists the settings left out; ``arenas``: two arenas of memory for all threads.
WITHOUT = "PARLEY_WITHOUT"
# Lists what is begun and off by default; ``preview``: answers under the thumb.
WITH = "PARLEY_WITH"


def is_left_out(name: str) -> bool:
    """Whether the server was started without this setting."""
    return _lists(WITHOUT, name)


def is_asked_for(name: str) -> bool:
    """Whether the server was started with this, which is off by default."""
    return _lists(WITH, name)


def _lists(variable: str, name: str) -> bool:
    return name in os.environ.get(variable, "").replace(",", " ").split()
