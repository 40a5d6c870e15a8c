"""What a run draws is handed over in one parcel, in order and whole, and not later than after the longest wait."""

import pytest
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.forward_msg_queue import ForwardMsgQueue

from parley.app.kit import parcels
from tests.sessions import HERALD, Session, give, leave, words, words_of


def test_what_a_run_draws_waits_for_its_end_and_keeps_its_order(handed_over: list[tuple[Session, str]]) -> None:
    one, other = Session(), Session()
    give(one, "new_session", "page_info_changed", "a", "page_info_changed", "b")
    give(other, "new_session", "c")
    assert handed_over == []
    give(one, "script_finished")
    told = ["new_session", "page_info_changed", "a", "page_info_changed", "b", "script_finished"]
    assert handed_over == [(one, words) for words in told]
    give(one, "page_info_changed")  # nothing is held: at once
    give(other, "script_finished")
    told_other = [(other, words) for words in ("new_session", "c", "script_finished")]
    assert handed_over[len(told) :] == [(one, "page_info_changed"), *told_other]


def test_messages_the_browser_makes_nothing_of_go_ahead_of_a_parcel(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[ForwardMsg] = []
    monkeypatch.setattr(AppSession, "_enqueue_forward_msg", lambda _, message: sent.append(message))
    monkeypatch.setattr(AppSession, "_clear_queue", AppSession._clear_queue)
    parcels.keep()
    give(Session(), "new_session", "a", "script_finished")
    told = list(map(words_of, sent))
    assert told == [HERALD] * parcels.HERALDS + ["new_session", "a", "script_finished"]
    assert not any(message.stop_auto_rerun.fragment_ids for message in sent)
    sent.clear()
    give(Session(), "new_session", "script_finished")  # one message by itself is taken up by itself
    assert list(map(words_of, sent)) == ["new_session", "script_finished"]


def test_a_slow_run_shows_what_it_has(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "a", "b")
    session._event_loop.wait(parcels.LONGEST)
    assert words(handed_over) == ["new_session", "a", "b"]
    give(session, "c", "script_finished")
    session._event_loop.wait(parcels.LONGEST)  # the parcel has left
    assert words(handed_over) == ["new_session", "a", "b", "c", "script_finished"]


def test_that_a_run_goes_on_is_told_of_a_long_one(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "running", "a")
    session._event_loop.wait(parcels.LONGEST)
    assert words(handed_over) == ["new_session", "a", "running"]
    give(session, "b", "script_finished", "not running")
    assert words(handed_over[3:]) == ["b", "script_finished", "not running"]


def test_the_end_of_a_short_run_is_told_with_its_beginning(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "running", "a", "script_finished", "not running")
    told = ["new_session", "a", "script_finished", "running", "not running"]
    assert words(handed_over) == told
    session._event_loop.wait(parcels.LONGEST)  # all has been told
    assert words(handed_over) == told


def test_a_run_that_only_asks_for_another_is_not_told_of(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "running", "another", "not running")
    give(session, "new_session", "running", "a", "script_finished", "not running")
    assert words(handed_over) == ["new_session", "a", "script_finished", "running", "not running"]


def test_a_run_that_has_drawn_and_asks_for_another_goes_on(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session", "running", "a", "another", "not running")
    assert words(handed_over) == ["new_session", "a", "another"]
    give(session, "new_session", "running", "b")
    assert len(handed_over) == 3  # the browser is still at work on what came before
    give(session, "script_finished", "not running")
    assert words(handed_over[3:]) == ["new_session", "b", "script_finished", "running", "not running"]


OPENED = ("new_session tariffs", "head", "chart", "words", "chart", "list", "script_finished", "not running")
DRAWN = ["new_session", "head", "chart", "words", "chart"]
AFTER = ["list", "script_finished", "not running"]


def test_a_page_that_is_opened_leaves_up_to_its_last_chart_and_then_the_rest(
    handed_over: list[tuple[Session, str]],
) -> None:
    session = Session()
    give(session, *OPENED)
    assert words(handed_over) == DRAWN
    session._event_loop.wait(parcels.PAUSE)  # on a first page the browser reads its scripts as well
    assert words(handed_over) == DRAWN
    session._event_loop.wait(parcels.FIRST_PAUSE)
    assert words(handed_over) == DRAWN + AFTER
    handed_over.clear()
    give(session, "new_session trade", *OPENED[1:])
    assert words(handed_over) == DRAWN
    session._event_loop.wait(parcels.PAGE_PAUSE)  # as long for each chart
    assert words(handed_over) == DRAWN
    session._event_loop.wait(2 * parcels.PAGE_PAUSE)
    assert words(handed_over) == DRAWN + AFTER


def test_that_a_run_goes_on_is_not_told_while_its_charts_are_drawn(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session tariffs", "running", "chart", "list", "script_finished")
    session._event_loop.wait(parcels.LONGEST)
    assert words(handed_over) == ["new_session", "chart"]
    session._event_loop.wait(parcels.FIRST_PAUSE)
    give(session, "not running")
    assert words(handed_over) == ["new_session", "chart", "list", "script_finished", "running", "not running"]


def test_the_choices_of_a_page_are_html_until_its_charts_are_drawn(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, "new_session tariffs", "choice", "chart", "list", "script_finished", "not running")
    assert words(handed_over) == ["new_session", "html", "chart"]
    session._event_loop.wait(parcels.FIRST_PAUSE)
    assert words(handed_over) == ["new_session", "html", "chart", "choice", *AFTER]


def opened(session: Session, handed_over: list[tuple[Session, str]], *drawn: str) -> None:
    """The page is opened by another visitor's run, from beginning to end."""
    give(session, "new_session tariffs", *drawn, "script_finished", "not running")
    session._event_loop.wait(parcels.FIRST_PAUSE)
    handed_over.clear()


def test_the_charts_of_a_page_opened_before_leave_when_the_last_of_them_is_drawn(
    handed_over: list[tuple[Session, str]],
) -> None:
    opened(Session(), handed_over, "head", "chart", "words", "chart", "list")
    session = Session("next")
    give(session, "new_session tariffs", "head", "chart", "words")
    assert handed_over == []
    give(session, "chart")
    assert words(handed_over) == DRAWN
    give(session, "list")
    assert words(handed_over) == DRAWN  # the browser draws the charts
    session._event_loop.wait(parcels.FIRST_PAUSE)
    give(session, "script_finished", "not running")
    assert words(handed_over) == DRAWN + AFTER


def test_a_page_with_more_charts_than_last_time_brings_the_others_with_the_rest(
    handed_over: list[tuple[Session, str]],
) -> None:
    opened(Session(), handed_over, "chart", "list")
    one, next_one = Session("one"), Session("next")
    give(one, "new_session tariffs", "chart", "words", "chart", "list", "script_finished", "not running")
    assert words(handed_over) == ["new_session", "chart"]
    one._event_loop.wait(parcels.FIRST_PAUSE)
    assert words(handed_over) == ["new_session", "chart", "words", "chart", *AFTER]
    handed_over.clear()
    give(next_one, "new_session tariffs", "chart", "words")
    assert handed_over == []
    give(next_one, "chart")
    assert words(handed_over) == ["new_session", "chart", "words", "chart"]


def test_a_page_with_fewer_charts_than_last_time_leaves_when_it_ends(handed_over: list[tuple[Session, str]]) -> None:
    opened(Session(), handed_over, "chart", "words", "chart", "list")
    one, next_one = Session("one"), Session("next")
    give(one, "new_session tariffs", "chart", "list")
    assert handed_over == []
    give(one, "script_finished", "not running")
    assert words(handed_over) == ["new_session", "chart"]
    one._event_loop.wait(parcels.FIRST_PAUSE)
    assert words(handed_over) == ["new_session", "chart", *AFTER]
    handed_over.clear()
    give(next_one, "new_session tariffs", "chart")
    assert words(handed_over) == ["new_session", "chart"]


def test_a_page_drawn_again_leaves_at_once(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, *OPENED)
    session._event_loop.wait(parcels.FIRST_PAUSE)
    handed_over.clear()
    give(session, *OPENED)
    assert words(handed_over) == DRAWN + AFTER


@pytest.mark.parametrize("drawn", [("head", "list"), ("head", "chart")])
def test_a_page_without_a_rest_leaves_at_once(handed_over: list[tuple[Session, str]], drawn: tuple[str, ...]) -> None:
    give(Session(), "new_session tariffs", *drawn, "script_finished")
    assert words(handed_over) == ["new_session", *drawn, "script_finished"]


def test_a_run_that_begins_in_the_pause_comes_after_the_rest(handed_over: list[tuple[Session, str]]) -> None:
    session = Session()
    give(session, *OPENED, "new_session trade", "other")
    assert words(handed_over) == DRAWN + AFTER
    give(session, "script_finished")
    assert words(handed_over) == [*DRAWN, *AFTER, "new_session", "other", "script_finished"]
    session._event_loop.wait(parcels.FIRST_PAUSE)  # nothing is sent twice
    assert len(handed_over) == len(DRAWN + AFTER) + 3


@pytest.mark.parametrize(("drawn", "told"), [(OPENED, [*DRAWN, *AFTER]), (OPENED[:2], DRAWN[:2])])
def test_all_that_waits_is_handed_over_before_streamlit_drops_what_has_not_left(
    handed_over: list[tuple[Session, str]], monkeypatch: pytest.MonkeyPatch, drawn: tuple[str, ...], told: list[str]
) -> None:
    session = Session()
    give(session, *drawn)
    in_the_queue: list[str] = []
    monkeypatch.setattr(session, "clear", lambda **_: in_the_queue.extend(words(handed_over)))
    give(session, "new_session trade", "a", "script_finished")
    assert in_the_queue == told
    assert words(handed_over) == [*told, "new_session", "a", "script_finished"]


@pytest.mark.parametrize(
    ("waiting", "parts", "dropped"),
    [
        (["", "a part", "a part in it"], ["a part"], []),
        (["a part", "a part in it"], ["a part"], []),
        (["a part"], ["a part"], ["a part"]),
        (["", "a part"], None, None),
    ],
    ids=["a page", "a part that holds another", "a slider that moves on", "another page"],
)
def test_of_what_waits_where_a_part_is_drawn_again_only_the_part_alone_is_dropped(
    handed_over: list[tuple[Session, str]], waiting: list[str], parts: list[str] | None, dropped: list[str] | None
) -> None:
    session, asked = Session(), list[object]()
    for part in waiting:
        message = ForwardMsg()
        message.delta.fragment_id = part
        session._queue.append(message)
    session.clear = lambda **told: asked.append(told["fragment_ids_this_run"])  # type: ignore[method-assign]
    AppSession._clear_queue(session, parts)  # type: ignore[arg-type]
    assert asked == [dropped]
    assert handed_over == []


def test_a_run_that_asks_for_another_sends_what_it_has_drawn(
    handed_over: list[tuple[Session, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    one, other = Session("one"), Session("other")
    give(one, "new_session", "a")
    give(other, "new_session", "b")
    leave(monkeypatch, "one")
    assert handed_over == [(one, "new_session"), (one, "a")]
    leave(monkeypatch, "a session nobody has")
    assert len(handed_over) == 2


def test_a_run_does_not_wait_for_a_browser_that_has_gone(
    handed_over: list[tuple[Session, str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    session = Session("one", full=100)
    give(session, "new_session", "a")
    leave(monkeypatch, "one")
    assert words(handed_over) == ["new_session", "a"]
    session._event_loop.wait(1)  # a last look after the wait
    assert session._event_loop.timers == []


def test_streamlit_still_hands_messages_over_this_way() -> None:
    assert callable(AppSession._enqueue_forward_msg)
    begins = AppSession._handle_scriptrunner_event_on_event_loop.__code__.co_names
    assert begins.index("_clear_queue") < begins.index("_enqueue_forward_msg")
    own = AppSession.__init__.__code__.co_names
    assert {"_event_loop", "_browser_queue", "id"} <= set(own)
    assert callable(ForwardMsgQueue().is_empty)
    assert ForwardMsgQueue()._queue == []
