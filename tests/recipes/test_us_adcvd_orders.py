"""Orders on China and a few others: cases, codes as printed, and what they are in the edition of 2022."""

import pandas as pd
import pytest

from parley import read_table


@pytest.fixture(scope="module")
def orders() -> pd.DataFrame:
    return read_table("us_adcvd_orders").set_index("case_number")


@pytest.mark.parametrize(
    ("case", "product", "hs6"),
    [
        ("A-570-909", "Steel nails", "731700"),
        ("A-570-890", "Wooden bedroom furniture", "940350"),
        ("A-570-967", "Aluminum extrusions", "760421"),
        ("A-570-831", "Fresh garlic", "070320"),
        ("A-570-084", "Quartz surface products", "681099"),
        ("A-570-092", "Mattresses", "940421"),
        ("A-570-932", "Steel threaded rod", "731815"),
        ("A-570-979", "Crystalline silicon photovoltaic cells, whether or not assembled into modules", "854143"),
    ],
)
def test_known_cases_have_their_product_and_code(orders: pd.DataFrame, case: str, product: str, hs6: str) -> None:
    """Titles of the notices; 8541.43 of 2022 was 8541.40, which the scope of solar cells names."""
    row = orders.loc[case]
    assert row["product"].lower() in product.lower() or product.lower() in row["product"].lower()
    assert hs6 in row["scope_hs6"].split()


def test_two_cases_have_no_code(orders: pd.DataFrame) -> None:
    assert set(orders.index[orders["scope_codes"].isna()]) == {"A-570-504", "C-570-132"}


def test_every_case_of_another_origin_has_the_codes_of_the_one_on_china(orders: pd.DataFrame) -> None:
    elsewhere = orders[orders["exporter_iso3"] != "CHN"]
    assert elsewhere["basis"].eq("scope_of_china").all()
    assert elsewhere.groupby("exporter_iso3").size().to_dict() == {
        "KHM": 2, "MYS": 3, "SRB": 1, "THA": 3, "TUR": 1, "VNM": 4,
    }  # fmt: skip
    assert elsewhere.loc["A-552-841", "latest_notice_on"] == pd.Timestamp("2025-06-24")  # FR 2025-11588
    assert orders.loc["A-570-828", "basis"] == "number_unverified"


def test_the_country_in_a_case_number_is_the_country_of_the_row(orders: pd.DataFrame) -> None:
    country = orders.index.str[2:5]
    assert {*zip(country, orders["exporter_iso3"], strict=True)} == {
        ("570", "CHN"), ("555", "KHM"), ("557", "MYS"), ("801", "SRB"), ("549", "THA"), ("489", "TUR"), ("552", "VNM"),
    }  # fmt: skip
