"""A comparison as one file to print or send: two pages that stand alone, then an annex with everything, in HTML.

Nothing in it asks another machine for anything: no script, no font, pictures drawn as SVG. Every text is escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import pandas as pd

from parley import terms, words
from parley.app.compare import differences
from parley.app.compare.differences import MEASURES, Measure, Pair
from parley.app.compare.printed.html import Content, Markup, joined, table, table_of, tag
from parley.app.compare.printed.picture import figure
from parley.app.compare.printed.summary import MODEL_NAMES, Runs, summary
from parley.app.kit import figures
from parley.models.policy_scenario import Scenario
from parley.results.answers.answer import Answer
from parley.results.answers.solution import Model
from parley.results.compared import comparison, comparison_models, comparison_words, reconciled_words
from parley.results.compared.comparison_models import Between
from parley.tables.parameters import parameter
from parley.tables.read import compiled_on, made_on, source_records
from parley.tables.references import reference

PARAMETERS: Mapping[Model, tuple[str, ...]] = {
    "product": (
        "between_origins_default",
        "between_origins_first_year",
        "between_origins_long_run_least",
        "between_origins_long_run_most",
        "between_products",
        "imports_and_home",
        "home_foreign_elasticity_ratio",
        "section_demand",
        "border_pass_through",
        "retail_pass_through",
        "metal_share",
    ),
    "world": (
        "trade_elasticity",
        "trade_elasticity_log_sd",
        "home_foreign_elasticity_ratio",
        "labour_supply_elasticity",
    ),
    "sectors": ("services_trade_elasticity", "sector_elasticity_common_log_sd"),
}
SAY = words.beside(__file__)
DRAWN = 12


class Subject(NamedTuple):
    """A subject of the annex: a measure of a model, how many rows its table lists, and whose industries by code."""

    model: Model
    measure: Measure
    listed: int
    economy: str = ""


SUBJECTS = (
    *(Subject("product", measure, len(terms.SECTION_LABELS)) for measure in MEASURES["product"][:2]),
    Subject("world", MEASURES["world"][0], 25),
    *(Subject("sectors", MEASURES["sectors"][0], 20, economy) for economy in ("USA", "CHN")),
)
STYLE = """
:root { color-scheme: light; }
body { font: 11pt/1.45 "Source Sans 3", "Source Sans Pro", system-ui, sans-serif; color: #101418; background: #fff;
  max-width: 46rem; margin: 2rem auto; padding: 0 1rem; overflow-wrap: anywhere; }
h1, h2 { font-family: "Source Serif 4", Georgia, serif; line-height: 1.2; break-after: avoid; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.25rem; margin-top: 2rem; } h3 { font-size: 1rem; break-after: avoid; }
table { border-collapse: collapse; width: 100%; margin: .5rem 0 1rem; font-size: 9.5pt; overflow-wrap: normal; }
caption { text-align: left; color: #4a525c; padding-bottom: .3rem; }
th, td { text-align: left; vertical-align: top; padding: .2rem .5rem .2rem 0; border-bottom: 1px solid #d3d1ca;
  font-weight: normal; }
thead th { font-weight: 600; border-bottom: 1.5px solid #101418; } tr { break-inside: avoid; }
.number { text-align: right; } .note { color: #4a525c; font-size: 9.5pt; }
.wide { overflow-x: auto; }
svg { width: 100%; height: auto; font-family: inherit; }
figure { margin: .75rem 0; break-inside: avoid; } figure .note, figcaption h2 { margin: 0 0 .2rem; }
a { color: #0d5c63; }
@page { size: A4; margin: 17mm 15mm; }
.summary { break-after: page; } .summary h1 { margin-top: 0; } .summary figcaption h2 { font-size: 1.05em; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10pt; } thead { display: table-header-group; }
  .summary { font-size: 9pt; } .summary table { font-size: 8.5pt; } .summary .note { font-size: 8pt; }
  .wide { overflow: visible; } }
"""
POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


@dataclass(frozen=True)
class About:
    """What stands around the figures: the link that shows them in the app, the day, and how to cite them."""

    link: str
    made_on: date
    citation: str
    version: str


def report(
    a: Scenario,
    b: Scenario,
    runs: Runs,
    refused: Sequence[str],
    about: About,
    of_models: Mapping[str, Answer] | None = None,
    models: Between | None = None,
) -> str:
    """The document. ``runs``: A and B through each model that holds both; ``refused``: what the others say.
    ``of_models``: by the name of a side what all models say of it; ``models``: of B less A, for the ranges.
    """
    rows = comparison.headline(runs.get("product"), runs.get("world"))
    if models is not None:
        rows = comparison_models.widened(rows, models)
    labels = comparison_words.label(a, "A"), comparison_words.label(b, "B")
    verdict = comparison_words.verdict_on(rows, a, b)
    body = [
        summary((a, b), labels, rows, runs, models, _dates(a, b, about)),
        tag("h2", SAY("page.annex")),
        *(tag("p", tag("strong", "Note: "), text) for text in _notes(rows, a, b, refused)),
        _headline(rows if rows.empty else comparison_words.possible(rows, a, b)),
        _models(of_models or {}),
        *_subjects(runs, models),
        _assumptions(a, b, runs),
        _sources(runs),
        _link(about),
    ]
    head = [
        tag("meta", charset="utf-8"),
        tag("meta", http_equiv="Content-Security-Policy", content=POLICY),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("title", verdict),
        tag("style", Markup(STYLE)),
    ]
    page = tag("html", tag("head", *head), tag("body", tag("main", *body)), lang="en")
    return f"<!DOCTYPE html>\n{page}\n"


def _dates(a: Scenario, b: Scenario, about: About) -> str:
    dates = terms.listed(list(dict.fromkeys(terms.day(scenario.as_of) for scenario in (a, b))))
    compiled, printed = terms.day(made_on()), terms.day(about.made_on)
    return SAY("page.dates", dates=dates, compiled=compiled, version=about.version, made=printed)


def _notes(rows: pd.DataFrame, a: Scenario, b: Scenario, refused: Sequence[str]) -> list[str]:
    limits = comparison_words.limited(rows, a, b), comparison_words.overstated(a, b)
    return [*refused, *comparison_words.warnings(a, b, compiled_on().isoformat()), *filter(None, limits)]


def _headline(rows: pd.DataFrame) -> Markup:
    if rows.empty:
        return Markup("")
    cells = table_of(SAY("page.figures"), comparison_words.figure_cells(rows))
    return tag("section", tag("h2", "The figures side by side"), cells)


def _models(of_models: Mapping[str, Answer]) -> Markup:
    """``of_models``: by the name of a scenario what all models say of it (``results.compared.reconciled``)."""
    if not of_models:
        return Markup("")
    parts = [part for name, answer in of_models.items() for part in _of_scenario(name, answer.tables)]
    notes = dict.fromkeys(note for answer in of_models.values() for note in answer.notes)
    return tag("section", tag("h2", SAY("models.heading")), *parts, tag("ul", *(tag("li", note) for note in notes)))


def _of_scenario(name: str, tables: Mapping[str, pd.DataFrame]) -> list[Content]:
    cells = reconciled_words.side_by_side(tables["reconciled"])
    caption = SAY("models.caption", name=name)
    open_to = [
        tag("li", f"{reconciled_words.question(key)}: {' '.join(reasons)}")
        for key in reconciled_words.questions(tables["reconciled"])
        if (reasons := reconciled_words.reasons(tables["directions"], key))
    ]
    turns = joined(tag("p", SAY("models.turns")), tag("ul", *open_to)) if open_to else Markup("")
    return [tag("h3", name), table_of(caption, cells), turns]


def _subjects(runs: Runs, models: Between | None) -> list[Markup]:
    """By section, by economy, by industry: the figure of what differs most and the table."""
    subjects = [subject for subject in SUBJECTS if subject.model in runs]
    return [_subject(runs[subject.model], subject, models, f"figure{place}") for place, subject in enumerate(subjects)]


def _subject(pair: Pair, subject: Subject, models: Between | None, name: str) -> Markup:
    measure, economy = subject.measure, subject.economy
    shown = differences.figure(pair, measure, economy, DRAWN, models)
    listed = comparison.ranked(shown.rows, "name", measure.unit, subject.listed)
    caption = SAY(
        "page.subject",
        "all" if len(listed) == len(shown.rows) else "part",
        title=f"{measure.line}, {comparison.economy_names()[economy]}" if economy else measure.line,
        listed=terms.counted(len(listed)),
        count=terms.counted(len(shown.rows)),
        spans=differences.spans(subject.model, models),
    )
    cells = _cells(listed, measure.unit, differences.ROWS[subject.model][0].capitalize())
    return tag("section", figure(figures.printed(shown), name), table_of(caption, cells))


def _cells(listed: pd.DataFrame, unit: str, what: str) -> pd.DataFrame:
    rows = []
    scale = 1e9 if unit == "usd" else 1.0
    for row in listed.to_dict("records"):
        decimals = terms.decimals_of(max(abs(row[part]) for part in ("a", "b", "difference")))
        cells = [
            comparison_words.cell(
                scale * row[part],
                scale * row[f"{part}_low"],
                scale * row[f"{part}_high"],
                word,
                decimals,
            )
            for part, word in (
                ("a", "USD" if unit == "usd" else "percent"),
                ("b", "USD" if unit == "usd" else "percent"),
                ("difference", "USD" if unit == "usd" else "pp"),
            )
        ]
        rows.append((row["name"], *cells))
    return pd.DataFrame(rows, columns=[what, "A", "B", "B less A"])


def _assumptions(a: Scenario, b: Scenario, runs: Runs) -> Markup:
    chosen = comparison.assumptions(a, b)
    rows = [[row["assumption"], row["a"], row["b"]] for row in chosen.to_dict("records")]
    names = [name for model in runs for name in PARAMETERS[model]]
    used = [parameter(name) for name in dict.fromkeys(names)]
    numbers = [
        [p.title, f"{p.value:g}", f"{p.low:g}", f"{p.high:g}", f"{p.unit}, {p.status}", ", ".join(p.citation) or "none"]
        for p in used
    ]
    cited = dict.fromkeys(key for p in used for key in p.citation)
    notes = [
        joined(tag("h3", MODEL_NAMES[model]), tag("ul", *(tag("li", note) for note in pair[0].notes)))
        for model, pair in runs.items()
    ]
    assumed_caption, numbers_caption = SAY("page.assumed"), SAY("page.numbers")
    works = [tag("li", f"{key}: {reference(key)}") for key in cited]
    return tag(
        "section",
        tag("h2", "Assumptions"),
        table(assumed_caption, ["Assumption", "A", "B"], rows, ()),
        table(numbers_caption, ["Number", "Value", "Low", "High", "Unit, status", "Citation"], numbers),
        *notes,
        tag("h3", "Works cited"),
        tag("ul", *works),
    )


def _sources(runs: Runs) -> Markup:
    ids = differences.source_ids(runs)
    if not ids:
        return Markup("")
    items = [
        tag("li", f"{record['citation']} Licence: {record['licence']}.")
        for record in source_records(ids).to_dict("records")
    ]
    return tag("section", tag("h2", "Sources"), tag("ul", *items))


def _link(about: About) -> Markup:
    address: Content = about.link
    if about.link.startswith(("http://", "https://")):
        address = tag("a", about.link, href=about.link)
    return tag(
        "section",
        tag("h2", "The same figures in the app, and how to cite them"),
        tag("p", SAY("page.link")),
        tag("p", address, class_="note"),
        tag("p", about.citation),
    )
