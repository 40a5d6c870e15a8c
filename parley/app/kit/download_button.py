"""A button that gives a file, for what is no figure: whole tables, the register, the methods."""

from collections.abc import Callable

import streamlit as st

from parley.app.kit import controls, downloads


def download(label: str, name: str, suffix: str, mime: str, make: Callable[[], bytes]) -> None:
    """A button that gives a file of this name, as-of date and suffix, made on click."""
    whole(label, downloads.file_name(name, controls.as_of(), suffix), mime, make, f"{name}_{suffix}")


def whole(label: str, file: str, mime: str, make: Callable[[], bytes], key: str) -> None:
    """A button that gives a file of just this name, made on click."""
    st.download_button(
        label,
        make,
        file_name=file,
        mime=mime,
        on_click="ignore",
        icon=":material/download:",
        key=key,
    )
