"""Heads of table columns: words, units and names as they are written."""

import pytest

from parley.ui.shown_tables import column_label


@pytest.mark.parametrize(
    ("column", "head"),
    [
        ("rate_pct_baseline", "Rate baseline, %"),
        ("oecd_mean_abs_error_pp", "OECD mean abs error, pp"),
        ("us_effective_tariff_rate_pct", "US effective tariff rate, %"),
        ("exporter_iso3", "Exporter country"),
        ("share_china_pct", "Share China, %"),
        ("gdp_usd", "GDP, US$"),
        ("published_on", "Published on"),
    ],
)
def test_a_column_is_headed_by_words(column: str, head: str) -> None:
    assert column_label(column) == head
