import socket

import pytest
from pytest_socket import SocketConnectBlockedError


@pytest.mark.filterwarnings("ignore:A test tried to use socket")
def test_no_test_reaches_another_machine() -> None:
    outside = "192.0.2.1"  # an address reserved for documentation (RFC 5737)
    with socket.socket() as plug, pytest.raises(SocketConnectBlockedError):
        plug.connect((outside, 80))


def test_this_machine_can_be_reached() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server, socket.create_connection(server.getsockname()) as client:
        assert client.getpeername() == server.getsockname()
