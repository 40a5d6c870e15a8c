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
    steps = scope.loc[listed & (scope["role"] == "in_scope"), columns].drop_duplicates()
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


def test_list_4b_never_became_a_duty(scope: pd.DataFrame) -> None:
    assert set(scope.loc[scope["programme"] == "list_4b", "role"]) == {"suspended"}


def test_no_code_stands_twice_under_a_programme_on_one_day(scope: pd.DataFrame) -> None:
    same = ["programme", "role", "use_limit", "heading_ch99", "product_code"]
    ordered = scope.fillna({"heading_ch99": ""}).sort_values([*same, "valid_from"])
    before = ordered.groupby(same)["valid_to"].shift().fillna(FOREVER)
    later = ordered.duplicated(same)
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


def test_every_row_of_the_four_year_review_names_the_act_that_begins_on_its_day(scope: pd.DataFrame) -> None:
    """89 FR 76581 set steps on three days; 89 FR 101682 added tungsten, polysilicon and wafers to the second."""
    begins = read_table("events").set_index("event_id")["valid_from"]
    review = scope[scope["programme"] == "four_year_review"]
    assert (review["event_id"].map(begins) == review["valid_from"]).all()
    added = {"81019400", "81019910", "81019980", "28046100", "38180000"}
    assert codes(review, event_id="us-301-2025dec") == added
    assert "85423100" in codes(review, event_id="us-301-2025step")


def rows_on(scope: pd.DataFrame, code: str, day: str, **choice: str) -> pd.DataFrame:
    """The rows whose code begins ``code``, in force on a day."""
    for column, value in choice.items():
        scope = scope[scope[column] == value]
    on = pd.Timestamp(day)
    named = pd.Series([code.startswith(prefix) for prefix in scope["product_code"]], index=scope.index, dtype=bool)
    return scope[named & (scope["valid_from"] <= on) & ~(scope["valid_to"] < on)]


LIMITED = {
    ("8518302000", "2026-05-01"): ("surcharge_2026", "exempt_partial", "civil_aircraft"),
    ("8507600020", "2026-11-01"): ("forced_labour_2026", "exempt_partial", "civil_aircraft"),
    ("2933599500", "2026-11-01"): ("forced_labour_2026", "exempt_partial", "pharmaceutical_use"),
    ("2933599500", "2026-05-01"): ("surcharge_2026", "exempt", "none"),
    ("2106909990", "2026-05-01"): ("surcharge_2026", "exempt_partial", "named_articles_only"),
    ("8108906000", "2026-05-01"): ("surcharge_2026", "exempt", "none"),
    ("8471300100", "2025-06-01"): ("car_parts", "in_scope_partial", "parts_of_vehicles_only"),
    ("9403409060", "2025-11-10"): ("timber", "in_scope_partial", "cabinets_for_permanent_installation"),
    ("9403608093", "2025-11-10"): ("timber", "in_scope_partial", "completed_kitchen_cabinets_vanities_and_parts"),
    ("9401614011", "2025-11-10"): ("timber", "in_scope", "none"),
    ("8415103040", "2026-05-01"): ("steel_derivatives", "in_scope_partial", "metal_at_least_15pct_of_weight"),
    ("7323930080", "2026-05-01"): ("steel_derivatives", "in_scope", "none"),
    ("8703800060", "2026-05-01"): ("cars", "in_scope_partial", "passenger_vehicles_and_light_trucks_only"),
}


def test_limits_of_use_are_those_the_notes_print(scope: pd.DataFrame) -> None:
    """US notes 2(aa), 16(c), 33, 37 and 52 to chapter 99; heading 9903.82.03 spares no article of chapters 72 to 76."""
    for (code, day), (programme, role, limit) in LIMITED.items():
        found = rows_on(scope, code, day, programme=programme)
        longest = found.sort_values("code_len").tail(1)
        assert longest[["role", "use_limit"]].to_numpy().tolist() == [[role, limit]], (code, day)


def test_numbers_left_out_of_a_list_are_rows_of_their_own(scope: pd.DataFrame) -> None:
    """US notes 20(g) and 20(s)(ii): Wi-Fi equipment and child seats."""
    left = scope[(scope["role"] == "exempt") & scope["programme"].isin(["list_3", "list_4a"])]
    assert {"8517620090", "9401806021", "9401806023", "2931909051"} <= codes(left, programme="list_3")
    assert {"4901990040", "8517620010", "8517620020"} <= codes(left, programme="list_4a")
    assert "84433210" not in {code[:8] for code in codes(scope, programme="list_3")}


def test_masks_leave_list_4a_on_the_day_the_review_takes_them(scope: pd.DataFrame) -> None:
    """US note 31(e): 6307.90.9870 in 2025; by the footnote of 6307.90.98 the others came under 9903.91.01 in 2024."""
    left = scope[(scope["programme"] == "list_4a") & (scope["role"] == "exempt")].set_index("product_code")[
        "valid_from"
    ]
    assert f"{left['6307909870']:%Y-%m-%d}" == "2025-01-01"
    assert {f"{left[f'63079098{number}']:%Y-%m-%d}" for number in (42, 44, 50, 75)} == {"2024-09-27"}


def test_magnets_are_exempt_at_ten_digits_only(scope: pd.DataFrame) -> None:
    """US notes 2(aa)(ii) and 52(b): sintered magnets of neodymium, iron and boron."""
    for programme in ("surcharge_2026", "forced_labour_2026"):
        own = scope[(scope["programme"] == programme) & scope["product_code"].str.startswith("850511")]
        assert codes(own) == {"8505110070"}, programme


def test_goods_of_the_four_year_review_keep_their_former_list_until_the_eve(scope: pd.DataFrame) -> None:
    """Lists of the schedule and, where none in hand has the code, the duties of 2018 to 2020."""
    former = {
        "85423100": ("list_2", "derived", "2024-12-31"),
        "85076000": ("list_4a", "secondary", "2025-12-31"),
        "40151210": ("list_4a", "derived", "2024-12-31"),
        "85412900": ("list_3", "secondary", "2024-12-31"),
    }
    for code, (programme, verification, last) in former.items():
        (row,) = rows_on(scope, code, "2024-07-01", authority="section_301", role="in_scope").to_dict("records")
        assert (row["programme"], row["verification"], f"{row['valid_to']:%Y-%m-%d}") == (programme, verification, last)
    assert rows_on(scope, "85051100", "2024-07-01", authority="section_301").empty  # magnets paid 2.1 % alone


def test_an_exclusion_frees_the_smaller_share_and_whole_numbers_whole(scope: pd.DataFrame) -> None:
    """Shares of 2024 by line, as recomputed by another hand: 8473.30.1180 90, 8473.30.5100 64, 9401.61.6011 37."""
    free = scope[scope["programme"] == "exclusions"].set_index("product_code")
    for code, share in {"8473301180": 90, "8473305100": 64, "9401616011": 37, "3923210095": 91}.items():
        assert free.loc[code, "coverage_high_pct"] == pytest.approx(share, abs=0.6), code
        assert free.loc[code, "coverage_pct"] <= 35
    assert set(free.loc[["8483509040", "8607211000", "9030904600", "9025198010"], "coverage_pct"]) == {100.0}
    assert (free["coverage_pct"] <= free["coverage_high_pct"]).all()
    assert set(free["scheduled_end"]) == {pd.Timestamp("2026-11-09")}
    assert set(free["confirmed_until"]) == {pd.Timestamp("2026-10-07")}
    assert free["valid_to"].isna().all()


def test_laptops_owe_neither_the_duty_on_metals_nor_that_on_forced_labour(scope: pd.DataFrame) -> None:
    found = rows_on(scope, "8471300100", "2026-11-01")
    assert not ((found["authority"] == "section_232") & (found["role"] == "in_scope")).any()
    assert set(found.loc[found["programme"] == "forced_labour_2026", "role"]) == {"exempt"}
