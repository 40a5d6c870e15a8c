"""A comparison as one file to print or send: two pages that stand alone, then an annex with everything, in HTML.

Nothing in it asks another machine for anything: no script, no font, pictures drawn as SVG. Every text is escaped.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd

from parley import terms, words
from parley.models.policy_scenario import Scenario
from parley.parameters import parameter
from parley.results import comparison, comparison_models, comparison_words
from parley.results.answer import Answer
from parley.results.comparison import Run
from parley.results.comparison_models import Between
from parley.results.references import reference
from parley.results.report_chart import pair_chart
from parley.results.report_html import Content, Markup, joined, table, tag
from parley.results.report_models import models_section
from parley.results.report_summary import MODEL_NAMES, summary
from parley.results.solution import Model
from parley.tables import compiled_on, made_on, source_records

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
WHAT: Mapping[Model, str] = {"product": "Section", "world": "Economy", "sectors": "Industry"}
SAY = words.beside(__file__)
ECONOMIES_SHOWN, INDUSTRIES_SHOWN, DRAWN = 25, 20, 12
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
figure { margin: .75rem 0; break-inside: avoid; } figcaption { color: #4a525c; } figcaption h2 { color: #101418; }
a { color: #0d5c63; }
@page { size: A4; margin: 17mm 15mm; }
.summary { break-after: page; } .summary h1 { margin-top: 0; } .summary figcaption { font-weight: 600; }
@media print { body { margin: 0; padding: 0; max-width: none; font-size: 10pt; } thead { display: table-header-group; }
  .summary { font-size: 9pt; } .summary table { font-size: 8.5pt; }
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


Runs = Mapping[Model, tuple[Run, Run]]


def report(
    a: Scenario,
    b: Scenario,
    runs: Runs,
    refused: Sequence[str],
    about: About,
    asked: Mapping[str, Answer] | None = None,
    models: Between | None = None,
) -> str:
    """The document. ``runs``: A and B through each model that holds both; ``refused``: what the others say; ``asked``:
    by the name of a side what all models say of it; ``models``: of B less A, for the ranges of the figures.
    """
    figures = comparison.headline(runs.get("product"), runs.get("world"))
    if models is not None:
        figures = comparison_models.widened(figures, models)
    labels = comparison_words.label(a, "A"), comparison_words.label(b, "B")
    verdict = comparison_words.verdict(figures, *labels)
    body = [
        summary((a, b), labels, figures, runs, _dates(a, b, about)),
        tag("h2", SAY("report.annex")),
        *(tag("p", tag("strong", "Note: "), text) for text in _notes(a, b, refused)),
        _figures(figures),
        models_section(asked or {}),
        *_subjects(runs),
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
    compiled, made = terms.day(made_on()), terms.day(about.made_on)
    return SAY("report.dates", dates=dates, compiled=compiled, version=about.version, made=made)


def _notes(a: Scenario, b: Scenario, refused: Sequence[str]) -> list[str]:
    return [*refused, *comparison_words.warnings(a, b, compiled_on().isoformat())]


def _figures(figures: pd.DataFrame) -> Markup:
    if figures.empty:
        return Markup("")
    cells = comparison_words.figure_cells(figures)
    caption = SAY("report.figures")
    return tag("section", tag("h2", "The figures side by side"), _wide(caption, _table(caption, cells)))


def _table(caption: str, cells: pd.DataFrame) -> Markup:
    return table(caption, list(map(str, cells.columns)), [list(map(str, row)) for row in cells.to_numpy().tolist()])


def _wide(caption: str, content: Markup) -> Markup:
    """A table that scrolls by itself on a phone, reachable by keyboard and named by its caption."""
    return tag("div", content, class_="wide", tabindex=0, role="region", aria_label=caption)


def _subjects(runs: Runs) -> list[Markup]:
    """By section, by economy, by industry: a picture of what differs most and the table."""
    parts = []
    if "product" in runs:
        for column, what in (("buyers_loss_usd", "US buyers' loss"), ("duty_change_usd", "US tariff revenue")):
            rows = comparison.difference(*runs["product"], "by_section", ["section"], column)
            named = rows["section"].map(lambda code: f"{terms.SECTION_LABELS[code]} ({code})")
            parts.append(_subject(rows.assign(name=named), "usd", f"{what} by section, US$ bn a year", "product", 21))
    if "world" in runs:
        rows = comparison.difference(*runs["world"], "by_economy", ["economy"], "real_income_change_pct")
        named = rows["economy"].map(comparison.economy_names())
        title = "Real income by economy, percent"
        parts.append(_subject(rows.assign(name=named), "pct", title, "world", ECONOMIES_SHOWN))
    if "sectors" in runs:
        rows = comparison.difference(*runs["sectors"], "by_sector", ["economy", "sector"], "output_change_pct")
        for economy, place in (("USA", "United States"), ("CHN", "China")):
            own = rows[rows["economy"] == economy]
            named = own["sector"].map(terms.SECTOR_LABELS)
            title = f"Output by industry, {place}, percent"
            parts.append(_subject(own.assign(name=named), "pct", title, "sectors", INDUSTRIES_SHOWN))
    return parts


def _subject(rows: pd.DataFrame, unit: str, title: str, model: Model, most: int) -> Markup:
    word = "bn" if unit == "usd" else "%"
    drawn = comparison.ranked(rows, "name", unit, DRAWN)
    listed = comparison.ranked(rows, "name", unit, most)
    part = "all" if len(listed) == len(rows) else "part"
    spans = comparison.SPANS[model]
    caption = SAY(
        "report.subject",
        part,
        title=title,
        listed=terms.counted(len(listed)),
        count=terms.counted(len(rows)),
        spans=spans,
    )
    identity = "".join(letter for letter in title.lower() if letter.isalnum())
    heading = title.partition(",")[0] if model != "sectors" else title.removesuffix(", percent")
    return tag(
        "section",
        tag(
            "figure",
            tag("figcaption", tag("h2", heading)),
            pair_chart(drawn, word, identity, SAY("report.picture", title=title, count=terms.counted(len(drawn)))),
        ),
        _wide(caption, _table(caption, _cells(listed, unit, WHAT[model]))),
    )


def _cells(listed: pd.DataFrame, unit: str, what: str) -> pd.DataFrame:
    rows = []
    scale = 1e9 if unit == "usd" else 1.0
    for row in listed.to_dict("records"):
        cells = [
            comparison_words.cell(
                scale * row[part],
                scale * row[f"{part}_low"],
                scale * row[f"{part}_high"],
                word,
                2,
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
    assumed, held = SAY("report.assumed"), SAY("report.numbers")
    works = [tag("li", f"{key}: {reference(key)}") for key in cited]
    return tag(
        "section",
        tag("h2", "Assumptions"),
        _wide(assumed, table(assumed, ["Assumption", "A", "B"], rows, ())),
        _wide(held, table(held, ["Number", "Value", "Low", "High", "Unit, status", "Citation"], numbers)),
        *notes,
        tag("h3", "Works cited"),
        tag("ul", *works),
    )


def _sources(runs: Runs) -> Markup:
    ids = list(dict.fromkeys(source for model in runs for source in comparison.SOURCES[model]))
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
        tag("p", SAY("report.link")),
        tag("p", address, class_="note"),
        tag("p", about.citation),
    )
