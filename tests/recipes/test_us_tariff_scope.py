"""Products under each law: terms agree with the layers, traps of the lists, no code twice under one programme."""

import pandas as pd
import pytest

from parley import read_table

FOREVER = pd.Timestamp("2099-12-31")


@pytest.fixture(scope="module")
def scope() -> pd.DataFrame:
    return read_table("us_tariff_scope")


def codes(frame: pd.DataFrame, **choice: object) -> set[str]:
    for column, value in choice.items():
        frame = frame[frame[column] == value]
    return set(frame["product_code"])


@pytest.mark.parametrize("programme", ["list_1", "list_2", "list_3", "list_4a"])
def test_rates_and_days_of_a_section_301_list_are_those_of_its_layers(scope: pd.DataFrame, programme: str) -> None:
    columns = ["rate_pct", "valid_from", "valid_to", "event_id"]
    layers = read_table("tariff_layers")
    layers = layers[(layers["programme"] == programme) & (layers["exporter_iso3"] == "CHN")]
    listed = (scope["programme"] == programme) & (scope["verification"] == "official_file")
    steps = scope.loc[listed, columns].drop_duplicates()
    assert sorted(steps.fillna(FOREVER).itertuples(index=False)) == sorted(
        layers[columns].fillna(FOREVER).itertuples(index=False)
    )


def test_steel_of_all_countries_carries_the_rates_of_its_layers(scope: pd.DataFrame) -> None:
    layers = read_table("tariff_layers")
    layers = layers[(layers["programme"] == "steel") & (layers["exporter_iso3"] == "WLD")]
    steps = scope[scope["programme"] == "steel"]
    pairs = ["rate_pct", "valid_from"]
    assert set(steps[pairs].itertuples(index=False, name=None)) == set(layers[pairs].itertuples(index=False, name=None))


def test_exempt_lists_end_with_the_duty_they_exempt_from(scope: pd.DataFrame) -> None:
    layers = read_table("tariff_layers")
    for programme in ("reciprocal", "surcharge_2026"):
        of_china = layers[(layers["programme"] == programme) & (layers["exporter_iso3"] == "CHN")]
        exempt = scope[scope["programme"] == programme]
        assert set(exempt["role"]) <= {"exempt", "exempt_partial"}
        assert exempt["valid_from"].min() == of_china["valid_from"].min()
        assert exempt["valid_to"].max() == of_china["valid_to"].max()


def test_computers_and_batteries_are_vehicle_parts_only_in_part(scope: pd.DataFrame) -> None:
    partial = codes(scope, programme="car_parts", role="in_scope_partial")
    assert partial == {"8471", "850710", "850760", "85079040", "85079080"}
    assert not codes(scope, programme="car_parts", role="in_scope") & partial
    assert codes(scope, programme="truck_parts", role="in_scope_partial") == {"85071000", "85079040"}


def test_batteries_and_plastics_are_exempt_from_section_122_only_as_parts_of_civil_aircraft(
    scope: pd.DataFrame,
) -> None:
    """Heading 9903.03.05 frees articles of civil aircraft; 8507.60 and 3926.90.99 carry the schedule's symbol C."""
    partial = codes(scope, programme="surcharge_2026", role="exempt_partial")
    assert {"85076000", "39269099"} <= partial
    assert set(scope.loc[scope["product_code"].isin(partial) & (scope["authority"] == "section_122"), "role"]) == {
        "exempt_partial"
    }
    assert "84713001" in codes(scope, programme="surcharge_2026", role="exempt")


def test_list_4b_never_became_a_duty(scope: pd.DataFrame) -> None:
    assert set(scope.loc[scope["programme"] == "list_4b", "role"]) == {"suspended"}


def test_exclusions_free_part_of_a_line_and_never_the_whole(scope: pd.DataFrame) -> None:
    exclusions = scope[scope["programme"].isin(["exclusions", "conditional_exclusions"])]
    assert set(exclusions["role"]) == {"exempt_partial"}
    assert len(codes(scope, heading_ch99="9903.88.69")) == 141


def test_no_code_stands_twice_under_a_programme_on_one_day(scope: pd.DataFrame) -> None:
    ordered = scope.sort_values(["programme", "role", "product_code", "valid_from"])
    before = ordered.groupby(["programme", "role", "product_code"])["valid_to"].shift().fillna(FOREVER)
    later = ordered.duplicated(["programme", "role", "product_code"])
    assert (before[later] < ordered.loc[later, "valid_from"]).all()


def test_the_annexes_of_june_2026_end_the_rate_of_april_for_the_same_code(scope: pd.DataFrame) -> None:
    forklifts = scope[(scope["product_code"] == "84271040") & (scope["valid_from"] >= "2026-04-06")]
    assert list(forklifts["valid_from"].dt.strftime("%Y-%m-%d")) == ["2026-04-06", "2026-06-08"]
    assert list(forklifts["valid_to"].dt.strftime("%Y-%m-%d").fillna("open")) == ["2026-06-07", "open"]


def test_a_code_written_with_twelve_digits_stands_once(scope: pd.DataFrame) -> None:
    assert scope["product_code"].str.fullmatch(r"\d{4}(\d\d){0,3}").all()
    assert len(scope[(scope["product_code"] == "8505110070") & (scope["programme"] == "reciprocal")]) == 1


def test_duties_have_a_rate_and_exemptions_none(scope: pd.DataFrame) -> None:
    exempt = scope["role"].isin(["exempt", "exempt_partial"])
    assert scope.loc[~exempt, ["rate_pct", "rate_basis"]].notna().all(axis=None)
    assert scope.loc[exempt, ["rate_pct", "rate_basis"]].isna().all(axis=None)


def test_the_duty_on_face_masks_names_ten_digits_not_the_line_of_all_textile_articles(scope: pd.DataFrame) -> None:
    """6307.90.98 holds masks, towels and much else; the schedule's footnotes name five statistical numbers."""
    masks = codes(scope, heading_ch99="9903.91.07")
    assert masks == {"6307909842", "6307909844", "6307909850", "6307909870", "6307909875"}


def test_exclusions_have_the_printed_end_as_a_schedule_only(scope: pd.DataFrame) -> None:
    exclusions = scope[scope["programme"] == "exclusions"]
    assert exclusions["valid_to"].isna().all()
    assert set(exclusions["scheduled_end"]) == {pd.Timestamp("2026-11-09")}
    assert set(exclusions["coverage_pct"]) == {20.0, 35.0}


def test_lithium_batteries_are_on_list_4a_and_those_of_electric_cars_at_25_percent_from_2024(
    scope: pd.DataFrame,
) -> None:
    """Footnotes of the tariff schedule to 8507.60.00; other batteries reach 25 % on 1 January 2026."""
    batteries = scope[scope["product_code"].str.startswith("850760") & (scope["authority"] == "section_301")]
    steps = batteries[batteries["role"] == "in_scope"].sort_values("valid_from")
    assert [(c, r, f"{d:%Y-%m-%d}") for c, r, d in steps[["product_code", "rate_pct", "valid_from"]].to_numpy()] == [
        ("85076000", 15.0, "2019-09-01"),
        ("85076000", 7.5, "2020-02-14"),
        ("8507600010", 25.0, "2024-09-27"),
        ("85076000", 25.0, "2026-01-01"),
    ]


def test_chips_were_on_list_2_before_the_four_year_review_took_them_over(scope: pd.DataFrame) -> None:
    """Duties of 2018 to 2020 by subheading: integrated circuits rose by 25 points on 23 August 2018."""
    chips = scope[scope["product_code"].isin(["85423100", "85423200"]) & (scope["programme"] == "list_2")]
    assert set(chips["product_code"]) == {"85423100", "85423200"}
    assert set(chips["valid_to"]) == {pd.Timestamp("2024-12-31")}
    assert set(chips["verification"]) == {"derived"}


def test_nearly_all_goods_of_the_four_year_review_have_a_former_list(scope: pd.DataFrame) -> None:
    """The rest are minerals and magnets that were on none, and codes whose subheading was on two."""
    lists = ["list_1", "list_2", "list_3", "list_3_additional", "list_4a"]
    before = {code[:8] for code in codes(scope[scope["programme"].isin(lists)])}
    review = codes(scope[(scope["programme"] == "four_year_review") & (scope["role"] == "in_scope")])
    without = {code for code in review if code[:8] not in before}
    assert len(without) < 0.1 * len(review)
    assert "85051100" in without  # magnets: customs collected the ordinary duty of 2.1 % alone in 2024


def test_every_row_of_the_four_year_review_names_the_act_that_begins_on_its_day(scope: pd.DataFrame) -> None:
    """89 FR 76581 set steps on three days; 89 FR 101682 added tungsten, polysilicon and wafers to the second."""
    begins = read_table("events").set_index("event_id")["valid_from"]
    review = scope[scope["programme"] == "four_year_review"]
    assert (review["event_id"].map(begins) == review["valid_from"]).all()
    added = {"81019400", "81019910", "81019980", "28046100", "38180000"}
    assert codes(review, event_id="us-301-2025dec") == added
    assert "85423100" in codes(review, event_id="us-301-2025step")


def test_of_the_metal_annexes_of_april_2026_only_the_first_names_headings(scope: pd.DataFrame) -> None:
    """Headings 7206 to 7609 are articles of the metals; 8471 elsewhere would make every computer one of aluminium."""
    annexes = scope[scope["event_id"].isin(["us-232-metals-tier", "us-232-metals-jun"])]
    headings = annexes[annexes["product_code"].str.len() < 8]
    assert set(headings["heading_ch99"]) == {"9903.82.02"}
    assert set(headings["product_code"].str[:2]) == {"72", "73", "76"}


def test_laptops_owe_neither_the_duty_on_metals_nor_that_on_forced_labour(scope: pd.DataFrame) -> None:
    laptops = scope[[("84713001").startswith(code) for code in scope["product_code"]]]
    assert not ((laptops["authority"] == "section_232") & (laptops["role"] == "in_scope")).any()
    exempt = laptops[laptops["programme"] == "forced_labour_2026"]
    assert list(zip(exempt["role"], exempt["verification"], strict=True)) == [("exempt", "derived")]
