"""The subject Glossary of the Sources page: every term of art with its meaning and source."""

import pandas as pd

from parley.app.kit import blocks, download_button, downloads, html_text, written
from parley.app.kit.cache import kept
from parley.app.sources import lists
from parley.glossary import glossary
from parley.words import beside

SAY = beside(__file__)


def draw() -> None:
    """All terms by name, those found alone where words are typed, and the list as a file."""
    lists.draw("Glossary", "glossary", terms_of_art, _shown)


@kept
def terms_of_art() -> pd.DataFrame:
    """One row a term: term, meaning, source."""
    return pd.DataFrame({"term": t.term, "meaning": t.sentence, "source": t.source} for t in glossary())


def _shown(found: pd.DataFrame) -> None:
    every, shown = glossary(), set(found["term"])
    blocks.finding(SAY("glossary.finding", count=len(every)), SAY("glossary.measure"))
    written.write(html_text.terms_list([term for term in every if term.term in shown]))
    download_button.download("Glossary, CSV", "glossary", "csv", "text/csv", lambda: downloads.csv_bytes(found))
