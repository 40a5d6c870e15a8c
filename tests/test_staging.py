"""Killed at any step, a refresh leaves the old tables or the new ones, whole."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from parley.tables import staging
from parley.tables.read import JOURNAL
from tests.seeds import seed
from tests.servers import HANG_SECONDS

ROOT = Path(__file__).resolve().parents[1]
SEED, POINTS = seed(20261127), 30


@pytest.mark.skipif(os.name != "posix", reason="processes are forked and killed")
def test_killed_at_thirty_steps_the_tables_are_old_or_new(tmp_path: Path, share: float) -> None:
    count = round(share * POINTS)
    command = [sys.executable, str(ROOT / "tests" / "refresh" / "killed.py"), str(SEED), str(count)]
    settings = dict(os.environ, PARLEY_DATA=str(tmp_path / "data"), PYTHONPATH=str(ROOT))
    done = subprocess.run(
        command, env=settings, cwd=ROOT, capture_output=True, text=True, check=False, timeout=HANG_SECONDS
    )
    assert (done.returncode, done.stderr) == (0, "")
    points = [json.loads(line) for line in done.stdout.splitlines()]
    assert len(points) == count
    states = [point["state"] for point in points]
    assert set(states) == {"old", "new"}
    assert states == sorted(states, reverse=True)  # once new, never old again
    assert any(point["journal"] for point in points)


def test_a_replacement_cut_off_is_finished_by_the_next(tmp_path: Path) -> None:
    aside = staging.new_folder(tmp_path)
    (tmp_path / "a").write_text("old")
    (aside / "b").write_text("new b")  # ``a`` had been renamed when the process was killed
    (tmp_path / JOURNAL).write_text(json.dumps({"aside": aside.name, "files": ["a", "b"]}))
    assert staging.recover(tmp_path)
    assert (tmp_path / "b").read_text() == "new b"
    assert sorted(p.name for p in tmp_path.iterdir()) == ["a", "b"]


def test_what_was_written_aside_without_a_journal_is_dropped(tmp_path: Path) -> None:
    aside = staging.new_folder(tmp_path)
    (aside / "a").write_text("half")
    assert not staging.recover(tmp_path)
    assert list(tmp_path.iterdir()) == []
