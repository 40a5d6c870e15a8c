"""Finds a Chromium for the browser tests, installs Debian's where that is allowed, or says what to run.

As a script: prints the path and ends with 0, or prints the line to run and ends with 1.
"""

import os
import shutil
import subprocess
import sys

NAMES = ("chromium", "chromium-browser", "google-chrome")
LINES = {
    "darwin": "brew install --cask chromium",
    "win32": "winget install --exact --id Hibbiki.Chromium",
    "linux": "sudo apt-get update && sudo apt-get install --yes chromium",
}


class ChromiumMissingError(RuntimeError):
    """No Chromium here; the message is the line to run."""


def find() -> str | None:
    """The path of a Chromium: ``CHROMIUM``, then the usual names on the path. None when there is none.

    Raises ChromiumMissingError when ``CHROMIUM`` names something that cannot be run.
    """
    named = os.environ.get("CHROMIUM")
    if named:
        found = shutil.which(named)
        if found is None:
            raise ChromiumMissingError(f"CHROMIUM={named} cannot be run; give the path of a Chromium")
        return found
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def path() -> str:
    """The path of a Chromium. Raises ChromiumMissingError with the line to run."""
    found = find()
    if found is None:
        line = LINES.get(sys.platform, LINES["linux"])
        raise ChromiumMissingError(f"No Chromium found. Run: {line}\nor give one: CHROMIUM=/path/to/chromium make test")
    return found


def may_install() -> bool:
    """Whether this is root on a system with Debian's package manager."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def install() -> None:
    """Install Debian's package. Raises CalledProcessError when the package manager fails."""
    print("Installing Debian's chromium ...", flush=True)
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for step in (["update", "-qq"], ["install", "--yes", "-qq", "--no-install-recommends", "chromium"]):
        subprocess.run(["apt-get", *step], check=True, env=quiet, stdout=subprocess.DEVNULL)


def main() -> int:
    """Find or install a Chromium and print its path; 1 with the line to run when there is none."""
    try:
        if find() is None and may_install():
            install()
        print(path())
    except (ChromiumMissingError, subprocess.CalledProcessError) as fault:
        print(fault, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
