"""A Streamlit server under test: started, watched and stopped."""

import contextlib
import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import psutil

from parley.commands.run import DEPLOYED

ROOT = Path(__file__).resolve().parent.parent
HEALTH = "/_stcore/health"


class Server:
    """The server process of one app, on a free port of this machine."""

    def __init__(self, script: str):
        port = _free_port()
        self.url = f"http://127.0.0.1:{port}"
        self._log = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as the server
        self.started = time.perf_counter()
        command = [
            sys.executable,
            "-m",
            "streamlit",
            "run",
            script,
            "--server.port",
            str(port),
            "--server.headless",
            "true",
        ]
        self._process = subprocess.Popen(
            command, cwd=ROOT, env=DEPLOYED | os.environ, stdout=self._log, stderr=subprocess.STDOUT
        )
        self._watched = psutil.Process(self._process.pid)
        try:
            self._wait_until_healthy()
        except BaseException:
            self.stop()
            raise

    def _wait_until_healthy(self, limit_s: float = 120) -> None:
        while time.perf_counter() - self.started < limit_s:
            if self._process.poll() is not None:
                raise RuntimeError(f"the server ended early:\n{self.log()[-2000:]}")
            try:
                with urllib.request.urlopen(self.url + HEALTH, timeout=1) as reply:
                    if reply.status == 200:
                        return
            except OSError:
                time.sleep(0.01)
        raise RuntimeError(f"the server did not answer in {limit_s:.0f} s")

    def log(self) -> str:
        """What the server has printed so far."""
        self._log.seek(0)
        return self._log.read().decode(errors="replace")

    def pin(self, core: int) -> None:
        """Keep the server on one core, where the system lets it and has it."""
        if hasattr(self._watched, "cpu_affinity"):
            cores = self._watched.cpu_affinity()
            self._watched.cpu_affinity([cores[core % len(cores)]])

    def rss_mb(self) -> float:
        """Resident memory in megabytes (10^6 bytes) of the server and its children."""
        return sum(process.memory_info().rss for process in self._family()) / 1e6

    def own_mb(self) -> float:
        """What of it is the server's alone: it would be free if the server ended. The rest is files that others map."""
        return sum(process.memory_full_info().uss for process in self._family()) / 1e6

    def cpu_s(self) -> float:
        """Processor seconds the server and its children have used, user and system."""
        used = [process.cpu_times() for process in self._family()]
        return sum(times.user + times.system for times in used)

    def _family(self) -> list[psutil.Process]:
        return [self._watched, *self._watched.children(recursive=True)]

    def stop(self) -> None:
        """End the server and wait for it."""
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(5)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(5)
        self._log.close()


def _free_port() -> int:
    with socket.socket() as plug:
        plug.bind(("127.0.0.1", 0))
        return int(plug.getsockname()[1])


@contextlib.contextmanager
def serving(script: str) -> Iterator[Server]:
    """A server for as long as the block lasts."""
    server = Server(script)
    try:
        yield server
    finally:
        server.stop()
