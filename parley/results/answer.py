"""What every model answers with: one record, whatever the model."""

from collections.abc import Mapping
from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True, eq=False)
class Answer:
    """What one model says: tables by name, and how well the equations were solved (residual, iterations, seconds).

    ``notes``: what the figures rest on or leave out, in sentences.
    """

    tables: Mapping[str, pd.DataFrame]
    convergence: Mapping[str, float]
    notes: tuple[str, ...]
