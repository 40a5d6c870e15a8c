"""The Data Package as outsiders read it: valid by the official JSON Schemas, with licences, sources and keys."""

import json
import re
import tomllib
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import jsonschema
import pandas as pd
import pyarrow.parquet as pq
import pytest
import yaml
from referencing import Registry, Resource

from parley import read_table
from parley.tables import package as data_package
from parley.tables import schema
from parley.tables.catalogue import CatalogueError, read_catalogue
from parley.tables.package import licences
from parley.tables.read import catalogue
from parley.tables.schema import ForeignKey, SchemaError, TableInvalidError, load_schema, table_names

ROOT = Path(__file__).resolve().parent.parent
PROFILES = ROOT / "tests" / "standards" / "data_package_2_0"
ADDRESS = "https://datapackage.org/profiles/2.0"
SEMVER = re.compile(r"(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)")
TABLES = table_names()
PACKAGE: dict[str, Any] = json.loads(schema.CATALOGUE.read_text(encoding="utf-8"))
RESOURCES = {r["name"]: r for r in PACKAGE["resources"]}
REGISTER = read_table("sources").set_index("source_id")


def raw_schema(name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((schema.SCHEMAS / f"{name}.json").read_text(encoding="utf-8"))
    return found


def official(profile: str) -> jsonschema.Draft7Validator:
    """A validator of one of the copied profiles; what they refer to is looked up among the copies alone."""
    copies = {path.name: json.loads(path.read_text(encoding="utf-8")) for path in PROFILES.glob("*.json")}
    registry = Registry().with_resources(
        (f"{ADDRESS}/{name}", Resource.from_contents(content)) for name, content in copies.items()
    )
    kind = jsonschema.validators.validator_for(copies[profile])
    kind.check_schema(copies[profile])
    assert kind is jsonschema.Draft7Validator
    return kind(copies[profile], registry=registry, format_checker=kind.FORMAT_CHECKER)


def faults(profile: str, descriptor: Any) -> list[str]:
    return [f"{list(error.path)}: {error.message}" for error in official(profile).iter_errors(descriptor)]


def test_the_catalogue_is_valid_by_the_official_schema() -> None:
    assert PACKAGE["$schema"] == f"{ADDRESS}/datapackage.json"
    assert faults("datapackage.json", PACKAGE) == []


def test_the_catalogue_with_every_table_schema_in_it_is_valid_by_the_official_schema() -> None:
    whole = [{**r, "schema": json.loads((schema.DATA / r["schema"]).read_text("utf-8"))} for r in PACKAGE["resources"]]
    assert faults("datapackage.json", {**PACKAGE, "resources": whole}) == []


def test_every_table_is_valid_by_the_official_schemas() -> None:
    resource, table = official("dataresource.json"), official("tableschema.json")
    found = {n: [*resource.iter_errors(RESOURCES[n]), *table.iter_errors(raw_schema(n))] for n in TABLES}
    assert {name: errors for name, errors in found.items() if errors} == {}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"licenses": []}, "['licenses']"),
        ({"contributors": []}, "['contributors']"),
        ({"resources": [{"name": "countries"}]}, "['resources', 0]"),
        ({"resources": [{**RESOURCES["countries"], "sources": [{"title": "x", "path": ""}]}]}, "'sources', 0, 'path'"),
        ({"resources": [{**RESOURCES["countries"], "schema": {"fields": [{"type": "string"}]}}]}, "'schema'"),
    ],
)
def test_the_official_schema_sees_a_broken_catalogue(change: dict[str, Any], place: str) -> None:
    assert any(place in fault for fault in faults("datapackage.json", {**PACKAGE, **change}))


def test_the_package_says_its_version_its_day_and_who_made_it() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert SEMVER.fullmatch(PACKAGE["version"])
    assert datetime.fromisoformat(PACKAGE["created"]).date() <= date.today() + timedelta(days=1)
    assert [c["title"] for c in PACKAGE["contributors"]] == [author["name"] for author in cff["authors"]]
    assert "licenses" not in PACKAGE  # each table has its own
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert PACKAGE.get("homepage") == project.get("urls", {}).get("Homepage")  # no address is made up


def test_the_version_is_that_of_the_changelog() -> None:
    told = re.search(r"\*\*Version of the tables\*\*: (\S+),", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"))
    assert told is not None
    assert told[1] == PACKAGE["version"]


@pytest.mark.parametrize(
    ("change", "version"),
    [
        ({}, "1.4.2"),
        ({"hash": "sha256:other"}, "1.4.3"),
        ({"hash": "sha256:other", "rows": 11}, "1.5.0"),
        ({"hash": "sha256:other", "sources": [{"source_id": "a"}, {"source_id": "b"}]}, "1.5.0"),
        ({"hash": "sha256:other", "rows": 9}, "2.0.0"),
        ({"name": "new"}, "1.5.0"),
        ({"name": "changes", "rows": 99}, "1.4.2"),
    ],
)
def test_a_refresh_raises_the_version_by_what_changed(change: dict[str, Any], version: str) -> None:
    old = {"name": "a", "rows": 10, "hash": "sha256:one", "sources": [{"source_id": "a"}]}
    before = {"a": old, "changes": {"name": "changes", "rows": 4, "hash": "sha256:c"}}
    assert data_package.raised("1.4.2", before, [old | change]) == version


def test_a_build_leaves_version_and_day_as_a_person_set_them() -> None:
    entry = RESOURCES["countries"] | {"rows": 1, "hash": "sha256:other"}
    built, refreshed = (json.loads(data_package.with_entries([entry], day)) for day in (None, date(2026, 12, 1)))
    assert (built["version"], built["created"]) == (PACKAGE["version"], PACKAGE["created"])
    major = int(PACKAGE["version"].split(".")[0])
    assert (refreshed["version"], refreshed["created"]) == (f"{major + 1}.0.0", "2026-12-01T00:00:00Z")


def test_a_table_names_the_sources_and_licences_of_its_rows() -> None:
    for name in set(TABLES) - {"sources"}:
        entry = RESOURCES[name]
        used = sorted(read_table(name, columns=["source_id"])["source_id"].dropna().unique())
        assert [s["source_id"] for s in entry["sources"]] == used, name
        for source in entry["sources"]:
            record = REGISTER.loc[source["source_id"]]
            assert source["title"] == f"{record['producer']}, {record['title']}", name
            assert pd.isna(record["url"]) or source["path"] == record["url"], name
        told = "; ".join(licence["title"] for licence in entry["licenses"])
        assert [s for s in used if not set(REGISTER.at[s, "licence"].split("; ")) <= set(told.split("; "))] == [], name


def test_the_register_itself_claims_no_source_and_no_licence() -> None:
    assert not {"sources", "licenses"} & RESOURCES["sources"].keys()


@pytest.mark.parametrize(
    ("words", "may", "names"),
    [
        ("CC0 1.0", "yes", ["CC0-1.0"]),
        ("OECD terms, CC BY 4.0", "yes", ["CC-BY-4.0"]),
        ("OECD terms, CC BY 4.0; facts with citation", "facts_only", ["other-closed"]),
        ("Public domain (US Government work); MIT (carrier)", "yes", ["other-pd", "MIT"]),
        ("Public domain (US Government work); ODC-PDDL 1.0 (x); MIT (y)", "yes", ["other-pd", "ODC-PDDL-1.0", "MIT"]),
        ("Facts in our own words (CC0 1.0, MIT and others; behind them)", "yes", ["notspecified"]),
        ("UN Comtrade: no re-dissemination; figures cited as facts", "facts_only", ["other-closed"]),
    ],
)
def test_a_licence_gets_its_name_from_the_words_of_the_register(words: str, may: str, names: list[str]) -> None:
    assert [licence["name"] for licence in licences([{"licence": words, "may_redistribute": may}])] == names


def values_of(table: str, columns: list[str]) -> pd.DataFrame:
    return read_table(table, columns=columns)


def test_a_foreign_key_points_to_columns_that_do_not_repeat() -> None:
    """One that repeats must become one of the references."""
    keys = [key["reference"] for name in TABLES for key in raw_schema(name).get("foreignKeys", [])]
    targets = {(key["resource"], *key["fields"]) for key in keys}
    assert len(targets) > 3
    assert [target for target in targets if values_of(target[0], list(target[1:])).duplicated().any()] == []


@pytest.mark.parametrize("name", [name for name in TABLES if load_schema(name).references])
def test_a_reference_points_to_a_column_that_repeats(name: str) -> None:
    for link in load_schema(name).references:
        assert values_of(link.reference, [link.reference_column]).duplicated().any(), f"{link}: make it a foreign key"


@pytest.mark.parametrize("name", [name for name in TABLES if load_schema(name).references])
def test_a_value_that_is_not_where_a_reference_points_is_refused(name: str) -> None:
    spec = load_schema(name)
    table = pq.read_table(schema.DATA / f"{name}.parquet")
    for link in spec.references:

        def all_but_the_first(reference: str, column: str, link: ForeignKey = link) -> set[str]:
            known = set(values_of(reference, [column])[column])
            return known - {table[link.column][0].as_py()} if reference == link.reference else known

        with pytest.raises(TableInvalidError, match=f"is not in {link.reference}.{link.reference_column}") as caught:
            schema.validate(table, spec, all_but_the_first)
        assert (caught.value.column, caught.value.row) == (link.column, 0)


BROKEN: list[tuple[str, str]] = [
    ("{", "is not valid JSON"),
    ("[]", "is not a JSON object"),
    ("{}", "does not say what it must"),
    (json.dumps({**PACKAGE, "created": "soon"}), "does not say what it must"),
    (json.dumps({**PACKAGE, "resources": [{"name": "countries"}]}), "the entry of countries is incomplete"),
    (json.dumps({**PACKAGE, "created": "2099-01-01T00:00:00Z"}), "is in the future"),
]


@pytest.mark.parametrize(("text", "told"), BROKEN, ids=[told for _, told in BROKEN])
def test_a_broken_catalogue_is_refused_in_a_sentence(text: str, told: str, data_copy: Path) -> None:
    schema.CATALOGUE.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueError, match=rf"data/datapackage\.json.*{told}"):
        catalogue()


def test_a_missing_catalogue_is_refused_in_a_sentence(data_copy: Path) -> None:
    schema.CATALOGUE.unlink()
    with pytest.raises(CatalogueError, match=r"data/datapackage\.json is missing"):
        read_catalogue()


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (b"{", "is not valid JSON"),
        (b"\xff\xfe", "is not valid JSON"),
        (b"[]", "is not a JSON object"),
        (b"{}", "does not say what a schema must"),
        (b'{"title": "x", "description": "x", "fields": [], "primaryKey": 3}', "does not say what a schema must"),
    ],
)
def test_a_broken_schema_is_refused_in_a_sentence(text: bytes, told: str, data_copy: Path) -> None:
    (schema.SCHEMAS / "countries.json").write_bytes(text)
    with pytest.raises(SchemaError, match=rf"data/schemas/countries\.json .*{told}"):
        read_table("countries")


CODE = re.compile(r"(\w+_)?(hs|hts|cn)\d+|product_code|code")


def product_codes(name: str) -> list[str]:
    """The columns that hold numbers of the Harmonized System or a tariff schedule made on it, chapters too."""
    strings = [f for f in load_schema(name).fields if f["type"] == "string"]
    chapters = [f["name"] for f in strings if f["name"] == "chapter" and "{2}" in f["constraints"].get("pattern", "")]
    return [f["name"] for f in strings if CODE.fullmatch(f["name"])] + chapters


def test_a_product_code_has_its_edition_beside_it() -> None:
    coded = {name: product_codes(name) for name in TABLES if product_codes(name)}
    editions = {"hs_revision", "hts_edition"}
    assert {name: codes for name, codes in coded.items() if not editions & set(load_schema(name).columns)} == {}


def test_product_codes_are_found_by_their_names() -> None:
    coded = {name: product_codes(name) for name in TABLES}
    assert coded["us_imports_hs6_2024"] == ["hs6", "chapter"]
    assert coded["china_retaliation_hs8"] == ["cn_hs8", "hs6"]
    assert coded["elasticities"] == ["product_code"]
    assert coded["us_import_reliance"] == coded["countries"] == []  # chapters of a book, codes of countries
