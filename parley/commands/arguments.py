"""Types of the command line's arguments: what cannot be read is refused before a command begins, with its option."""

import argparse
import math
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlsplit


class SettingError(ValueError):
    """What an option or a setting of the environment names cannot be used; the message names it."""


def day(text: str) -> date:
    """A day. Raises ArgumentTypeError."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a date; write it as 2026-05-01") from None


def folder(text: str) -> Path:
    """A folder, there or not. Raises ArgumentTypeError for an empty name, which would be the current folder."""
    if not text.strip():
        raise argparse.ArgumentTypeError("the name of the folder is empty; write . for the current folder")
    return Path(text)


def file(text: str) -> Path:
    """A file that can be read. Raises ArgumentTypeError."""
    if not os.access(text, os.R_OK) or Path(text).is_dir():
        raise argparse.ArgumentTypeError(f"there is no file {text!r} that can be read; give the path of a file")
    return Path(text)


def port(text: str) -> int:
    """A port to listen on. Raises ArgumentTypeError."""
    if not (text.isascii() and text.isdecimal()) or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a whole number from 1 to 65535")
    return int(text)


def amount(text: str) -> float:
    """A number above 0. Raises ArgumentTypeError."""
    try:
        number = float(text)
    except ValueError:
        number = math.nan
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number above 0; write it as 45000 or 0.5")
    return number


def listed(text: str) -> list[str]:
    """Names between commas. Raises ArgumentTypeError where there is none."""
    names = [name.strip() for name in text.split(",") if name.strip()]
    if not names:
        raise argparse.ArgumentTypeError(f"{text!r} names none; write them as CHN,VNM,MEX")
    return names


def web_address(text: str) -> str:
    """An address of the web, without a slash at its end. Raises ArgumentTypeError."""
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise argparse.ArgumentTypeError(f"{text!r} is no address of an app; write it as https://parley.example.org")
    return text.rstrip("/")


def seconds(least: float) -> Callable[[str], float]:
    """The type of a number of seconds from ``least`` to a day. It raises ArgumentTypeError."""
    most = 86_400.0

    def read(text: str) -> float:
        try:
            number = float(text)
        except ValueError:
            number = math.nan
        if not least <= number <= most:
            raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds from {least:g} to {most:g}")
        return number

    return read
