"""What every page shows, opening by opening, as plain data (``benchmarks/shown.py``)."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

from streamlit.testing.v1 import AppTest

from parley.app.kit.figures import PANEL
from parley.app.kit.takeaway import PANELS
from parley.app.navigation import FILES
from parley.results.scenario.text import encode
from tests import apps
from tests.scenarios import MACHINERY

LATEST = ""
DATES = ("2018-10-01", "2019-09-15", "2025-04-15", "2025-06-09", "2025-11-15", LATEST)
SECTION, VIEW, TABLE = "_section", "_view", "Table"
PAGES = [Path(file).stem for file in FILES]


@dataclass(frozen=True)
class Opening:
    """A page as an address opens it at a date; ``unfolded``: with all open that a press would open,
    of the panels of its figures the one named.
    """

    page: str
    day: str
    query: Mapping[str, str]
    unfolded: str = ""

    @property
    def name(self) -> str:
        """The opening in one line, the same in every record."""
        chosen = "&".join(f"{key}={value}" for key, value in sorted(self.query.items()))
        return " ".join(
            filter(None, (self.page, self.day or "latest", chosen, self.unfolded and f"unfolded {self.unfolded}"))
        )

    def run(self, state: Mapping[str, Any] | None = None) -> AppTest:
        """The page after its first run."""
        return apps.at_address(self.page, {"as_of": self.day, **self.query}, state)


def cases(page: str) -> list[dict[str, str]]:
    """The addresses a page is opened with: at rest, and moved where it has something to move."""
    if page == "compare":
        longer = replace(MACHINERY, horizon="long_run", title="")
        return [{}, {"a": encode(MACHINERY), "b": encode(longer)}]
    return [{}, apps.MOVED[page]] if page in apps.MOVED else [{}]


def shown(opening: Opening, app: AppTest) -> dict[str, Any]:
    """What a page shows, as plain data; words and tables in an order of their own."""
    words: dict[str, set[str]] = {}
    for place, line in apps.said(app):
        words.setdefault(place, set()).add(line)
    return {
        "opening": opening.name,
        "page": opening.page,
        "parameters": {"as_of": opening.day or "latest", **opening.query},
        "title": apps.title(app),
        "findings": sorted(set(apps.findings(app))),
        "words": {place: sorted(lines) for place, lines in sorted(words.items())},
        "messages": sorted(set(apps.messages(app))),
        "metrics": [asdict(fact) for fact in sorted(apps.metrics(app), key=lambda fact: (fact.label, fact.value))],
        "links": sorted(set(apps.links(app))),
        "controls": sorted(apps.controls_shown(app)),
        "address": apps.address(app),
        "charts": [{"alt": chart.alt, **chart.shown} for chart in sorted(apps.charts(app), key=lambda c: c.alt)],
        "tables": [asdict(table) for table in sorted(apps.tables(app), key=lambda t: (t.alt, t.heads))],
    }


def foldings(app: AppTest, panel: str) -> dict[str, bool | str]:
    """What is drawn only once it is opened: by its key the state of the session that opens it."""
    named = [part.proto.id for part in app.get("expander")] + [part.proto.popover.id for part in app.get("popover")]
    panels = {f"{told['name']}_{PANEL}": panel for told in apps.documents(app, "whole", "foot") if told["takes"]}
    return {identity.split("-", 2)[2]: True for identity in named if identity.count("-") > 1} | panels


def other_subjects(app: AppTest) -> tuple[str, list[str]]:
    """The parameter of a page's subjects and those it does not show now; none where it has no subjects."""
    for name, choice in apps.choices(app).items():
        if name.endswith(SECTION):
            return name, [subject for subject in choice["options"] if subject not in choice["chosen"]]
    return "", []


def openings(page: str, day: str, case: Mapping[str, str]) -> Iterator[dict[str, Any]]:
    """What a page shows at a date, subject by subject."""
    first = Opening(page, day, case)
    section, subjects = other_subjects(first.run())
    tried = {section}
    for query in ({}, *({section: subject} for subject in subjects)):
        opening = replace(first, query={**case, **query})
        app = opening.run()
        yield shown(opening, app)
        offered = apps.other_options(app)
        tables = {key: TABLE for key, options in offered.items() if key.endswith(VIEW) and TABLE in options}
        if tables:
            as_tables = replace(opening, query={**opening.query, **tables})
            yield shown(as_tables, as_tables.run())
        if day == LATEST:
            for panel in PANELS:
                unfolded = replace(opening, unfolded=panel)
                yield shown(unfolded, unfolded.run(foldings(app, panel)))
            others = {key: options for key, options in offered.items() if key not in tried}
            tried |= set(offered)
            yield from _each_choice(opening, others, tables)


def _each_choice(
    opening: Opening, others: Mapping[str, Sequence[str]], tables: Mapping[str, str]
) -> Iterator[dict[str, Any]]:
    """What a subject shows with each option of its choices, one at a time."""
    for key, options in others.items():
        for option in options:
            if tables.get(key) != option:
                chosen = replace(opening, query={**opening.query, key: option})
                yield shown(chosen, chosen.run())


def lines(task: tuple[str, str, Mapping[str, str]]) -> list[str]:
    """What a page shows at a date from an address: a line of JSON for each opening."""
    return [json.dumps(found, ensure_ascii=False, sort_keys=True) for found in openings(*task)]
