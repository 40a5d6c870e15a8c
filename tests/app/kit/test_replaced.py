"""A function of Streamlit's is replaced once, and none where one of them is gone."""

from collections.abc import Callable
from types import SimpleNamespace

from parley.app.kit.replaced import replace


def louder(say: Callable[[], str]) -> Callable[[], str]:
    return lambda: f"{say()}!"


def owner() -> SimpleNamespace:
    theirs = SimpleNamespace(say=lambda: "yes", tell=lambda: "no")
    theirs.say.__module__ = theirs.tell.__module__ = "streamlit"
    return theirs


def test_each_is_replaced_once() -> None:
    theirs = owner()
    assert replace(theirs, say=louder, tell=louder)
    assert replace(theirs, say=louder)
    assert (theirs.say(), theirs.tell()) == ("yes!", "no!")


def test_where_one_is_gone_all_stay() -> None:
    theirs = owner()
    assert not replace(theirs, say=louder, whisper=louder)
    assert theirs.say() == "yes"
