"""``docs/generated/tables.md``: every table for whoever reads the files without this code, made from the schemas."""

from collections.abc import Sequence

from parley.tables.schema import ForeignKey, TableSchema, load_schema, table_names

HEAD = """# The tables

Every table of `data/`: what it is, its key, how to join it, what is missing. Made from `data/schemas/` by
`python -m parley docs`; a test holds that it is current. The schemas say what each column means and its unit;
`data/datapackage.json` has rows, bytes, checksum, sources and licences of each file.

The files are plain Parquet: DuckDB, polars, pandas, R and Spark read them. Run the lines below in DuckDB from the
root of the repository; a join goes before `LIMIT`. Every row names its source: join `sources` for the citation. A
`SEMI JOIN` goes to a table in which the value stands many times, and keeps the rows that find it. Codes of earlier
editions of the Harmonized System are joined through `hs_map`.

"""
SHORT = {"sources": "s", "countries": "c", "events": "e", "hs_codes": "h"}


def document() -> str:
    """The whole document in Markdown. Raises SchemaError."""
    specs = [load_schema(name) for name in table_names()]
    listed = [f"| [`{s.name}`](#{s.name}) | {s.title} | {_columns(s.primary_key)} |" for s in specs]
    index = "\n".join(["| Table | What | One row per |", "|---|---|---|", *listed])
    return HEAD + index + "\n\n" + "\n\n".join(map(_section, specs)) + "\n"


def _section(spec: TableSchema) -> str:
    points = [
        f"- **One row per** {_columns(spec.primary_key)}. Columns: [schema](../../data/schemas/{spec.name}.json).",
        f"- **Read**: `{reading(spec)}`",
        *(f"- **Join** `{clause}`" for clause in joins(spec)),
        f"- **As-of date**: {as_of_words(spec)}.",
        *(f"- **Missing**: {gap}" for gap in spec.gaps),
        *([f"- **Not passed on**: {spec.withheld}"] if spec.withheld else []),
    ]
    return "\n".join([f"## {spec.name}", "", f"{spec.title}. {spec.description}", "", *points])


def reading(spec: TableSchema) -> str:
    """One line of SQL for DuckDB, run from the root of the repository, that reads the table."""
    return f"FROM 'data/{spec.name}.parquet' t LIMIT 10;"


def joins(spec: TableSchema) -> list[str]:
    """The joins to the tables that the columns refer to, and to the names of HS 2022 codes; none repeats a row."""
    names = [
        f"LEFT JOIN 'data/hs_codes.parquet' h ON h.hs_revision = t.hs_revision AND h.code = t.{code}"
        for code in _codes(spec)
    ]
    return [*(_join("LEFT", k) for k in spec.foreign_keys), *(_join("SEMI", k) for k in spec.references), *names]


def _join(kind: str, link: ForeignKey) -> str:
    short = SHORT.get(link.reference, "o")
    on = f"{short}.{link.reference_column} = t.{link.column}"
    return f"{kind} JOIN 'data/{link.reference}.parquet' {short} ON {on}"


def _codes(spec: TableSchema) -> list[str]:
    """The columns that ``hs_codes`` names: chapters and subheadings of a table that has rows of HS 2022."""
    editions = next((f["constraints"].get("enum", ()) for f in spec.fields if f["name"] == "hs_revision"), ())
    if "HS2022" not in editions or spec.name == "hs_codes":
        return []
    return [column for column in ("hs6", "chapter") if column in spec.columns]


def as_of_words(spec: TableSchema) -> str:
    """What the as-of date does to a table, in words."""
    rules = spec.as_of
    if rules is None:
        return "not dated: the same on every date"
    columns = " or, where empty, ".join(rules.known)
    of = f" of {rules.edition_of}" if rules.edition_of else ""
    ends = f"; an end is shown once announced ({rules.end_announced or rules.end})" if rules.end else ""
    return f"rows known by {columns}{of}{ends}"


def _columns(names: Sequence[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)
