"""The statutory rate on every line imported from one origin in 2024, in the columns of ``measures.product_rates``."""

from datetime import date

import pandas as pd

from parley.measures.law_index import rules_for
from parley.measures.product_rates import ENDS, FIRST_CARRIED_CHAPTER, PARTS, RATE
from parley.results.law import LISTS, Question, line_answer
from parley.results.law_tables import tables

OF_AUTHORITY = {"mfn": "ordinary_pct", "section_232": "section_232_pct", "ieepa_fentanyl": "fentanyl_pct"}
BROAD = "broad_pct"


def origin_rates(lines: pd.DataFrame, origin: str, on: date) -> pd.DataFrame:
    """``lines`` with the parts of their rate, the sum, its ends and ``estimated_usd``, percent of customs value.

    ``lines``: hts10, value_usd and more, of imports from the origin; chapters 98 and 99 are left out. A sum that is
    not known is missing with all its parts. Columns beside those of ``lines``: ``PARTS``, ``RATE``, ``ENDS``,
    ``estimated_usd``, the value of lines whose ordinary duty is no percentage. Raises TableError.
    """
    tables_now = tables()
    question = Question(origin, on, tables_now, rules_for(tables_now.by_origin, origin, on), None)
    on_all = {(duty.authority, duty.programme) for duty in question.rules.duties}
    kept = lines[lines["hts10"] < FIRST_CARRIED_CHAPTER]
    rows = []
    for number in kept["hts10"]:
        answer = line_answer(str(number), question)
        parts = dict.fromkeys(PARTS, 0.0)
        for layer in answer.layers:
            listed = layer.authority == LISTS and (layer.authority, layer.programme) not in on_all
            parts["section_301_pct" if listed else OF_AUTHORITY.get(layer.authority, BROAD)] += layer.rate_pct or 0.0
        low, central, high = answer.sum_pct
        ends = dict(zip((RATE, *ENDS), (central, low, high), strict=True))
        derived = answer.layers[0].verification == "derived"
        rows.append((dict.fromkeys(parts) if central is None else parts) | ends | {"estimated": derived})
    rates = pd.DataFrame(rows, index=kept.index, columns=[*PARTS, RATE, *ENDS, "estimated"])
    estimated = kept["value_usd"].where(rates.pop("estimated").astype(bool), 0)
    return kept.join(rates.astype(float)).assign(estimated_usd=estimated)
