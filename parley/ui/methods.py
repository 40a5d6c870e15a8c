"""How each figure is worked out: the docstrings of the measures and models, which hold equation and source."""

import importlib
import inspect
import pkgutil
from collections.abc import Iterator
from types import ModuleType

import pandas as pd

from parley import measures, models

PACKAGES = {"measure": measures, "model": models}


def method_list() -> pd.DataFrame:
    """One row per public function of the measures and models: subject, name, what it gives, and how."""
    rows = [
        {"kind": kind, "subject": module.__name__.rsplit(".", 1)[-1], "function": name, **_told(function)}
        for kind, package in PACKAGES.items()
        for module in _modules(package)
        for name, function in inspect.getmembers(module, inspect.isfunction)
        if function.__module__ == module.__name__ and not name.startswith("_")
    ]
    return pd.DataFrame(rows)


def _modules(package: ModuleType) -> Iterator[ModuleType]:
    for info in pkgutil.iter_modules(package.__path__):
        yield importlib.import_module(f"{package.__name__}.{info.name}")


def _told(function: object) -> dict[str, str]:
    first, _, rest = (inspect.getdoc(function) or "").partition("\n\n")
    return {"gives": " ".join(first.split()), "how": " ".join(rest.split())}
