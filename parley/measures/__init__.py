"""Formulas on frames: tariffs, supply, forecasts. No model, no files, no drawing."""
