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
    own = "Interim Mar 2025 and Interim Sep 2026"
    assert notes.SAY("press", "but", itself=own) in plain(told)
    assert "press" in revisions.revisions_of(GROWTH, "WLD", 2025, LATEST).note
    assert "press" in notes.read_in_press(houses.printed(GROWTH, "WLD", 2025, LATEST).rows)


def test_outlook_119_names_its_scenario_and_the_other_one() -> None:
    """Prolonged disruption: 2.1% in 2026 and 1.8% in 2027, as reported of Economic Outlook 119."""
    told = plain(paths.paths_of(GROWTH, "WLD", (2025, 2026, 2027), LATEST).note)
    assert "EO119" in told and "central scenario, disruption of limited length" in told
    assert by_year({2026: "2.1%", 2027: "1.8%"}) in told.partition("prolonged disruption")[2]
    assert "prolonged" not in paths.paths_of(GROWTH, "WLD", (2025, 2026), date(2025, 6, 9)).note
    world = {day: next(f for f in facts(day) if f.label == "World, 2026") for day in (date(2026, 9, 1), LATEST)}
    assert world[date(2026, 9, 1)].note == header.SAY("header.central", edition="Outlook of June\u00a02026")
    assert "press reports" in str(world[date(2026, 9, 1)].help)
    assert plain(world[LATEST].note) == "Interim Sep 2026"  # of which no other scenario is in our tables
    assert "press reports" not in str(world[LATEST].help)


def test_a_scenario_without_a_baseline_beside_it_is_said_not_to_be_drawn() -> None:
    told = plain(paths.paths_of(GROWTH, "BRA", (2019, 2020, 2021), LATEST).note)
    values = by_year({2020: "\u22129.099%", 2021: "2.402%"})
    fields = {"edition": "EO107", "scenario": "a second wave of the epidemic", "values": values}
    assert notes.SAY("scenario", "other", **fields) in told


def test_figures_of_the_institutions_own_files_get_no_remark() -> None:
    own = path(
        ("EO116", 2025, "official_file", "https://sdmx.oecd.org"),
        ("EO100", 2017, "secondary", "https://web.archive.org/web/2020/http://www.oecd.org/annex.pdf"),
    )
    assert notes.read_in_press(own) == ""


def test_the_shorter_list_is_given_and_a_part_of_an_edition_by_its_years() -> None:
    rows = path(
        ("EO117", 2024, "secondary", "https://news.example"),
        ("EO117", 2025, "official_file", "https://sdmx.oecd.org"),
        ("EO118", 2025, "official_file", "https://sdmx.oecd.org"),
    )
    assert notes.read_in_press(rows) == notes.SAY("press", "some", read="EO117 (2024)")
    press = rows.assign(verification="secondary", source_url="https://news.example")
    assert notes.read_in_press(press) == notes.SAY("press", "all")


def test_errors_and_their_means_say_which_forecasts_were_read_in_press_reports() -> None:
    """Of the editions scored on 2025 only the countries of the full Outlooks come from the OECD's own files."""
    of_2025 = errors.errors_of_year(2025, LATEST)
    told = plain(notes.read_in_press(of_2025, within="area", part=header.area_name))
    assert "EO117 (World)" in told
    assert "Interim Mar 2025 (Germany, United Kingdom and Japan)" in told
    of_2022 = errors.errors_of_year(2022, LATEST)
    assert notes.read_in_press(of_2022, within="area", part=header.area_name) == ""
    by_edition = plain(notes.means_in_press(errors.of_editions(LATEST).rows))
    assert "Interim Sep 2025" in by_edition
    assert "EO118" not in by_edition  # its world is no part of a mean
    by_house = plain(notes.means_in_press(errors.of_houses(LATEST).rows, ("", "oecd_")))
    assert "WEO Oct 2018" in by_house
    assert "WEO Oct 2025" not in by_house
    assert "Interim Sep 2024" in by_house


def test_an_error_names_the_record_of_its_outcome() -> None:
    scored = errors.errors(LATEST)
    assert set(scored["actual_source_id"]) == {"actuals_oecd_eo119", "oecd_eo119"}
    assert set(scored.loc[scored["area"] == "WLD", "actual_source_id"]) == {"oecd_eo119"}


def test_what_our_tables_lack_is_not_said_to_be_unpublished() -> None:
    """Economic Outlook 103 (May 2018) and 106 (November 2019) print world growth; our tables have neither figure."""
    days = (date(2018, 7, 10), date(2020, 3, 1), date(2025, 6, 9), date(2024, 10, 1))
    first, stale, lowest, risen = (wording.told("outlook", "header.title", header.header(day)[0]) for day in days)
    assert first == ("none", {"day": "10 Jul 2018"})
    assert stale == ("stale", {"when": "May 2019", "year": "2019", "last": "3.2%"})
    assert (lowest[0], lowest[1]["count"]) == ("lowest", "six")
    assert (risen[0], risen[1]["low"], risen[1]["low_when"]) == ("rose", "3.0%", "February 2024")
    assert risen[1]["last"] == "3.2%"


def test_every_other_scenario_has_a_word() -> None:
    forecasts, _ = header.tables(LATEST)
    assert set(forecasts["scenario"]) - {"baseline"} <= set(notes.SCENARIOS)
