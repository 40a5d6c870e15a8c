"""Where the app's own files lie, and which version this is."""

from pathlib import Path

VERSION = "1.0.0"
PACKAGE = Path(__file__).resolve().parents[1]


def root() -> Path:
    """The folder of ``serve.py``, ``dashboard.py``, ``pages``, ``data``, ``static``, ``assets`` and the settings.

    In an installed package ``parley/_app``, in a clone the clone itself.
    """
    installed = PACKAGE / "_app"
    return installed if installed.is_dir() else PACKAGE.parent


ROOT = root()
ASSETS = ROOT / "assets"
IS_CLONE = PACKAGE.parent == ROOT
