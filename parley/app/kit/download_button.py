"""A button that gives a file, for what is no figure: whole tables, the register, the methods."""

from collections.abc import Callable

import streamlit as st

from parley.app.kit import controls, downloads


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
