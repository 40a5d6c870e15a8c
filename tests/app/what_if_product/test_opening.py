"""What the product what-if says at rest: the title with its range, and flows where China gains."""

from dataclasses import replace
from datetime import date

import pandas as pd
import pytest

import parley
from parley import terms
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.what_if import all_models, starting_duties
from parley.app.what_if_product import answer as page
from parley.app.what_if_product import flows
from parley.app.what_if_product import words as product_words
from parley.models.policy_parts import Goods, TariffChange
from tests.wording import told

NB, DAY = "\u00a0", date(2026, 11, 27)


def test_the_title_of_the_end_of_extra_duties_is_short_and_the_range_over_all_models_stands_under_it() -> None:
    """A title that would be too long with the name of its goods has their code."""
    run = replace(starting_duties.start(DAY), tariffs=starting_duties.without_extra_duties(DAY))
    rows = parley.solve(run, "all").tables["reconciled"].query("measure == 'who_bears' and bearer == 'buyers'")
    (low, high), loss = rows.set_index("model").loc["all", ["low", "high"]], page.answer(run).value("buyers_loss_usd")
    models = all_models.of_scenario(run)
    case, fields = told("what_if_product", "title", product_words.title(run, page.answer(run), models))
    assert (case, terms.small(fields["what"])) == ("gain", product_words.SAY("what", "opening"))
    assert fields["loss"] == terms.model_bn(-loss)
    ends = terms.quantity(terms.span(low / 1e9, high / 1e9, 0), "bn")
    line = product_words.measure(run, page.answer(run), models, "")
    assert told("what_if_product", "measure", line) == ("models", {"range": ends})
    for code in ("84", "85", "62"):
        long = replace(run, tariffs=(TariffChange("USA", "CHN", 90, "absolute", Goods("chapter", code)),))
        title = product_words.title(long, page.answer(long), all_models.of_scenario(long))
        assert len(title.split(" ")) <= terms.MOST_IN_TITLE, title


def sold(**change_usd: list[float]) -> pd.DataFrame:
    """Changes of sales by origin in the sections of works of art and of machinery."""
    rows = [
        (section, origin, value)
        for origin, of in change_usd.items()
        for section, value in zip(("XXI", "XVI"), of, strict=True)
    ]
    return pd.DataFrame(rows, columns=["section", "exporter_iso3", "change_usd"])


def test_a_loss_that_prints_as_zero_makes_no_flow() -> None:
    """Works of art lose 0.7 m where machinery gains 200 bn; the same 0.7 m alone is all that moves, and is told."""
    with pytest.raises(NothingToShowError, match=product_words.SAY("flows.none")):
        flows.flows_of(sold(CHN=[-0.7e6, 200e9], MEX=[5e6, -80e9]))
    alone = flows.flows_of(sold(CHN=[-0.7e6, 0.0], MEX=[0.4e6, 0.0])).set_index("to")["flow_usd"]
    assert alone.to_dict() == pytest.approx({"MEX": 0.4e6, flows.LOST: 0.3e6})
    with pytest.raises(NothingToShowError, match=product_words.SAY("flows.no_flow")):
        flows.flows_of(sold(CHN=[-1e9, -5e9], MEX=[3e9, 1e9]))
    both = flows.flows_of(sold(CHN=[-1e6, -5e9], MEX=[3e6, 1e9]))
    assert set(both["section"]) == {"XVI"}
