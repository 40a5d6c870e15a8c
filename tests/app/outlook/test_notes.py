"""What stands below forecasts: where figures were read, and what else than its baseline an edition has."""

from datetime import date

import pandas as pd

from parley.app.kit.html_text import Metric
from parley.app.outlook import errors, header, houses, notes, paths, revisions
from parley.tables.read import compiled_on
from tests import wording

LATEST = compiled_on()
GROWTH = "real_gdp_growth"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def facts(day: date) -> list[Metric]:
    return header.metrics(*header.tables(day))


def path(*rows: tuple[str, int, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["edition", "target_year", "verification", "source_url"])


def by_year(values: dict[int, str]) -> str:
    """What a scenario gives for two years."""
    return " and ".join(notes.SAY("scenario", "value", value=value, year=year) for year, value in values.items())


def test_world_growth_of_the_last_outlooks_is_said_to_be_read_in_press_reports() -> None:
    told = paths.paths_of(GROWTH, "WLD", (2025, 2026, 2027), LATEST).note
    assert notes.SAY("press", "some") in told
    assert notes.SAY("press", "some") in revisions.revisions_of(GROWTH, "WLD", 2025, LATEST).note
    assert notes.read_in_press(houses.printed(GROWTH, "WLD", 2025, LATEST).rows) == notes.SAY("press", "some")


def test_outlook_119_names_its_scenario_and_the_other_one() -> None:
    """Prolonged disruption: 2.1% in 2026 and 1.8% in 2027, as reported of Economic Outlook 119."""
    told = plain(paths.paths_of(GROWTH, "WLD", (2025, 2026, 2027), LATEST).note)
    assert "June 2026" in told
    assert by_year({2026: "2.1%", 2027: "1.8%"}) in told.partition("prolonged disruption")[2]
    assert "prolonged" not in paths.paths_of(GROWTH, "WLD", (2025, 2026), date(2025, 6, 9)).note
    world = {day: next(f for f in facts(day) if f.label == "World, 2026") for day in (date(2026, 9, 1), LATEST)}
    assert world[date(2026, 9, 1)].note == header.SAY("header.central", edition="Outlook of June\u00a02026")
    assert "press reports" in str(world[date(2026, 9, 1)].help)
    assert (
        plain(world[LATEST].note) == "Interim Outlook of September 2026"
    )  # of which no other scenario is in our tables
    assert "press reports" not in str(world[LATEST].help)


def test_a_scenario_without_a_baseline_beside_it_is_said_not_to_be_drawn() -> None:
    told = plain(paths.paths_of(GROWTH, "BRA", (2019, 2020, 2021), LATEST).note)
    values = by_year({2020: "\u22129.099%", 2021: "2.402%"})
    fields = {"edition": notes.SAY("edition", "eo", month="June 2020"), "scenario": "a second wave", "values": values}
    assert notes.SAY("scenario", "other", **fields) in told


def test_figures_of_the_institutions_own_files_get_no_remark() -> None:
    own = path(
        ("EO116", 2025, "official_file", "https://sdmx.oecd.org"),
        ("EO100", 2017, "secondary", "https://web.archive.org/web/2020/http://www.oecd.org/annex.pdf"),
    )
    assert notes.read_in_press(own) == ""


def test_a_part_read_in_press_reports_is_told_from_the_whole() -> None:
    rows = path(
        ("EO117", 2024, "secondary", "https://news.example"),
        ("EO117", 2025, "official_file", "https://sdmx.oecd.org"),
    )
    assert notes.read_in_press(rows) == notes.SAY("press", "some")
    press = rows.assign(verification="secondary", source_url="https://news.example")
    assert notes.read_in_press(press) == notes.SAY("press", "all")


def test_errors_and_their_means_say_whether_forecasts_were_read_in_press_reports() -> None:
    """Of the editions scored on 2025 only the countries of the full Outlooks come from the OECD's own files."""
    assert notes.read_in_press(errors.errors_of_year(2025, LATEST)) == notes.SAY("press", "some")
    assert notes.read_in_press(errors.errors_of_year(2022, LATEST)) == ""
    by_edition, by_house = errors.of_editions(LATEST), errors.of_houses(LATEST)
    assert by_edition.note == errors.SAY("errors.editions_note", "press")
    read = by_edition.rows.groupby("edition")["n_read_in_press"].sum()
    assert read["IEO_2025_09"] > 0 == read["EO118"]  # whose world is no part of a mean
    assert by_house.note == errors.SAY("errors.houses_note", "press")


def test_an_error_names_the_record_of_its_outcome() -> None:
    scored = errors.errors(LATEST)
    assert set(scored["actual_source_id"]) == {"actuals_oecd_eo119", "oecd_eo119"}
    assert set(scored.loc[scored["area"] == "WLD", "actual_source_id"]) == {"oecd_eo119"}


def test_what_our_tables_lack_is_not_said_to_be_unpublished() -> None:
    """Economic Outlook 103 (May 2018) and 106 (November 2019) print world growth; our tables have neither figure."""
    first, stale = ({f.label: f for f in facts(day)} for day in (date(2018, 7, 10), date(2020, 3, 1)))
    assert list(first) == ["US, 2018", "China, 2018"]
    assert (stale["World, 2019"].value, plain(stale["World, 2019"].note)) == ("3.2%", "Outlook of May 2019")
    lowest, risen = (
        wording.told("outlook", "paths.finding", paths.paths_of(GROWTH, "WLD", (2025,), day).caption.finding)
        for day in (date(2025, 6, 9), date(2024, 10, 1))
    )
    assert (lowest[0], lowest[1]["count"]) == ("lowest", "six")
    assert (risen[0], risen[1]["low"], risen[1]["last"]) == ("rose", "3.0%", "3.2%")


def test_every_other_scenario_has_a_word() -> None:
    forecasts, _ = header.tables(LATEST)
    assert set(forecasts["scenario"]) - {"baseline"} <= set(notes.SCENARIOS)
