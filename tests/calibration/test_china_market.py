"""China's product market from the tables: chapters, rates by date, and the shares of the input-output table."""

from datetime import date
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from parley.calibration.product import ProductInputs, product_inputs
from parley.calibration.product_baseline import baseline_on
from parley.models.product_market import weighted_mean
from parley.results.answers.product_goods import china_slider_rates
from parley.tables.parameters import section_parameter
from parley.tables.read import read_table


@pytest.fixture(scope="module")
def inputs() -> ProductInputs:
    return product_inputs()


@pytest.mark.parametrize(
    ("day", "mean", "since"),
    [
        ("2023-01-01", 15.6, "2025-01-01"), ("2025-03-31", 17.6, "2025-03-20"), ("2025-04-12", 142.6, "2025-04-12"),
        ("2025-06-09", 27.6, "2025-05-14"), ("2025-12-01", 26.6, "2025-11-10"), ("2026-09-01", 26.6, "2026-05-01"),
    ],
)  # fmt: skip
def test_chinas_rates_are_the_chapter_means_of_the_last_date(
    inputs: ProductInputs, day: str, mean: float, since: str
) -> None:
    """164.07 bn of imports over 96 chapters at 15.6, 17.6, 142.6, 27.6, 26.6%."""
    baseline, cells = baseline_on(inputs, date.fromisoformat(day)), inputs.china.partner_cells
    value = inputs.china.market.value_usd[cells]
    assert len(cells) == 96
    assert value.sum() / 1e9 == pytest.approx(164.07, abs=0.005)
    assert 100 * weighted_mean(value, baseline.china_duty[cells]) == pytest.approx(mean, abs=0.05)
    assert str(baseline.china_rates_from) == since


def test_chinas_shares_by_section_are_those_of_the_input_output_table(raw: Path) -> None:
    """Industries of a section weighted by China's gross output; see the notes of the two parameters."""
    folder = raw / "trade" / "oecd-icio-2022"
    trade = pd.read_parquet(folder / "icio2022_intermediate_trade.parquet")
    use = pd.read_parquet(folder / "icio2022_io_use.parquet")
    output = pd.read_parquet(folder / "icio2022_country_sector.parquet").query("country_iso3 == 'CHN'")
    weight = output.set_index("sector")["gross_output_musd"].astype(float)
    imported = trade[(trade["dest_iso3"] == "CHN") & (trade["origin_iso3"] != "CHN")]
    by_sector = imported.groupby("sector")["intermediate_use_musd"].sum()
    american = imported[imported["origin_iso3"] == "USA"].groupby("sector")["intermediate_use_musd"].sum()
    china = use[use["country_iso3"] == "CHN"].groupby("input_sector")[["use_musd", "domestic_use_musd"]].sum()
    for name, shares in (
        ("us_share_of_chinas_imports", american / by_sector),
        ("china_import_share", 1 - china["domestic_use_musd"] / china["use_musd"]),
    ):
        entry = section_parameter(name)
        for section, sectors in entry.sectors.items():
            part = weight[list(sectors)]
            expected = (shares[list(sectors)] * part).sum() / part.sum()
            assert entry.values[section] == pytest.approx(expected, abs=6e-5), f"{name}, section {section}"


def test_each_chapter_has_two_origins_with_the_us_share_of_its_section(inputs: ProductInputs) -> None:
    """v of the rest = v of the USA (1 - s) / s, at no duty."""
    china, market = inputs.china, inputs.china.market
    count = market.product_count
    share = section_parameter("us_share_of_chinas_imports").values
    expected = [share[china.sections[number]] for number in market.section]
    usa, rest = market.value_usd[:count], market.value_usd[count:]
    assert usa / (usa + rest) == pytest.approx(np.array(expected))
    assert not market.duty[count:].any()


def test_us_exports_are_those_of_2024_by_chapter(inputs: ProductInputs) -> None:
    """143.2 bn free alongside ship, of which chapter 98 has no Chinese rate and is left out."""
    table = read_table("us_exports_hs2_annual").query("partner_iso3 == 'CHN' and year == 2024")
    assert table["value_usd"].sum() / 1e9 == pytest.approx(143.2, abs=0.05)
    kept = table[table["chapter"] < "98"]["value_usd"].sum()
    assert inputs.us_exports_usd.sum() == pytest.approx(kept)
    assert (inputs.us_exports_usd > 0).all()


@pytest.mark.parametrize(("day", "known"), [("2026-05-01", False), ("2026-05-02", True), ("2025-06-09", False)])
def test_rates_after_the_last_date_are_marked_last_known(inputs: ProductInputs, day: str, known: bool) -> None:
    assert ("china_last_known" in baseline_on(inputs, date.fromisoformat(day)).flags) is known


def test_the_answer_can_fall_to_nothing(inputs: ProductInputs) -> None:
    rates = china_slider_rates(inputs, baseline_on(inputs, date(2025, 6, 9)))
    assert not rates["least_pct"].any()
