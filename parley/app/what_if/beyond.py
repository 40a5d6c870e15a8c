"""A fact of US trade that all US imports of its base cannot hold (``results.limits``): without figure or range."""

from dataclasses import replace

from parley import terms, words
from parley.app.kit.html_text import Metric

SAY = words.beside(__file__)


def without_figure(fact: Metric) -> Metric:
    """The fact with a dash in place of its figure and range."""
    return replace(fact, value=terms.DASH, change=SAY("beyond", "figure"))


def without_range(fact: Metric) -> Metric:
    """The fact with its figure alone."""
    return replace(fact, change=SAY("beyond", "range"))
