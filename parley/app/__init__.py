"""Streamlit lives here: start-up, caching, controls and the blocks pages are composed of."""
