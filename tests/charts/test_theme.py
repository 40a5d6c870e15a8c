"""Colours: enough contrast for words and marks, one palette for the app and its charts."""

import tomllib
from dataclasses import fields
from pathlib import Path
from typing import Any

import pytest

from parley.charts.theme import DARK, LIGHT, PALETTES, Palette, draft

ROOT = Path(__file__).resolve().parents[2]
CONFIG: dict[str, Any] = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))["theme"]
WORDS = ["ink", "muted", "china_text"]
FILLS = ["us", "china", "fentanyl", "s122", "s301", "muted", "grey", "gain", "loss"]


def luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.1."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted([luminance(one), luminance(other)], reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_the_contrast_formula_gives_the_ratios_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)  # the standard's well-known near miss


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("word", WORDS)
def test_words_are_legible_on_page_and_on_hover_boxes(palette: Palette, word: str) -> None:
    assert contrast(getattr(palette, word), palette.background) >= 4.5
    assert contrast(getattr(palette, word), palette.surface) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("fill", FILLS)
def test_marks_stand_out_from_the_page(palette: Palette, fill: str) -> None:
    assert contrast(getattr(palette, fill), palette.background) >= 3.0


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("fill", ["china", "grey"])
def test_words_on_the_lighter_fills_are_dark(palette: Palette, fill: str) -> None:
    assert contrast(palette.on_light, getattr(palette, fill)) >= 4.5


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_app_and_its_charts_share_one_palette(theme: str) -> None:
    palette, config = PALETTES[theme], CONFIG[theme]
    assert palette.background == config["backgroundColor"]
    assert palette.surface == config["secondaryBackgroundColor"]
    assert palette.ink == config["textColor"]
    named = [f.name for f in fields(Palette) if f.name not in ("background", "surface", "on_light")]
    assert [getattr(palette, name) for name in named] == config["chartCategoricalColors"]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    ("text", "ground"),
    [
        ("textColor", "backgroundColor"),
        ("textColor", "secondaryBackgroundColor"),
        ("linkColor", "backgroundColor"),
        ("linkColor", "secondaryBackgroundColor"),
        ("primaryColor", "backgroundColor"),
        ("blueTextColor", "backgroundColor"),
        ("orangeTextColor", "backgroundColor"),
        ("grayTextColor", "backgroundColor"),
    ],
)
def test_the_apps_own_words_are_legible(theme: str, text: str, ground: str) -> None:
    assert contrast(CONFIG[theme][text], CONFIG[theme][ground]) >= 4.5


def test_the_sides_have_their_colour_and_other_countries_none() -> None:
    assert (LIGHT.country("USA"), LIGHT.country("CHN")) == ("#0072B2", "#D55E00")  # Okabe and Ito
    assert LIGHT.country("DEU") == LIGHT.country("VNM") == LIGHT.grey
    assert LIGHT.authority("china_retaliation") == LIGHT.china


def test_a_figure_starts_without_template_and_in_the_pages_colours() -> None:
    layout = draft(DARK, height=400).done().to_plotly_json()["layout"]
    assert layout["paper_bgcolor"] == layout["plot_bgcolor"] == DARK.background
    assert layout["height"] == 400
    assert "layout" not in layout["template"]  # Plotly's default template would weigh 6.5 kB a chart
