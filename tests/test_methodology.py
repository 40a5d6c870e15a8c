"""The worked example of the methodology runs as it is printed."""

import re
from pathlib import Path
from typing import Any

import numpy as np

TEXT = (Path(__file__).resolve().parent.parent / "docs" / "methodology.md").read_text(encoding="utf-8")


def test_the_worked_example_runs_and_what_is_taxed_sells_less() -> None:
    example = re.findall(r"```python\n(.*?)```", TEXT, flags=re.DOTALL)[0]
    names: dict[str, Any] = {}
    exec(example, names)
    after = names["after"]
    assert after.residual < 1e-10
    assert after.flows[1, 0] < after.economy.flows[1, 0]
    assert after.real_income_hat[1] < 1
    assert np.allclose(after.exports, after.imports, rtol=1e-9)
