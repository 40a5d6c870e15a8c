"""A server of bare sockets on loopback, for what a well-behaved one cannot do: reset, stop half-way, drip."""

import socket
import struct
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

Talk = Callable[[socket.socket], None]


def reset(plug: socket.socket) -> None:
    """End the connection without a word, as a firewall does."""
    plug.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


def cut(plug: socket.socket) -> None:
    """Promise a thousand bytes and send ten."""
    plug.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\nContent-Type: application/json\r\n\r\n[1,2,3,4,5")


def drip(plug: socket.socket) -> None:
    """Send two bytes a second, for ever."""
    plug.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n")
    for _ in range(60):
        plug.sendall(b"[1")
        time.sleep(1)


def drip_head(plug: socket.socket) -> None:
    """Begin to answer, and go on with a byte of the head now and then, for ever."""
    plug.sendall(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    for _ in range(60):
        plug.sendall(b"a")
        time.sleep(0.5)


def endless(plug: socket.socket) -> None:
    """Send data for as long as they are taken."""
    plug.sendall(b"HTTP/1.1 200 OK\r\n\r\n[")
    while True:
        plug.sendall(b"1," * 32_768)


def silent(plug: socket.socket) -> None:
    """Take the request and say nothing."""
    time.sleep(5)


def first(heads: list[bytes]) -> bytes:
    """The head of the first request; a client that gives up early may be ahead of the server on a busy machine."""
    ends = time.monotonic() + 30
    while not heads and time.monotonic() < ends:
        time.sleep(0.01)
    return heads[0]


@contextmanager
def serving(talk: Talk) -> Iterator[tuple[str, list[bytes]]]:
    """A server that treats each connection so; its address, and the head of each request."""
    heads: list[bytes] = []
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def one(plug: socket.socket) -> None:
            with plug:
                try:
                    heads.append(plug.recv(65536))
                    talk(plug)
                except OSError:
                    return  # the client has had enough, which is what the tests want

        def serve() -> None:
            while True:
                try:
                    plug, _ = listener.accept()
                except OSError:
                    return
                threading.Thread(target=one, args=(plug,), daemon=True).start()

        threading.Thread(target=serve, daemon=True).start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}", heads
