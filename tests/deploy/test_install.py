"""Wheel and source archive, each installed by pip with what they need into an empty environment, which then serves.

pip fetches the packages from wherever it is set up to; where it reaches none, these tests skip.
"""

import functools
import json
import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest
import yaml

from tests.app.serving.answers import get, is_ready
from tests.deploy import packages
from tests.servers import HANG_SECONDS, ROOT, App, free_port, process, wait_for

INSTALL_SECONDS = 1200  # 300 MB from the network
LAW = "/api/v1/law?code=8507.60&from=CHN&on=2026-10-01"
FIGURE = "/figures/chips/chip_partners.csv?as_of=2025-06-09"


def environment_of_a_user() -> dict[str, str]:
    return {k: v for k, v in os.environ.items() if not k.startswith("PARLEY_") and k != "PYTHONPATH"}


def interpreter(version: str) -> str | None:
    """The Python of a version that is on this machine, if any."""
    installed = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv")) / "versions"
    places = [shutil.which(f"python{version}"), *sorted(installed.glob(f"{version}.*/bin/python"))]
    for place in [sys.executable, *filter(None, places)]:
        code = "import ensurepip, sys; print('{}.{}'.format(*sys.version_info))"
        answer = subprocess.run([place, "-c", code], capture_output=True, text=True, check=False, timeout=HANG_SECONDS)
        if answer.stdout.strip() == version:
            return str(place)
    return None


# The wheel is the one the archive makes; newer Pythons try it where they are on the machine.
NEWER = [pytest.param("wheel", python, id=f"wheel-{v}") for v in ("3.12", "3.13") if (python := interpreter(v))]


@functools.cache
def reaches_packages(folder: Path) -> bool:
    """Whether pip gets a small package that the app needs."""
    fetch = [*packages.PIP, "download", "tqdm", "--no-deps", "--retries=0", "--no-cache-dir", "--dest", str(folder)]
    return subprocess.run(fetch, capture_output=True, check=False, timeout=HANG_SECONDS).returncode == 0


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("built")
    source = packages.source(folder / "source")
    return {
        "archive": packages.archive(source, folder / "archive"),
        "wheel": packages.wheel(source, folder / "wheel"),
    }


def test_the_source_archive_makes_the_same_wheel_and_has_no_tests(built: dict[str, Path], tmp_path: Path) -> None:
    with tarfile.open(built["archive"]) as archive:
        names = [name.partition("/")[2] for name in archive.getnames()]
    assert {"CHANGELOG.md", "docs/python.md", "requirements.txt", "parley/py.typed"} <= set(names)
    assert [name for name in names if name.startswith(("tests", "benchmarks"))] == []
    contents = []
    for wheel in (built["wheel"], packages.wheel(built["archive"], tmp_path)):
        with zipfile.ZipFile(wheel) as package:
            contents.append({entry.filename: entry.CRC for entry in package.infolist()})
    assert len(contents[0]) > 900
    assert contents[0] == contents[1]


@pytest.mark.timeout(INSTALL_SECONDS + HANG_SECONDS)
@pytest.mark.parametrize(("kind", "python"), [pytest.param("archive", sys.executable, id="archive"), *NEWER])
def test_pip_alone_installs_what_serves(kind: str, python: str, built: dict[str, Path], tmp_path: Path) -> None:
    if not reaches_packages(tmp_path):
        pytest.skip("pip reaches no packages from here")
    user = environment_of_a_user()
    place = tmp_path / "environment"
    program = str(place / "bin" / "parley")
    subprocess.run([python, "-m", "venv", str(place)], check=True, timeout=HANG_SECONDS, env=user)
    install = [str(place / "bin" / "python"), *packages.PIP[1:], "install", str(built[kind])]
    subprocess.run(install, check=True, timeout=INSTALL_SECONDS, env=user)
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    printed = subprocess.run(
        [program, "--version"], cwd=tmp_path, env=user, capture_output=True, text=True, check=True, timeout=HANG_SECONDS
    )
    assert printed.stdout.splitlines()[0] == f"parley {cff['version']}"
    port = free_port()
    log = tmp_path / "log"
    run = [program, "run", "--port", str(port), "--address", "127.0.0.1"]
    with log.open("w") as out, process(run, cwd=tmp_path, env=user, stdout=out, stderr=out) as server:
        app = App(f"http://127.0.0.1:{port}", log)
        try:
            wait_for(f"{app.url}/_stcore/health", server, log)
            assert is_ready(app) == (200, {"ready": True, "faults": []})  # the first chart is drawn
            status, headers, page = get(f"{app.url}/chips")
            assert (status, headers.get_content_type()) == (200, "text/html") and b"<noscript>" in page
            status, _, rows = get(f"{app.url}{FIGURE}")
            assert status == 200 and rows.decode().splitlines()[1].startswith('"Taiwan","8542",2024,11.130420891,')
            status, _, law = get(f"{app.url}{LAW}")
            layers = {
                layer["heading"]: layer["rate_pct"]
                for line in json.loads(law)["answer"]["lines"]
                for layer in line["layers"]
            }
            assert (status, layers["9903.91.06"]) == (200, 25.0)  # as the tariff schedule prints it
        finally:
            server.terminate()
    assert app.faults() == []
    shutil.rmtree(place)
