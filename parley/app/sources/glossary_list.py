"""The subject Glossary of the Sources page: every term of art with its meaning and source."""

import pandas as pd
import streamlit as st

from parley.app.kit import blocks, download_button, downloads, html_text
from parley.glossary import glossary


def draw() -> None:
    """All terms by name, and the list as a file."""

    @blocks.part("Glossary")
    def terms_of_art() -> None:
        found = glossary()
        blocks.finding(
            f"The app explains {len(found)} terms of art", "At its first use on a page, a term opens this text"
        )
        st.html(html_text.terms_list(found))
        rows = pd.DataFrame({"term": t.term, "meaning": t.sentence, "source": t.source} for t in found)
        download_button.download("Glossary, CSV", "glossary", "csv", "text/csv", lambda: downloads.csv_bytes(rows))
