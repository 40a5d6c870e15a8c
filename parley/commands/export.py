"""The command ``parley export``: the pages of the latest day as a folder of files; loaded when it is asked."""

import tempfile
from pathlib import Path

from tqdm import tqdm

from parley.app import static_site
from parley.app.drawn_aside import StillWorkingError
from parley.commands.arguments import SettingError
from parley.tables.files import NotWrittenError, require_folder, writing

FIRST = "index.html"


def run(folder: Path, live: str) -> int:
    """Write the site into a folder, new or empty, and print what it holds.

    ``live``: where the app runs, empty where it does not. Everything is made before the first file is written, and
    written aside. Raises SettingError for a folder that is not empty, NotWrittenError where it cannot be written or a
    page takes too long.
    """
    require_folder(folder, FIRST)
    if folder.exists() and any(folder.iterdir()):
        raise SettingError(f"{folder} is not empty, and nothing in it is replaced. Name a new or an empty folder.")
    try:
        files = dict(tqdm(static_site.files(live), unit="file", disable=None))
    except StillWorkingError as error:
        raise NotWrittenError(f"{folder} is not written: {error} Try again when the machine is less busy.") from error
    write(folder, files)
    size_MB = sum(map(len, files.values())) / 1e6
    print(f"{folder / FIRST}: {len(files)} files, {size_MB:.1f} MB. Open it in a browser or serve the folder.")
    return 0


def write(folder: Path, files: dict[str, bytes]) -> None:
    """Write files by their paths into a folder, whole or not at all, the first page last. Raises NotWrittenError."""
    is_new = not folder.exists()
    try:
        with writing(folder):
            folder.mkdir(parents=True, exist_ok=True)
            with tempfile.TemporaryDirectory(dir=folder, prefix=".") as aside:
                for name, content in files.items():
                    path = Path(aside, name)
                    path.parent.mkdir(parents=True, exist_ok=True)
                    path.write_bytes(content)
                for path in sorted(Path(aside).iterdir(), key=lambda path: path.name == FIRST):
                    path.replace(folder / path.name)
    except NotWrittenError:
        if is_new and folder.is_dir() and not any(folder.iterdir()):
            folder.rmdir()
        raise
