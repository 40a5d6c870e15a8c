"""What keeps the app from starting is said in one sentence, before Streamlit says that it runs."""

import socket

import pytest

from parley.__main__ import main
from parley.app.serving import counting, origins
from parley.commands import run as running
from parley.commands.arguments import SettingError
from tests.servers import free_port


@pytest.mark.parametrize(
    "address", ["300.1.1.1", "203.0.113.1", "::zz", "a..b", "unix:///run/parley.sock", f"{'a' * 70}.example", "no host"]
)
def test_an_address_that_cannot_be_listened_on_is_named(address: str) -> None:
    with pytest.raises(SettingError) as refused:
        running.refuse(address, free_port(), {})
    assert f"--address {address} " in str(refused.value)


@pytest.mark.parametrize("address", ["localhost", "127.0.0.1", "0.0.0.0"])
def test_an_address_that_can_be_listened_on_is_let_through(address: str) -> None:
    running.refuse(
        address, free_port(), {origins.SETTING: "https://parley.example", counting.SETTING: "127.0.0.1:9464"}
    )


def test_a_port_that_another_process_holds_is_named() -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with pytest.raises(SettingError) as refused:
            running.refuse("127.0.0.1", port, {})
    assert f"--port {port}" in str(refused.value)


@pytest.mark.parametrize(
    ("setting", "value"),
    [
        ("PARLEY_COUNTERS", "abc"),
        ("PARLEY_COUNTERS", "127.0.0.1:²"),
        ("PARLEY_ORIGINS", "abc"),
        ("PARLEY_FRAMES", "*"),
        ("PARLEY_FRAMES", "https://a;img-src"),
    ],
)
def test_a_setting_that_cannot_be_read_is_named_and_nothing_starts(
    setting: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(setting, value)
    monkeypatch.setattr(running.os, "execve", lambda *command: pytest.fail("the app was started"))
    assert main(["run", "--port", str(free_port())]) == 1
    told = capsys.readouterr()
    assert told.out == ""
    (line,) = told.err.splitlines()
    assert line.startswith(f"parley: {setting}: {value!r} ")
