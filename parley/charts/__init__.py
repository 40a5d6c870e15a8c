"""Frames to Plotly figures: finding, measure, marks. No file, no model and no Streamlit here."""
