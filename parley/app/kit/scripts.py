"""The scripts of ``static/``: fetched once and kept by the browser for good, each named by what it holds.

A component of Streamlit is sent with its script at every run; it then carries no more than where that lies.
"""

import hashlib
from functools import cache

from parley.home import ROOT

STATIC = ROOT / "static"
# Where the files of ``static/`` lie, in the words of a component's script.
AT = """const at = document.querySelector('script[src*="/static/js/"]').src.split('/static/js/')[0] + '/app/static/';"""


@cache
def version(*names: str) -> str:
    """What these files hold, in short: another where one of them changes."""
    return hashlib.sha256(b"".join((STATIC / name).read_bytes() for name in names)).hexdigest()[:12]


def stub(name: str) -> str:
    """The script of a component that is drawn by this file of ``static/``."""
    return f"""{AT}
const script = import(`${{at}}{name}?v={version(name)}`);
export default async (given) => (await script).default(given);
"""
