"""The example of the PyPI package gegravity, timed in the interpreter that has it.

``python benchmarks/gegravity_case.py SAMPLE REPEATS`` prints one JSON object: seconds of each run of experiment and
simulation (its two steps per change of policy), and its change of Canadian exports. Needs gegravity alone, nothing of
Parley. The coefficients are those of the package's own documentation.
"""

import json
import sys
import time
import warnings
from typing import Any

COEFFICIENTS = (
    ("lndist", -0.3898623),
    ("contiguity", 0.891577),
    ("common_language", 0.0326249),
    ("pta", 0.4711383),
    ("international", -3.412584),
    ("constant", 16.32434),
)


def built(sample: str) -> Any:
    """The example's model with its base solved; a model simulates once, so each run needs its own."""
    import gegravity
    import pandas as pd

    rows = pd.read_csv(sample).assign(constant=1)
    estimates = pd.DataFrame([(*row, 0.0) for row in COEFFICIENTS], columns=["var", "beta", "stderr"])
    data = gegravity.BaselineData(
        rows, trade_var_name="trade", expend_var_name="E", output_var_name="Y", year_var_name="year"
    )
    model = gegravity.OneSectorGE(
        baseline=data,
        cost_coeff_values=gegravity.CostCoeffs(
            estimates=estimates, identifier_col="var", coeff_col="beta", stderr_col="stderr"
        ),
        cost_variables=[name for name, _ in COEFFICIENTS],
        year="2006",
        reference_importer="DEU",
        sigma=5,
        quiet=True,
    )
    model.build_baseline(omr_rescale=1)
    return model


def main(sample: str, repeats: int) -> None:
    """Print the JSON object."""
    warnings.simplefilter("ignore")
    seconds = []
    for _ in range(repeats):
        model = built(sample)
        changed = model.baseline_data.copy()
        for one, other in (("CAN", "JPN"), ("JPN", "CAN")):
            changed.loc[(changed["importer"] == one) & (changed["exporter"] == other), "pta"] = 1
        start = time.perf_counter()
        model.define_experiment(changed)
        model.simulate()
        seconds.append(time.perf_counter() - start)
    exports = float(model.country_results.loc["CAN", "foreign exports change (percent)"])
    print(json.dumps({"seconds": seconds, "can_exports_pct": exports}))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
