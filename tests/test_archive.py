"""All data as one ZIP: whole, described by its own catalogue, the same bytes for the same tables."""

import hashlib
import io
import json
import zipfile
from pathlib import Path

import pandas as pd
import pytest

from parley.tables import archive
from parley.tables.read import TableError


def test_every_file_the_catalogue_names_is_in_it_with_its_checksum() -> None:
    with zipfile.ZipFile(io.BytesIO(archive.content())) as held:
        top = archive.name()
        package = json.loads(held.read(f"{top}/datapackage.json"))
        assert top.endswith(package["version"])
        for resource in package["resources"]:
            digest = hashlib.sha256(held.read(f"{top}/{resource['path']}")).hexdigest()
            assert resource["hash"] == f"sha256:{digest}"
            assert json.loads(held.read(f"{top}/{resource['schema']}"))["fields"]
        register = pd.read_csv(io.BytesIO(held.read(f"{top}/facts/sources.csv")))
        layers = pd.read_parquet(io.BytesIO(held.read(f"{top}/tariff_layers.parquet")))
        assert set(layers["source_id"]) <= set(register["source_id"])
        assert f"{top}/LICENSE" in held.namelist()


def test_the_same_tables_make_the_same_bytes() -> None:
    assert archive.content() == archive.content()


def test_a_missing_table_is_named_and_no_archive_is_made(data_copy: Path) -> None:
    (data_copy / "events.parquet").unlink()
    with pytest.raises(TableError, match=r"events\.parquet is missing"):
        archive.content()
