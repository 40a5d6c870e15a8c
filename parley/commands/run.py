"""The command ``python -m parley run``: settings and address are checked, then Streamlit takes the place of it."""

import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping

from parley.app.serving import counting, for_agents, limits, origins
from parley.commands.arguments import SettingError
from parley.tables.place import ROOT

DEPLOYED = {"MALLOC_ARENA_MAX": "2"}  # as in deploy/: for threads that begin before the app can say so
READ: Mapping[str, Callable[[str], object]] = {
    origins.SETTING: origins.listed,
    origins.FRAMES: origins.framing,
    counting.SETTING: counting.place,
    limits.SETTING: limits.proxies,
    for_agents.SETTING: for_agents.is_open,
}


def run_app(address: str, port: int, settings: Mapping[str, str] = os.environ) -> int:
    """Start the app from its own folder, where Streamlit finds settings and pages.

    Raises SettingError for a setting that cannot be read and for an address or port it cannot listen on.
    """
    refuse(address, port, settings)
    options = [f"--server.address={address}", f"--server.port={port}"]
    command = [sys.executable, "-m", "streamlit", "run", "serve.py", *options]
    if os.name == "posix":  # in the place of this process, so that whoever ends it ends the app
        os.chdir(ROOT)
        os.execve(command[0], command, DEPLOYED | os.environ)
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def refuse(address: str, port: int, settings: Mapping[str, str]) -> None:
    """Refuse what the server would stop at. Raises SettingError."""
    for name, read in READ.items():
        try:
            read(settings.get(name, ""))
        except ValueError as error:
            raise SettingError(f"{error}.") from None
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as plug:
            if os.name == "posix":  # as Streamlit does: a port let go of a moment ago will do
                plug.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            plug.bind((address, port))
    except (OSError, UnicodeError) as error:
        reason = getattr(error, "strerror", None) or "it is not an address"
        raise SettingError(
            f"The app cannot listen on --address {address} --port {port}: {reason}. Give another address or port."
        ) from None
