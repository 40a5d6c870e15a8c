"""How a table is worked out: in pieces after which others may go first, and a run ends in time."""

from collections.abc import Iterator

import pytest

from parley.app.what_if import preview


@pytest.fixture
def paused(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    pauses: list[float] = []
    monkeypatch.setattr(preview, "sleep", pauses.append)
    return pauses


def ticks(step: float) -> Iterator[float]:
    now = 0.0
    while True:
        yield now
        now += step


def test_no_piece_is_longer_than_twenty_milliseconds(paused: list[float]) -> None:
    """The clock tells 6 ms an item: a pause after every third, and an end to the run."""
    clock = ticks(0.006)
    done = list(preview.in_pieces(range(200), preview.RUN_S, clock=lambda: next(clock)))
    assert done == list(range(len(done)))
    assert preview.PIECE_S == 0.02
    assert 10 <= len(done) <= preview.RUN_S / 0.006
    assert len(done) // 4 <= len(paused) <= len(done) // 3
    assert all(pause > 0 for pause in paused)


def test_one_item_is_worked_out_however_long_it_takes(paused: list[float]) -> None:
    clock = ticks(1.0)
    assert list(preview.in_pieces(range(5), preview.FIRST_S, clock=lambda: next(clock))) == [0]


def test_few_items_are_one_run(paused: list[float]) -> None:
    clock = ticks(0.0001)
    assert list(preview.in_pieces(range(5), preview.RUN_S, clock=lambda: next(clock))) == [0, 1, 2, 3, 4]
    assert paused == []
