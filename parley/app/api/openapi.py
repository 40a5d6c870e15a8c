"""The description of the interface, OpenAPI 3.1: made from the questions themselves and the schemas of the answers."""

import functools
import json
from typing import Any

from parley import words
from parley.app.api import sources
from parley.app.api.questions import (
    Changes,
    Dates,
    Find,
    Landed,
    LandedLines,
    Law,
    LawLines,
    Question,
    Rows,
    Solve,
)
from parley.app.serving.problems import MIME, TITLES
from parley.tables.place import ROOT, VERSION

SAY = words.beside(__file__)
ADDRESS = "/api/v1"
PARTS = "#/components/schemas/"
Part = dict[str, Any]
GETS: dict[str, type[Question]] = {
    "law": Law,
    "landed": Landed,
    "find": Find,
    "dates": Dates,
    "changes": Changes,
    "tables/{name}": Rows,
}
POSTS: dict[str, type[Question]] = {"law": LawLines, "landed": LandedLines, "solve": Solve}
LISTED = ("law", "landed")  # that also take their lines as CSV


@functools.cache
def document() -> Part:
    """The whole description."""
    parts: Part = {"law": _shipped("law"), "landed": _shipped("landed"), "sources": _sources(), "problem": _problem()}
    paths: dict[str, Part] = {}
    for name, kind in GETS.items():
        paths.setdefault(f"{ADDRESS}/{name}", {})["get"] = _get(name, kind)
    for name, kind in POSTS.items():
        paths.setdefault(f"{ADDRESS}/{name}", {})["post"] = _post(name, kind, parts)
    paths[f"{ADDRESS}/openapi.json"] = {
        "get": {"summary": "This description", "responses": _responses({"type": "object"})}
    }
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parley", "version": VERSION, "description": SAY("interface")},
        "paths": paths,
        "components": {"schemas": parts},
    }


def _get(name: str, kind: type[Question]) -> Part:
    schema = kind.model_json_schema()
    needed = schema.get("required", ())
    parameters = [
        {
            "name": field,
            "in": "query",
            "required": field in needed,
            "style": "form",
            "explode": False,
            "schema": _of_parameter(about),
            **({"description": about["description"]} if "description" in about else {}),
        }
        for field, about in schema["properties"].items()
    ]
    if "{name}" in name:
        parameters.append({"name": "form", "in": "query", "schema": {"enum": ["json", "csv"], "default": "json"}})
        where = {"type": "object", "additionalProperties": {"type": "string", "maxLength": 200}, "maxProperties": 10}
        parameters.append({"name": "where", "in": "query", "style": "form", "explode": True, "schema": where})
        parameters.append({"name": "name", "in": "path", "required": True, "schema": {"type": "string"}})
    return {"summary": schema["description"], "parameters": parameters, "responses": _responses(_answer(name))}


def _post(name: str, kind: type[Question], parts: Part) -> Part:
    schema = kind.model_json_schema(ref_template=PARTS + "{model}")
    parts.update(schema.pop("$defs", {}))
    parts[kind.__name__] = schema
    content: Part = {"application/json": {"schema": {"$ref": PARTS + kind.__name__}}}
    if name in LISTED:
        content["text/csv"] = {"schema": {"type": "string"}}
    responses = _responses(_answer(name, lines=name in LISTED))
    return {
        "summary": schema["description"],
        "requestBody": {"required": True, "content": content},
        "responses": responses,
    }


def _responses(answer: Part) -> Part:
    problem = {"description": "A problem (RFC 9457)", "content": {MIME: {"schema": {"$ref": f"{PARTS}problem"}}}}
    is_rows = "offset" in answer.get("properties", {})
    content: Part = {"application/json": {"schema": answer}} | ({"text/csv": {}} if is_rows else {})
    whole = {"description": "The answer", "content": content}
    return {"200": whole, **{f"{status}": {**problem, "description": title} for status, title in TITLES.items()}}


def _answer(name: str, lines: bool = False) -> Part:
    """The form of an answer: what was asked for, with its sources and the last day it can know of."""
    of_law: Part = {"$ref": PARTS + name}
    bodies: Part = {"law": of_law, "landed": {"type": "array", "items": of_law}, "solve": {"type": "object"}}
    body: Part = bodies.get(name, {"type": "array", "items": {"type": "object"}})
    if lines:
        fault = {"type": ["object", "null"], "required": ["field", "detail"]}
        line = {"line": {"type": "integer"}, "answer": {"anyOf": [of_law, {"type": "null"}]}, "fault": fault}
        body = {"type": "array", "items": {"type": "object", "required": [*line], "properties": line}}
    fields: Part = {
        "answer": body,
        "known_until": {"type": "string", "format": "date"},
        "sources": {"$ref": f"{PARTS}sources"},
    }
    if name in LISTED:
        fields["no_ruling"] = {"type": "string"}
    if name == "solve":
        fields |= {"modelled": {"type": "string"}, "table_names": {"type": "array", "items": {"type": "string"}}}
    if name == "tables/{name}":
        whole: Part = {"type": "integer"}
        fields |= {"table": {"type": "string"}, "title": {"type": "string"}, "count": whole, "offset": whole}
        fields["next_offset"] = {"type": ["integer", "null"]}
    if name == "find":
        fields["remarks"] = {"type": "array", "items": {"type": "string"}}
    return {"type": "object", "required": [*fields], "properties": fields, "additionalProperties": False}


def _shipped(name: str) -> Part:
    """The schema of an answer as the command prints it, with its references led to their new place."""
    text = (ROOT / "docs" / f"{name}.schema.json").read_text(encoding="utf-8")
    schema: Part = json.loads(text.replace('"#/$defs/', f'"{PARTS}{name}/$defs/'))
    schema.pop("$schema")
    if schema.get("type") == "array":
        schema = schema["items"]
    return schema


def _sources() -> Part:
    text = {"type": ["string", "null"]}
    names = (*sources.FIELDS, "address")
    return {
        "type": "array",
        "items": {"type": "object", "required": [*names], "properties": dict.fromkeys(names, text)},
    }


def _problem() -> Part:
    text = {"type": "string"}
    fields = {"type": text, "title": text, "status": {"type": "integer"}, "detail": text, "field": text}
    return {"type": "object", "required": ["type", "title", "status", "detail"], "properties": fields}


def _of_parameter(about: Part) -> Part:
    """The schema of a field as a parameter has it: left out, never null."""
    kinds = [kind for kind in about.get("anyOf", ()) if kind != {"type": "null"}]
    whole = about | kinds[0] if len(kinds) == 1 else about
    dropped = ("title", "description", *(("anyOf", "default") if kinds else ()))
    return {name: part for name, part in whole.items() if name not in dropped}
