"""What a folder holds: one note a dataset, written last and whole; a file that no note names is not read."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from parley.files import written_aside
from parley.ingest.errors import IngestError

NOTE = "parley.json"


@dataclass(frozen=True)
class Year:
    """A year of a dataset: how many rows, in which files, from which prints (name and check of what was read).

    ``sums``: the file of its sums by the name of each.
    """

    rows: int
    files: tuple[str, ...]
    prints: Mapping[str, str]
    sums: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Holdings:
    """A dataset of a folder: its kind (``census`` or ``baci``), its edition and its years."""

    kind: str
    edition: str
    years: Mapping[str, Year] = field(default_factory=dict)

    def files(self, folder: Path) -> list[Path]:
        """Every file of the dataset, by year and chapter."""
        return [folder / file for year in sorted(self.years) for file in self.years[year].files]

    def sums(self, folder: Path, name: str) -> list[Path]:
        """The files of the sums of this name, by year; none unless every year has them."""
        years = [self.years[year].sums for year in sorted(self.years)]
        return [folder / year[name] for year in years] if all(name in year for year in years) else []


def read(folder: Path) -> Holdings | None:
    """What the dataset in ``folder`` holds; None where there is no note. Raises IngestError on a broken note."""
    note = folder / NOTE
    try:
        told: dict[str, Any] = json.loads(note.read_text(encoding="utf-8"))
        years = {
            name: Year(
                int(year["rows"]), tuple(map(str, year["files"])), dict(year["prints"]), dict(year.get("sums", {}))
            )
            for name, year in told["years"].items()
        }
        return Holdings(str(told["kind"]), str(told["edition"]), years)
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise IngestError(str(note), f"it does not say what it must ({error}). Ingest into a new folder.") from error


def write(folder: Path, holdings: Holdings) -> None:
    """Put the note in place whole. Raises NotWrittenError."""
    with written_aside(folder / NOTE) as aside:
        aside.write_text(json.dumps(asdict(holdings), indent=1), encoding="utf-8")
