"""The wheel and the source archive, built from a copy of what they are made of."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.servers import HANG_SECONDS, ROOT, copy_of_app

BUILT_FROM = (
    "setup.py",
    "pyproject.toml",
    "MANIFEST.in",
    "requirements.txt",
    "requirements-build.txt",
    "requirements-cluster.txt",
    "requirements-mcp.txt",
    "README.md",
    "CHANGELOG.md",
    "CONTRIBUTING.md",
    "LICENSE",
    "CITATION.cff",
)
PIP = [sys.executable, "-m", "pip", "--disable-pip-version-check", "--quiet"]
# What a builder such as ``python -m build`` calls.
SOURCE_ARCHIVE = "from setuptools import build_meta; build_meta.build_sdist({!r})"


def source(folder: Path) -> Path:
    """The folder that is built from: a new one, as building leaves files in it."""
    copy = copy_of_app(folder)
    for name in BUILT_FROM:
        shutil.copyfile(ROOT / name, copy / name)
    shutil.copytree(ROOT / "docs", copy / "docs")
    return copy


def wheel(of: Path, folder: Path) -> Path:
    """The wheel of a source folder or archive, in a new folder."""
    build = [*PIP, "wheel", str(of), "--no-deps", "--no-build-isolation", "--wheel-dir", str(folder)]
    subprocess.run(build, check=True, timeout=HANG_SECONDS)
    (built,) = folder.glob("*.whl")
    return built


def archive(of: Path, folder: Path) -> Path:
    """The source archive of a source folder, in a new folder."""
    build = [sys.executable, "-c", SOURCE_ARCHIVE.format(str(folder))]
    subprocess.run(build, cwd=of, check=True, timeout=HANG_SECONDS, stdout=subprocess.DEVNULL)
    (built,) = folder.glob("*.tar.gz")
    return built
