"""The scripts and the style of ``static/``: fetched once and kept by the browser for good, each named by what it holds.

A component of Streamlit is sent with its script at every run, and the style sheet as an element is; they then carry no
more than where that lies.
"""

import hashlib
from functools import cache
from pathlib import Path

import streamlit as st

from parley.tables.place import ROOT

STATIC = ROOT / "static"
STYLE = "style.css"
STREAMLIT = Path(st.__file__).parent / "static"  # its own files
# Where the files of ``static/`` lie, in the words of a component's script.
AT = """const at = document.querySelector('script[src*="/static/js/"]').src.split('/static/js/')[0] + '/app/static/';"""


_VERSIONS: set[str] = set()


@cache
def version(*names: str) -> str:
    """What these files hold, in short: another where one of them changes."""
    digest = hashlib.sha256(b"".join((STATIC / name).read_bytes() for name in names)).hexdigest()[:12]
    _VERSIONS.add(digest)
    return digest


def is_own(version: str) -> bool:
    """Whether this process has named a file by this version: a server of another release may be asked for its files."""
    return version in _VERSIONS


def kept(name: str, *together: str) -> str:
    """What is asked of ``static/`` for this file, another where it or one of those loaded with it changes."""
    return f"{name}?v={version(*(together or (name,)))}"


def style() -> str:
    """The element that brings the style sheet; Streamlit searches the whole text of one for tags at every run."""
    return f"<style>@import url('app/static/{kept(STYLE)}');</style>"


def stub(name: str, *others: str) -> str:
    """The script of a component that is drawn by this file of ``static/``, which loads the others."""
    return f"""{AT}
const script = import(`${{at}}{kept(name, name, *others)}`);
export default async (given) => (await script).default(given);
"""
