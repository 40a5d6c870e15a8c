"""Reads the scenario files of a folder with little more memory than reading one took; run as a process of its own.

    python -m tests.results.shapes_read FOLDER

Prints the names of files for which something else came than a scenario or a ScenarioError, each with what came.
"""

import resource
import sys
import time
from pathlib import Path

from parley.models.scenario import ScenarioError
from parley.results.scenario.files import load
from tests.results.test_scenario_files import written

MORE_BYTES = 48 * 2**20
MOST_SECONDS = 3.0


def main(folder: Path) -> None:
    """Read a sound file first, which brings the tables, then each of the folder under the limit."""
    sound = folder / "sound.json"
    sound.write_bytes(written())
    load(str(sound))
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    most = pages * resource.getpagesize() + MORE_BYTES
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    for file in sorted(folder.iterdir()):
        begun = time.process_time()
        try:
            load(str(file))
        except ScenarioError:
            pass
        except (MemoryError, RecursionError, ValueError) as error:
            print(f"{file.name}: {type(error).__name__}")
        if time.process_time() - begun > MOST_SECONDS:
            print(f"{file.name}: {time.process_time() - begun:.1f} s")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
