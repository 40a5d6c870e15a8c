"""The archive of BACI given as a file: the edition of the world model's base rebuilds it, anything else is named."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from parley.tables import build
from parley.tables.read import read_table
from tests.refresh.conftest import Command

FLOWS, CODES = "BACI_HS22_Y2023_V202501.csv", "country_codes_V202501.csv"


def members(factor: float = 1.0) -> dict[str, str]:
    """The shipped matrix as flows of two products, and the codes of its countries."""
    table = read_table("world_trade_2023")
    names = sorted({*table["exporter_iso3"], *table["importer_iso3"]})
    number = {iso3: at for at, iso3 in enumerate(names, start=4)}
    half = pd.DataFrame(
        {
            "t": 2023,
            "i": table["exporter_iso3"].map(number),
            "j": table["importer_iso3"].map(number),
            "k": 10121,
            "v": table["value_usd"] / 2000 * factor,
            "q": "NA",
        }
    )
    other = half.head(1).assign(i=490, v=1.0)  # Other Asia, which the base of the model does not have
    flows = pd.concat([half, half.assign(k=847130), other])
    codes = pd.DataFrame({"country_code": [*number.values(), 490], "country_iso3": [*names, "S19"]})
    return {FLOWS: flows.to_csv(index=False), CODES: codes.to_csv(index=False)}


def packed(folder: Path, files: dict[str, str]) -> Path:
    path = folder / "baci.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return path


def test_the_edition_of_the_base_changes_nothing_and_rebuilds_it(command: Command, tmp_path: Path) -> None:
    archive = packed(tmp_path, members())
    status, report = command("baci", "--baci", str(archive), "--raw", str(tmp_path / "raw"))
    assert (status, report["replaced"]) == (0, []), report["outcomes"]
    (difference,) = report["outcomes"][0]["differences"]
    assert (difference["added"], difference["revised"], difference["missing"]) == (0, 0, 0)
    before = read_table("world_trade_2023")
    assert build.build_table("world_trade_2023", tmp_path / "raw").rows == len(before)
    after = read_table("world_trade_2023")
    pd.testing.assert_frame_equal(after, before, rtol=1e-12)


def test_without_an_archive_nothing_is_asked(command: Command) -> None:
    status, report = command("baci")
    assert status == 0
    assert "--baci" in report["outcomes"][0]["notes"][0]


def other_edition(files: dict[str, str]) -> dict[str, str]:
    return {name.replace("V202501", "V202601"): text for name, text in files.items()}


@pytest.mark.parametrize(
    ("change", "word"),
    [
        (other_edition, "EditionMoved"),
        (lambda files: {CODES: files[CODES]}, "LayoutChanged"),
        (lambda files: files | {FLOWS: files[FLOWS].replace("t,i,j,k,v", "t,i,j,k,value")}, "SchemaDrift"),
        (lambda files: files | {FLOWS: "t,i,j,k,v,q\n"}, "NoData"),
        (lambda files: members(1000), "UnitSuspect"),
        (lambda files: members(1.01), "FirstReleaseChanged"),
    ],
)
def test_another_archive_is_refused(
    command: Command, tmp_path: Path, change: Callable[[dict[str, str]], dict[str, str]], word: str
) -> None:
    archive = packed(tmp_path, change(members()))
    status, report = command("baci", "--baci", str(archive))
    assert (status, report["outcomes"][0]["word"]) == (3, word)


@pytest.mark.parametrize(
    ("cut", "word"), [(lambda content: content[:-4000], "Truncated"), (lambda content: b"no archive", "Truncated")]
)
def test_an_archive_cut_short_is_refused(
    command: Command, tmp_path: Path, cut: Callable[[bytes], bytes], word: str
) -> None:
    archive = packed(tmp_path, members())
    archive.write_bytes(cut(archive.read_bytes()))
    assert command("baci", "--baci", str(archive))[1]["outcomes"][0]["word"] == word
