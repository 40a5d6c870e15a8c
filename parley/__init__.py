"""Parley: the US-China trade dispute in tables, charts and what-if models.

``read_table`` is imported on first use, so that ``parley.models`` needs numpy alone.
"""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from parley.tables import read_table

__all__ = ["read_table"]


def __getattr__(name: str) -> Any:
    if name == "read_table":
        from parley.tables import read_table

        return read_table
    raise AttributeError(f"module 'parley' has no attribute {name!r}")
