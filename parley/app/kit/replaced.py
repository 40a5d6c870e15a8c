"""Functions private to Streamlit that ours stand in for, each said to be so by the module that replaces it."""

from collections.abc import Callable
from typing import Any


def replace(owner: Any, **ours: Callable[[Any], Any]) -> bool:
    """Put in the place of each function of ``owner`` what is made of it, once; whether Streamlit still has them all.

    Where it lacks one, all stay as they are.
    """
    theirs = {name: getattr(owner, name, None) for name in ours}
    if None in theirs.values():
        return False
    for name, make in ours.items():
        if theirs[name].__module__ != make.__module__:
            setattr(owner, name, make(theirs[name]))
    return True
