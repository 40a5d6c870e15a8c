"""Programs of others that tests drive: found, installed from Debian where that is allowed, or what to run to get them.

As a script: prints the path of each and ends with 0, or prints the lines to run and ends with 1.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass


class MissingProgramError(RuntimeError):
    """A program is not here; the message is the line to run."""


@dataclass(frozen=True)
class Program:
    """A program: what it is called, its usual names on the path, Debian's package, and what to run elsewhere.

    The variable of its name in capitals, ``CHROMIUM`` or ``DOCKER_COMPOSE``, goes first.
    """

    name: str
    usual: tuple[str, ...]
    package: str
    lines: Mapping[str, str]

    @property
    def variable(self) -> str:
        """The environment variable that names it."""
        return self.name.upper().replace("-", "_")

    def find(self) -> str | None:
        """Its path; None when there is none.

        Raises MissingProgramError when its variable names something that cannot be run.
        """
        named = os.environ.get(self.variable)
        if named:
            found = shutil.which(named)
            if found is None:
                raise MissingProgramError(f"{self.variable}={named} cannot be run; give the path of a {self.name}")
            return found
        return next((path for name in self.usual if (path := shutil.which(name))), None)

    def path(self) -> str:
        """Its path. Raises MissingProgramError with the line to run."""
        found = self.find()
        if found is None:
            line = self.lines.get(sys.platform, self.lines["linux"])
            raise MissingProgramError(
                f"No {self.name} found. Run: {line}\nor give one: {self.variable}=/path/to/{self.name} make test"
            )
        return found

    def install(self) -> None:
        """Install Debian's package. Raises CalledProcessError when the package manager fails."""
        print(f"Installing Debian's {self.package} ...", flush=True)
        quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for step in (["update", "-qq"], ["install", "--yes", "-qq", "--no-install-recommends", self.package]):
            subprocess.run(["apt-get", *step], check=True, env=quiet, stdout=subprocess.DEVNULL)


# What visitors have: the shell without windows sets letters in other places.
CHROMIUM = Program(
    "chromium",
    ("chromium", "chromium-browser", "google-chrome"),
    "chromium",
    {
        "darwin": "brew install --cask chromium",
        "win32": "winget install --exact --id Hibbiki.Chromium",
        "linux": "sudo apt-get update && sudo apt-get install --yes chromium",
    },
)
NGINX = Program(
    "nginx",
    ("nginx", "/usr/sbin/nginx"),  # Debian keeps it off a user's path
    "nginx-light",
    {
        "darwin": "brew install nginx",
        "linux": "sudo apt-get update && sudo apt-get install --yes nginx-light",
    },
)

JAVA = Program(
    "java",
    ("java",),
    "default-jre-headless",
    {
        "darwin": "brew install openjdk@21",
        "win32": "winget install --exact --id EclipseAdoptium.Temurin.21.JRE",
        "linux": "sudo apt-get update && sudo apt-get install --yes default-jre-headless",
    },
)
COMPOSE = Program(
    "docker-compose",
    ("docker-compose",),
    "docker-compose",
    {
        "darwin": "brew install docker-compose",
        "win32": "winget install --exact --id Docker.DockerCompose",
        "linux": "sudo apt-get update && sudo apt-get install --yes docker-compose",
    },
)


def may_install() -> bool:
    """Whether this is root on a system with Debian's package manager."""
    return hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get") is not None


def main(programs: tuple[Program, ...] = (CHROMIUM, NGINX, JAVA, COMPOSE)) -> int:
    """Find or install each and print its path; 1 with the lines to run where one is missing."""
    is_missing = False
    for program in programs:
        try:
            if program.find() is None and may_install():
                program.install()
            print(program.path())
        except (MissingProgramError, subprocess.CalledProcessError) as fault:
            print(fault, file=sys.stderr)
            is_missing = True
    return int(is_missing)


if __name__ == "__main__":
    sys.exit(main())
