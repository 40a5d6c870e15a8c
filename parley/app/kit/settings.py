"""What a server may be started without."""

import os

# Lists the settings left out; ``arenas``: two arenas of memory for all threads, ``preview``: answers under the thumb,
# ``typefaces``: Streamlit's cut down to what is shown, ``hints``: what a page will ask for, ``base_address``: where the
# app lies, told with each page.
WITHOUT = "PARLEY_WITHOUT"


def is_left_out(name: str) -> bool:
    """Whether the server was started without this setting."""
    return name in os.environ.get(WITHOUT, "").replace(",", " ").split()
