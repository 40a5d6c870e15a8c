"""Damage to a file that its size and time do not show, as a failing disk does it."""

import os
from pathlib import Path


def flip(file: Path) -> None:
    """Turn one bit in the middle."""
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(content)


def flip_under_its_time(file: Path) -> None:
    """Turn one bit and leave the time of the file as it was."""
    before = file.stat()
    flip(file)
    os.utime(file, ns=(before.st_atime_ns, before.st_mtime_ns))
