"""What a visitor takes away from a block: rows as CSV and Parquet, the citation, the format of the image."""

import functools
from collections.abc import Callable
from typing import Any

import pandas as pd
import streamlit as st

from parley.app.kit import citations, controls, downloads
from parley.app.kit.source_lines import sources_of
from parley.charts.figure import Caption
from parley.tables import compiled_on


def draw(rows: pd.DataFrame, name: str, caption: Caption | None = None, finding: str = "", row: Any = None) -> None:
    """The download controls of a block: the rows as CSV, and a menu of the rest, drawn when it is opened.

    ``finding`` stands in citations and files where there is no chart with a caption; ``row`` is a horizontal container
    that holds other controls of the block already.
    """
    count = f"{len(rows):,} row{'' if len(rows) == 1 else 's'}"
    with row if row is not None else st.container(horizontal=True, gap="small", vertical_alignment="center"):
        download(f"CSV, {count}", name, "csv", "text/csv", lambda: downloads.csv_bytes(rows))
        menu = st.popover(
            "Cite, Parquet" if caption is None else "Cite, Parquet, image",
            type="tertiary",
            icon=":material/format_quote:",
            key=f"{name}_more",
            on_change="rerun",
        )
        if menu.open:
            with menu:
                _menu(rows, name, caption, caption.finding if caption else finding or name)


def _menu(rows: pd.DataFrame, name: str, caption: Caption | None, finding: str) -> None:
    about = {"title": finding, "as_of": f"{controls.as_of()}", "source": sources_of(rows).line}
    _cite(finding, sources_of(rows).records)
    make = functools.partial(downloads.parquet_bytes, rows, about)
    download("Parquet", name, "parquet", "application/octet-stream", make)
    if caption is not None:
        st.segmented_control(
            "Image format",
            ["PNG", "SVG"],
            default="PNG",
            required=True,
            key=f"{name}_image",
            persist_state="session",
        )
        st.caption("The camera button at the top right of the chart saves it in this format.")


def _cite(finding: str, records: list[dict[Any, Any]]) -> None:
    """What to cite, ready to copy: Parley as shown, and the sources of the rows."""
    shown = citations.Shown(finding, controls.as_of(), compiled_on(), controls.address())
    for style, references in (("APA", citations.apa(shown, records)), ("BibTeX", citations.bibtex(shown, records))):
        st.caption(style)
        st.code(references, language=None, wrap_lines=True)


def download(label: str, name: str, suffix: str, mime: str, make: Callable[[], bytes]) -> None:
    """A button that gives a file of this name, as-of date and suffix, made on click."""
    st.download_button(
        label,
        make,
        file_name=downloads.file_name(name, controls.as_of(), suffix),
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        key=f"{name}_{suffix}",
    )


def file_stem(name: str) -> str:
    """The file name of a download without its suffix."""
    return downloads.file_name(name, controls.as_of(), "x").removesuffix(".x")
