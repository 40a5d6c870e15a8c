"""What the process keeps has an end: no memory grows with what visitors ask."""

import ast
from collections.abc import Iterator

from tests.test_architecture import name_of, python_files

# Kept for good under arguments of which there are few: names of files, tables, parameters and texts of the repository,
# sets of products and economies of the calibrated models, days of published shocks.
FEW = {
    "parley/app/kit/scripts.py version",
    "parley/calibration/chinese_content.py content_by_sector",
    "parley/calibration/policy_world.py _chapter_shares",
    "parley/calibration/policy_world.py _product_parts",
    "parley/calibration/published_shocks.py partner_rates",
    "parley/calibration/world.py full_world",
    "parley/models/uncertainty.py sobol_points",
    "parley/tables/parameters.py section_parameter",
    "parley/results/answers/base_world.py _sectors",
    "parley/tables/schema.py load_schema",
    "parley/tables/read.py _last_read",
    "parley/words.py _fields",
    "parley/words.py _folder",
    "parley/words.py _read",
    "parley/words.py _short",
    "parley/words.py _template",
    "parley/words.py _text",
    "parley/words.py beside",
}
BOUND = {"lru_cache": "maxsize", "cache_resource": "max_entries", "cache_data": "max_entries"}


def kept() -> Iterator[tuple[str, bool, bool]]:
    """Every function whose results are kept: its name, whether it takes arguments, and whether a number bounds them."""
    for path in python_files("parley", "pages"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.FunctionDef):
                continue
            for decorator in node.decorator_list:
                call = decorator.func if isinstance(decorator, ast.Call) else decorator
                name = call.attr if isinstance(call, ast.Attribute) else getattr(call, "id", "")
                if name in {"cache", *BOUND}:
                    told = decorator.keywords if isinstance(decorator, ast.Call) else []
                    has_bound = any(word.arg == BOUND.get(name) and not _is_none(word.value) for word in told)
                    taken = node.args
                    takes = bool(taken.posonlyargs or taken.args or taken.kwonlyargs or taken.vararg)
                    yield f"{name_of(path)} {node.name}", takes, has_bound


def _is_none(value: ast.expr) -> bool:
    return isinstance(value, ast.Constant) and value.value is None


def test_what_is_kept_under_arguments_has_a_bound_or_few_arguments() -> None:
    found = list(kept())
    assert len(found) > 100
    assert {name for name, takes, has_bound in found if takes and not has_bound} == FEW
