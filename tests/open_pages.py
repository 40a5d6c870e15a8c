"""Opens pages in a process that has read nothing yet and prints what is on them: ``python -m tests.open_pages home``.

Run in a copy of the repository whose data folder is damaged: what goes wrong while the code is loaded is seen too.
"""

import json
import sys
from typing import Any

from parley.app.rare_earths import what_if_controls
from tests.apps import MOVED, at_address, charts, date_of, documents, lists, notes, positions, title

# Subjects beside the one a page opens with.
FURTHER: dict[str, list[dict[str, str]]] = {
    "rare_earths": [what_if_controls.OPENED],
    "sources": [{"sources_section": "Sources"}, {"sources_section": "Assumptions"}],
}


def opened(page: str, query: dict[str, str]) -> dict[str, Any]:
    """Title, date, sentences, number of charts and faults of a page."""
    app = at_address(page, query)
    told = [element.value for kind in ("warning", "error", "info") for element in app.get(kind)]
    return {
        "title": title(app),
        "date": str(date_of(app)),
        "aside": [element.value for element in app.warning if "latest date" in element.value],
        "exceptions": [fault.message for fault in app.exception],
        "sentences": told + notes(app),
        "charts": len(charts(app)),
        "figures": sum(bool(document["source"]) for document in documents(app)),
        "sliders": len(positions(app)),
        "tables": len(app.dataframe),
        "lists": len(lists(app)),
    }


def main(pages: list[str]) -> None:
    """Print the pages as JSON: a list by page, the first as it opens."""
    found = {}
    for page in pages:
        moved = [MOVED[page]] if page in MOVED else []
        found[page] = [opened(page, query) for query in [{}, *moved, *FURTHER.get(page, [])]]
    json.dump(found, sys.stdout)


if __name__ == "__main__":
    main(sys.argv[1:])
