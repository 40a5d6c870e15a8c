"""The first page of the minimal app."""

from benchmarks.minimal import charts

charts.draw("first")
