"""Start-up of the app: page settings, the list of pages, and the as-of date in the sidebar."""

from pathlib import Path

import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from threadpoolctl import threadpool_limits

from parley.ui import allocator, controls, parcels, theme_message

ROOT = Path(__file__).resolve().parent.parent.parent
ASSETS = ROOT / "assets"

PAGES = {
    "pages/home.py": ("Where it stands", ":material/home:"),
    "pages/briefing.py": ("Briefing", ":material/fact_check:"),
    "pages/tariffs.py": ("Tariffs", ":material/show_chart:"),
    "pages/trade.py": ("Trade", ":material/swap_horiz:"),
    "pages/rare_earths.py": ("Rare earths", ":material/diamond:"),
    "pages/chips.py": ("Chips", ":material/memory:"),
    "pages/outlook.py": ("Outlook", ":material/query_stats:"),
    "pages/what_if_product.py": ("What if: products", ":material/tune:"),
    "pages/what_if_world.py": ("What if: world", ":material/public:"),
    "pages/compare.py": ("Compare", ":material/compare_arrows:"),
    "pages/back_test.py": ("Back-test", ":material/history_toggle_off:"),
    "pages/sources.py": ("Sources", ":material/menu_book:"),
}


def join_dashboard() -> None:
    """First line of every page: when the page was opened by its own address before anyone opened ``/``, start again
    through ``dashboard.py``.

    Until some session has called ``st.navigation``, Streamlit runs a file of ``pages/`` alone, without sidebar and
    as-of date. The flag is private to Streamlit; a test holds it.
    """
    if PagesManager.uses_pages_directory:
        PagesManager.uses_pages_directory = False
        st.rerun()


@st.cache_resource(show_spinner=False)
def one_blas_thread() -> threadpool_limits:
    """Keep the algebra of this process on one thread: on a busy machine two turn 25 ms into 165."""
    return threadpool_limits(limits=1, user_api="blas")


@st.cache_resource(show_spinner=False)
def lean_process() -> tuple[bool, ...]:
    """Keep the memory of this process together, put the theme together once, and send what a run draws in one go.

    Whether each of the three took hold; they say themselves what they rest on.
    """
    return allocator.few_arenas(), theme_message.keep(), parcels.keep()


def run() -> None:
    """Draw the frame around every page (title, navigation, as-of date) and run the page asked for."""
    one_blas_thread()
    lean_process()
    st.set_page_config(
        page_title="Parley: the US-China trade dispute",
        page_icon=str(ASSETS / "icon.png"),
        layout="wide",
        initial_sidebar_state=236,
    )
    st.logo(str(ASSETS / "logo.svg"), size="large")
    page = st.navigation(
        [
            st.Page(path, title=title, icon=icon, default=path == "pages/home.py")
            for path, (title, icon) in PAGES.items()
            if (ROOT / path).exists()
        ],
        expanded=True,
    )
    controls.draw_as_of()
    with st.container(width=1120):
        page.run()
