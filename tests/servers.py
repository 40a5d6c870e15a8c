"""A server of the app in a process of its own: started on a free port, watched and stopped."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import dropwhile
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[1]
START_SECONDS = 60
HANG_SECONDS = 300  # what takes longer goes on for ever
FAULT_LINES = 120  # a trace-back or two


# Streamlit begins a run of a session before the last one, told to stop, has ended. One of them may then find the state
# of the session changed as the other puts it in order: where it ends, or before and as it calls what a press calls.
OVERTAKEN = re.compile(
    r"(?:Exception in thread ScriptRunner\.scriptThread:\n|A page failed\n)?.*Traceback .*\n"
    r"(?:(?!.*Traceback).*\n){1,80}?.* in (?:on_script_finished|_compact_state|_call_callbacks)\b.*\n"
    r"(?:(?!.*Traceback).*\n){1,20}?.*RuntimeError: .*dictionary (?:changed size|keys changed) during iteration.*\n"
)


@dataclass
class App:
    """A running app: its address, its log, and its process where it may be killed."""

    url: str
    log: Path
    process: subprocess.Popen[Any] | None = None

    def faults(self) -> list[str]:
        """The server's log from its first trace-back or failed block on, nothing where there is none.

        Those of runs that another has overtaken do not count.
        """
        lines = OVERTAKEN.sub("", self.log.read_text(encoding="utf-8", errors="replace")).splitlines()
        is_fault = re.compile(r"Traceback|\bError\b|\bfailed\b|Exception").search
        return list(dropwhile(lambda line: not is_fault(line), lines))[:FAULT_LINES]


@contextmanager
def process(command: Sequence[str | Path], **options: Any) -> Iterator[subprocess.Popen[Any]]:
    """A process that must end by itself or by what the test does; a test that fails does not wait for it."""
    with subprocess.Popen(command, **options) as started:
        try:
            yield started
            started.wait(HANG_SECONDS)
        finally:
            started.kill()  # nothing, if it has ended


def free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


def copy_of_app(folder: Path) -> Path:
    """What the app consists of, copied into a folder where it may be damaged."""
    for name in ("parley", "pages", "data", "assets", "static", ".streamlit"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("dashboard.py", "serve.py"):
        shutil.copyfile(ROOT / name, folder / name)
    return folder


@contextmanager
def running_app(
    log: Path,
    settings: Mapping[str, str] | None = None,
    script: str | Path = "serve.py",
    port: int = 0,
    path: str = "",
) -> Iterator[App]:
    """Start the app and stop it afterwards. Fails with the log when it does not answer.

    ``settings``: of the environment; ``script``: what is run, in its own folder; ``port``: a free one where it is 0;
    ``path``: the sub-path of the app, with its slash.
    """
    port = port or free_port()
    file = ROOT / script
    options = ["--server.port", str(port), "--server.address", "127.0.0.1", "--server.headless", "true"]
    options += ["--server.baseUrlPath", path] if path else []
    command = [sys.executable, "-m", "streamlit", "run", file.name, *options]
    surroundings = {**os.environ, **(settings or {})}
    with log.open("w", encoding="utf-8") as out:
        process = subprocess.Popen(command, cwd=file.parent, env=surroundings, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_for(f"http://127.0.0.1:{port}{path}/_stcore/health", process, log)
            yield App(f"http://127.0.0.1:{port}{path}", log, process)
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


def wait_for(url: str, process: subprocess.Popen[Any], log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        try:
            with urllib.request.urlopen(url, timeout=2):
                return
        except OSError:  # refused, or not answered in time
            time.sleep(0.1)
    pytest.fail(f"the app did not start:\n{log.read_text(encoding='utf-8')}", pytrace=False)
