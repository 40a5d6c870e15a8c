"""The catalogue as rows: tables, columns, sources, the numbers and methods of the models, and what is missing."""

import ast
import functools
import tomllib
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pandas as pd

from parley import terms, words
from parley.app.kit.source_lines import source_name
from parley.tables import read as tables
from parley.tables.document import as_of_words
from parley.tables.parameters import parameters, section_parameter, section_parameter_names
from parley.tables.references import reference
from parley.tables.schema import SchemaError, load_schema, table_names

SAY = words.beside(__file__)
CODE = Path(__file__).resolve().parent.parent.parent
PACKAGES = {"measure": CODE / "measures", "model": CODE / "models"}
GRADES = {
    "A": "official file, or checked against it",
    "B": "from a third party, consistent with others",
    "C": "copied by hand from pages",
}
SHIPPED = {"yes": "whole table", "facts_only": "single figures only", "no": "not shipped"}
KINDS = {"string": "text", "integer": "whole number", "number": "number", "date": "day", "boolean": "true or false"}


def table_list() -> pd.DataFrame:
    """One row per table: name, title, rows, size in kB, newest day known, key, and what the as-of date reads in it.

    Of a table whose schema cannot be read the last column says so. Raises CatalogueError.
    """
    return pd.DataFrame([_table_row(resource) for resource in tables.catalogue()["resources"]])


def _table_row(resource: Mapping[str, Any]) -> dict[str, object]:
    try:
        spec = load_schema(resource["name"])
        key, reads = ", ".join(spec.primary_key), as_of_words(spec)
    except SchemaError as fault:
        key, reads = "", str(fault)
    return {
        "table": resource["name"],
        "title": resource["title"],
        "rows": resource["rows"],
        "size_kB": round(resource["bytes"] / 1000),
        "known_until": resource.get("knownUntil", ""),
        "one_row_per": key,
        "as_of_reads": reads,
    }


def columns_of(name: str) -> pd.DataFrame:
    """One row per column of a table: name, type, unit, meaning, and whether it is part of the key."""
    spec = load_schema(name)
    return pd.DataFrame(
        [
            {
                "column": f["name"],
                "type": KINDS[f["type"]],
                "unit": f.get("unit", ""),
                "meaning": f["description"],
                "key": f["name"] in spec.primary_key,
            }
            for f in spec.fields
        ]
    )


def source_list() -> pd.DataFrame:
    """The register of sources with the tables that use each, those not shipped last.

    Without the column ``used_in`` where the catalogue, which knows the tables, cannot be read.
    """
    register = tables.read_table("sources").drop(columns=["carrier", "sha256"], errors="ignore")
    register = register.assign(shipped=register["may_redistribute"].map(SHIPPED))
    first = ["producer", "title", "edition", "shipped", "licence", "last_known_on", "grade", "caveat"]
    if not tables.catalogue_fault():
        used = users()
        register = register.assign(used_in=[", ".join(used.get(source, ())) for source in register["source_id"]])
        first.append("used_in")
    rest = [c for c in register.columns if c not in {*first, "may_redistribute", "raw_path"}]
    order = register["may_redistribute"].map({word: i for i, word in enumerate(SHIPPED)})
    return register.assign(order=order).sort_values(["order", "producer", "title"])[first + rest]


def source_facts(record: Mapping[Any, Any], used_in: Sequence[str]) -> dict[str, str]:
    """What the register says of one source, by the name of the fact; what it does not say is left out."""
    said = {name: value for name, value in record.items() if pd.notna(value)}
    days = {name: terms.day(value) for name, value in said.items() if isinstance(value, pd.Timestamp)}
    covers = [days[name] for name in ("coverage_from", "coverage_to") if name in days]
    facts = {
        "Citation": said["citation"],
        "Licence": f"{said['licence']}. Shipped: {SHIPPED[said['may_redistribute']]}",
        "Published": days.get("published_on", ""),
        "Covers": " to ".join(covers),
        "Last day known": days.get("last_known_on", ""),
        "Read": days.get("accessed_on", ""),
        "Read from": said.get("carrier", ""),
        "Grade": f"{said['grade']}, {GRADES[said['grade']]}",
        "Note": said.get("caveat", ""),
        "Tables": ", ".join(f"`{name}`" for name in used_in),
    }
    return {name: fact for name, fact in facts.items() if fact}


@functools.cache
def renewals() -> dict[str, Any]:
    """What ``renewed.toml`` says: ``renewed``, ``copied``, ``why`` by table; those ``rebuilt`` and ``typed``."""
    return tomllib.loads(Path(__file__).with_name("renewed.toml").read_text(encoding="utf-8"))


def origins() -> pd.DataFrame:
    """One row per table: what renews it, what rebuilds it (publishers' answers, copies, here), what else it needs.

    Raises CatalogueError.
    """
    register = tables.read_table("sources").set_index("source_id")
    return pd.DataFrame([_origin(resource, register) for resource in tables.catalogue()["resources"]])


def _origin(resource: Mapping[str, Any], register: pd.DataFrame) -> dict[str, object]:
    name, about = resource["name"], renewals()
    is_rebuilt, is_typed = (name in about[kind]["tables"] for kind in ("rebuilt", "typed"))
    records = register.reindex([s["source_id"] for s in resource.get("sources", ())])
    copies = records.loc[records["carrier"].notna(), "producer"].dropna().unique().tolist()
    needs = [about["why"].get(name, "")]
    needs += [_copied(copies)] if copies else []
    return {
        "title": resource["title"],
        "table": name,
        "renewed_by": about["renewed"].get(name, ""),
        "rebuilt_from_publishers_answers": is_rebuilt,
        "rebuilt_from_copies": about["copied"].get(name, ""),
        "rebuilt_from_the_repository": is_typed,
        "still_needs": " ".join(needs) if name in about["why"] else "",
    }


def _copied(producers: Sequence[str], most: int = 4) -> str:
    """Whose figures were read in copies of others: the first few by name, the rest by their number."""
    rest = max(len(producers) - most, 0)
    case = "several" if rest > 1 else "one" if rest else "all"
    return SAY("renewed.copies", case, names="; ".join(producers[:most]), count=terms.counted(rest))


def users() -> dict[str, list[str]]:
    """The tables that use each source, by ``source_id``, as the catalogue says. Raises CatalogueError."""
    used: dict[str, list[str]] = {}
    for resource in tables.catalogue()["resources"]:
        for source in resource.get("sources", ()):
            used.setdefault(source["source_id"], []).append(resource["name"])
    return used


def assumptions() -> pd.DataFrame:
    """Every number of the models with range, unit, status and citation; assumptions first."""
    single = [
        {
            "parameter": p.name,
            "title": p.title,
            "value": f"{p.value:g}",
            "low": p.low,
            "high": p.high,
            "unit": p.unit,
            "status": p.status,
            "citation": " / ".join(map(reference, p.citation)),
            "page": p.page,
            "note": p.note,
        }
        for p in parameters().values()
    ]
    by_section = [
        {
            "parameter": p.name,
            "title": f"{p.title}, section by section",
            "value": f"{min(p.values.values()):g} to {max(p.values.values()):g}",
            "low": min(p.values.values()),
            "high": max(p.values.values()),
            "unit": p.unit,
            "status": p.status,
            "citation": " / ".join(map(reference, p.citation)),
            "page": "",
            "note": p.note,
        }
        for p in map(section_parameter, section_parameter_names())
    ]
    return pd.DataFrame(single + by_section).sort_values(["status", "parameter"])


def method_list() -> pd.DataFrame:
    """One row per public function of the measures and models: subject, name, what it gives, and how.

    Their docstrings hold equation and source.
    """
    rows = [
        {"kind": kind, "subject": path.stem, "function": function.name, **_docstring(function)}
        for kind, folder in PACKAGES.items()
        for path in sorted(folder.glob("*.py"))
        for function in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(function, ast.FunctionDef) and not function.name.startswith("_")
    ]
    return pd.DataFrame(rows)


def _docstring(function: ast.FunctionDef) -> dict[str, str]:
    first, _, rest = (ast.get_docstring(function) or "").partition("\n\n")
    return {"gives": " ".join(first.split()), "how": " ".join(rest.split())}


def gaps() -> pd.DataFrame:
    """What the tables lack, one row per hole, and the sources that are not shipped with the reason."""
    holes = [hole for name in table_names() for hole in _holes(name)]
    register = tables.read_table("sources")
    kept_out = register[register["may_redistribute"] == "no"]
    holes += [
        {"table": "", "title": f"{r['producer']}, {r['title']}", "missing": r["caveat"]}
        for r in kept_out.to_dict("records")
    ]
    return pd.DataFrame(holes, columns=["table", "title", "missing"])


def _holes(name: str) -> list[dict[str, str]]:
    try:
        spec = load_schema(name)
    except SchemaError as fault:
        return [{"table": name, "title": name, "missing": str(fault)}]
    return [{"table": name, "title": spec.title, "missing": gap} for gap in spec.gaps]


def withheld() -> pd.DataFrame:
    """What is not passed on, one row per table and source that allows cited figures only, with the source's terms.

    Raises CatalogueError and, for a table whose schema cannot be read, SchemaError.
    """
    register = tables.read_table("sources")
    used = users()
    rows = [
        {
            "table": name,
            "withheld": load_schema(name).withheld,
            "source": source_name(record),
            "terms": record["licence"],
            "shipped": SHIPPED["facts_only"],
        }
        for record in register[register["may_redistribute"] == "facts_only"].to_dict("records")
        for name in used.get(record["source_id"], ())
    ]
    return pd.DataFrame(rows).sort_values(["table", "source"], ignore_index=True)
