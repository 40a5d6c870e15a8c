"""Many scenarios from a file or a folder: a CSV with a change in each row, or one scenario a file.

Columns of the CSV are the fields of a scenario (``as_of``, ``title``, ``regime``, ``closure``, ``trade_elasticity``
and so on) and of its changes: ``importer``, ``exporter``, ``goods``, with ``rate_pct``, ``kind`` and ``authority`` a
change of tariffs, with ``tax_pct`` or ``limit_pct`` one of exports. An empty cell is left at its default. Without a
column ``scenario`` every row is a scenario; with it, rows of the same name that follow each other are one, their
changes in the order of the rows.
"""

import csv
import io
import itertools
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from pathlib import Path

from parley.models.policy_parts import ExportChange, TariffChange
from parley.models.policy_scenario import CHANGES, SHARES, Scenario
from parley.models.scenario import ScenarioError
from parley.results.scenario.files import from_bytes, load

GROUP = "scenario"
OF_EXPORTS = ("tax_pct", "limit_pct")
OF_SCENARIO = tuple(f.name for f in fields(Scenario) if f.name not in CHANGES)
OF_CHANGE = tuple(dict.fromkeys(f.name for part in (TariffChange, ExportChange) for f in fields(part)))
NUMBERS = {*SHARES, *OF_EXPORTS, "rate_pct"}
WHOLE = {"base_year"}
FILES = ("*.toml", "*.json")
MOST_BYTES = 200_000_000
Cells = Mapping[str, str]


@dataclass(frozen=True)
class Named:
    """A scenario with what it is called: its name in the file, the number of its row, or the name of its file."""

    name: str
    scenario: Scenario


def read(source: Path | str) -> list[Named]:
    """The scenarios of a CSV file, or of every .toml and .json file of a folder by name.

    Raises ScenarioError naming the file and the row, and the cell where one is at fault; nothing is left out.
    """
    source = Path(source)
    if source.is_dir():
        files = sorted(itertools.chain.from_iterable(source.glob(pattern) for pattern in FILES))
        if not files:
            raise ScenarioError(f"The folder {source} has no .toml or .json file.")
        return [Named(file.stem, load(str(file))) for file in files]
    if source.suffix.lower() != ".csv":
        raise ScenarioError(
            f"{source.name} has no scenarios: it is neither a .csv file nor a folder of .toml and .json files."
        )
    rows = list(_rows(source))
    if not rows:
        raise ScenarioError(f"{source.name} has no row below its header.")
    grouped = itertools.groupby(rows, key=lambda row: row[1].get(GROUP, "") or f"row {row[0]}")
    groups = [(name, list(group)) for name, group in grouped]
    first_rows: dict[str, int] = {}
    for name, group in groups:
        if name in first_rows:
            problem = f"the scenario {name!r} began in row {first_rows[name]}; put its rows one after the other"
            raise ScenarioError(f"{source.name}, row {group[0][0]}: {problem}.")
        first_rows[name] = group[0][0]
    return [Named(name, _scenario(source.name, group)) for name, group in groups]


def _rows(source: Path) -> list[tuple[int, Cells]]:
    """Number and filled cells of every row that is not empty, counted as a spreadsheet does: the header is row 1."""
    try:
        if source.stat().st_size > MOST_BYTES:
            raise ScenarioError(f"{source.name} has more than {MOST_BYTES // 1_000_000} MB; split it.")
        text = source.read_bytes().decode("utf-8-sig")
    except OSError as error:
        raise ScenarioError(f"{source.name}: the file cannot be read ({error.strerror}).") from error
    except UnicodeDecodeError as error:
        raise ScenarioError(f"{source.name}: the file is not text in UTF-8 (byte {error.start + 1:,}).") from error
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    numbered: list[tuple[int, Cells]] = []
    number = 0  # of the last row that was read
    try:
        header = [name.strip() for name in next(reader, [])]
        number = 1
        _check_header(source.name, header)
        for number, row in enumerate(reader, start=2):
            cells = [cell.strip() for cell in row]
            if len(cells) != len(header) and any(cells):
                raise ScenarioError(f"{source.name}, row {number}: {len(cells)} cells, but {len(header)} columns.")
            if any(cells):
                numbered.append((number, {name: cell for name, cell in zip(header, cells, strict=False) if cell}))
    except csv.Error as error:
        raise ScenarioError(f"{source.name}, row {number + 1}: the row is not valid CSV ({error}).") from error
    return numbered


def _check_header(file: str, header: Sequence[str]) -> None:
    columns = (GROUP, *OF_SCENARIO, *OF_CHANGE)
    for name in header:
        if name not in columns:
            raise ScenarioError(f"{file}, row 1: there is no column {name!r}; columns are {', '.join(columns)}.")
        if header.count(name) > 1:
            raise ScenarioError(f"{file}, row 1: the column {name!r} stands twice.")
    if "as_of" not in header:
        raise ScenarioError(f"{file}, row 1: the column 'as_of' is missing, the day whose duties a scenario meets.")


def _scenario(file: str, group: Sequence[tuple[int, Cells]]) -> Scenario:
    """The scenario of the rows of one name."""
    raw: dict[str, object] = {}
    for number, cells in group:
        fields = {name: _value(f"{file}, row {number}", name, cells[name]) for name in OF_SCENARIO if name in cells}
        for name, value in fields.items():
            if raw.setdefault(name, value) != value:
                problem = f"{name} is {value!r}, but {raw[name]!r} above in the same scenario"
                raise ScenarioError(f"{file}, row {number}: {problem}.")
        change = {name: _value(f"{file}, row {number}", name, cells[name]) for name in OF_CHANGE if name in cells}
        if change:
            kind = "exports" if any(name in change for name in OF_EXPORTS) else "tariffs"
            changes = raw.setdefault(kind, [])
            if isinstance(changes, list):
                changes.append(change)
    first, last = group[0][0], group[-1][0]
    rows = f"row {first}" if first == last else f"rows {first} to {last}"
    return from_bytes(json.dumps(raw).encode(), f"{file[-30:]}, {rows}")


def _value(where: str, name: str, cell: str) -> object:
    """The cell as the type of its column. Raises ScenarioError."""
    if name not in NUMBERS | WHOLE:
        return cell
    try:
        if "_" in cell:  # Python would read 1_0 as 10
            raise ValueError
        return int(cell) if name in WHOLE else float(cell)
    except ValueError:
        what = "a whole number" if name in WHOLE else "a number with a point for decimals"
        raise ScenarioError(f"{where}: {name} must be {what}, not {cell[:60]!r}.") from None
