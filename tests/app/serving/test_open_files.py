"""A server may open as many files as the machine allows, and says so where these are few."""

import subprocess
import sys

import pytest

from tests.servers import HANG_SECONDS, ROOT

SCRIPT = """
import resource
resource.setrlimit(resource.RLIMIT_NOFILE, ({now}, {most}))
from parley.app.serving import start
start.allow_many_files()
print(resource.getrlimit(resource.RLIMIT_NOFILE)[0])
"""


@pytest.mark.parametrize(("now", "most", "allowed", "warns"), [(256, 8_192, 8_192, False), (256, 1_024, 1_024, True)])
def test_the_limit_is_raised_and_a_low_one_warned_of(now: int, most: int, allowed: int, warns: bool) -> None:
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT.format(now=now, most=most)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=HANG_SECONDS,
    )
    assert int(ran.stdout) == allowed
    assert ("1024 files" in ran.stderr and "204 pages" in ran.stderr) is warns
