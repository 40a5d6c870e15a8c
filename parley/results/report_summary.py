"""The first two pages of a report: question, answer with its range, three charts, who pays, what it rests on."""

from collections.abc import Mapping

import pandas as pd

from parley import terms, words
from parley.models.policy_scenario import Scenario
from parley.results import comparison, comparison_words
from parley.results.comparison import Run
from parley.results.report_chart import pair_chart
from parley.results.report_html import Markup, joined, table, tag
from parley.results.sentence import sentence
from parley.results.solution import Model

PAYS = ("buyers_loss_usd", "exporters_loss_usd", "duty_change_usd", "deadweight_loss_usd")
DRAWN = 4
MODEL_NAMES: Mapping[Model, str] = {
    "product": "Product model (US imports by product and origin)",
    "world": "World model (one sector, many economies)",
    "sectors": "Sector model (industries with input-output links)",
}
Runs = Mapping[Model, tuple[Run, Run]]
SAY = words.beside(__file__)


def summary(
    scenarios: tuple[Scenario, Scenario], labels: tuple[str, str], figures: pd.DataFrame, runs: Runs, dates: str
) -> Markup:
    """The two pages; ``figures``: ``comparison.headline``; ``dates``: the line on days and version under the answer."""
    verdict = comparison_words.verdict(figures, *labels)
    told = [
        tag("p", tag("strong", f"{side}: {name}. "), sentence(scenario))
        for side, name, scenario in zip(("A", "B"), labels, scenarios, strict=True)
    ]
    answer, pays = [], []
    if len(figures):
        is_paid = figures["figure"].isin(PAYS)
        answer = [_cells(SAY("summary.answer"), figures[~is_paid])]
        pays = [_cells(SAY("summary.pays"), figures[is_paid])]
    return tag(
        "section",
        tag("p", SAY("summary.question", a=labels[0], b=labels[1]), class_="note"),
        tag("h1", verdict),
        tag("p", dates, class_="note"),
        *told,
        *answer,
        *_charts(runs),
        *pays,
        _rests(runs),
        class_="summary",
    )


def _range(model: Model) -> str:
    return SAY("summary.range", spans=comparison.SPANS[model])


def _cells(caption: str, figures: pd.DataFrame) -> Markup:
    """Figures of both and their difference, each with its range."""
    if figures.empty:
        return Markup("")
    cells = comparison_words.figure_cells(figures)
    shown = table(caption, list(map(str, cells.columns)), [list(map(str, row)) for row in cells.to_numpy().tolist()])
    return tag("div", shown, class_="wide", tabindex=0, role="region", aria_label=caption)


def _charts(runs: Runs) -> list[Markup]:
    """Buyers' loss by section, real income by economy, US output by industry: what differs most."""
    drawn = []
    if "product" in runs:
        rows = comparison.difference(*runs["product"], "by_section", ["section"], "buyers_loss_usd")
        drawn.append((rows.assign(name=rows["section"].map(terms.SECTION_LABELS)), "usd", "sections"))
    if "world" in runs:
        rows = comparison.difference(*runs["world"], "by_economy", ["economy"], "real_income_change_pct")
        drawn.append((rows.assign(name=rows["economy"].map(comparison.economy_names())), "pct", "economies"))
    if "sectors" in runs:
        rows = comparison.difference(*runs["sectors"], "by_sector", ["economy", "sector"], "output_change_pct")
        own = rows[rows["economy"] == "USA"]
        drawn.append((own.assign(name=own["sector"].map(terms.SECTOR_LABELS)), "pct", "industries"))
    return [_chart(rows, unit, case) for rows, unit, case in drawn]


def _chart(rows: pd.DataFrame, unit: str, case: str) -> Markup:
    """A picture that is never parted from its caption."""
    ranked = comparison.ranked(rows, "name", unit, DRAWN)
    caption = SAY("summary.chart", case, count=terms.counted(len(ranked)))
    picture = pair_chart(ranked, "bn" if unit == "usd" else "%", f"summary{case}", caption)
    return tag("figure", tag("figcaption", caption), picture)


def _rests(runs: Runs) -> Markup:
    """The models with their ranges, and where the rest is found."""
    if not runs:
        return Markup("")
    sources = {source for model in runs for source in comparison.SOURCES[model]}
    lines = [
        tag("li", tag("strong", f"{MODEL_NAMES[model]}. "), pair[0].notes[0], " ", _range(model))
        for model, pair in runs.items()
    ]
    rest = tag("p", SAY("summary.annex", sources=terms.counted(len(sources))))
    return joined(tag("h2", SAY("summary.rests")), tag("ul", *lines), rest)
