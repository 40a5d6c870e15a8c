"""The answer of a page leaves before its controls, and no control is lost."""

import dataclasses
from types import SimpleNamespace

import pytest
from streamlit.runtime.scriptrunner_utils.script_run_context import ScriptRunContext

from parley.app.kit import answer_first


class Run:
    """A run of a page, or of a part of it, and what it has sent."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, parts: tuple[str, ...] = (), browser: str = "") -> None:
        self.sent: list[str] = []
        self.fragment_ids_this_run, self._enqueue = parts, self.sent.append
        monkeypatch.setattr(answer_first, "get_script_run_ctx", lambda: self)
        about = SimpleNamespace(headers={"User-Agent": browser})
        monkeypatch.setattr(answer_first, "st", SimpleNamespace(context=about))

    def draw(self, words: str) -> None:
        self._enqueue(words)

    def draw_page(self) -> list[str]:
        self.sent.clear()
        with answer_first.ordered() as last:
            with last():
                self.draw("controls")
            self.draw("answer")
        self.draw("below")
        return self.sent


def test_the_answer_of_a_page_leaves_before_its_controls(monkeypatch: pytest.MonkeyPatch) -> None:
    assert Run(monkeypatch).draw_page() == ["answer", "controls", "below"]


@pytest.mark.parametrize(("parts", "browser"), [(("a part",), ""), ((), "Firefox/145.0 (Android; Mobile)")])
def test_in_a_part_and_on_a_phone_all_leaves_as_it_is_drawn(
    monkeypatch: pytest.MonkeyPatch, parts: tuple[str, ...], browser: str
) -> None:
    assert Run(monkeypatch, parts, browser).draw_page() == ["controls", "answer", "below"]


def test_controls_are_not_lost_where_the_answer_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    run = Run(monkeypatch)
    with pytest.raises(ValueError, match="no answer"), answer_first.ordered() as last:
        with last():
            run.draw("controls")
        raise ValueError("no answer")
    run.draw("below")
    assert run.sent == ["controls", "below"]


def test_a_real_run_has_what_the_order_rests_on() -> None:
    assert {"_enqueue", "fragment_ids_this_run"} <= {field.name for field in dataclasses.fields(ScriptRunContext)}
