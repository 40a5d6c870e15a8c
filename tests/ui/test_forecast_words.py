"""What stands below forecasts: where figures were read, and what else than its baseline an edition has."""

from datetime import date

import pandas as pd

from parley.tables import compiled_on
from parley.ui import forecast_words, outlook_facts, outlook_houses, outlook_paths, outlook_revisions

LATEST = compiled_on()
GROWTH = "real_gdp_growth"


def plain(text: str) -> str:
    return text.replace("\u00a0", " ")


def path(*rows: tuple[str, int, str, str]) -> pd.DataFrame:
    return pd.DataFrame(rows, columns=["edition", "target_year", "verification", "source_url"])


def test_world_growth_of_the_last_outlooks_is_said_to_be_read_in_press_reports() -> None:
    told = outlook_paths.paths(GROWTH, "WLD", (2025, 2026, 2027), LATEST).note
    assert "Read in press reports, but for Interim Mar 2025" in plain(told)
    assert "press" in outlook_revisions.revisions(GROWTH, "WLD", 2025, LATEST).note
    assert "press" in forecast_words.read_in_press(outlook_houses.figures(GROWTH, "WLD", 2025, LATEST)[1])


def test_outlook_119_names_its_scenario_and_the_other_one() -> None:
    """Prolonged disruption: 2.1 % in 2026 and 1.8 % in 2027, as reported of Economic Outlook 119."""
    told = plain(outlook_paths.paths(GROWTH, "WLD", (2025, 2026, 2027), LATEST).note)
    assert "EO119: central scenario, disruption of limited length" in told
    assert "with a prolonged disruption 2.1 % for 2026 and 1.8 % for 2027" in told
    assert "prolonged" not in outlook_paths.paths(GROWTH, "WLD", (2025, 2026), date(2025, 6, 9)).note
    world = next(fact for fact in outlook_facts.metrics(*outlook_facts.tables(LATEST)) if fact.label == "World, 2026")
    assert world.note == "EO119, central"
    assert "press reports" in str(world.help)


def test_a_scenario_without_a_baseline_beside_it_is_said_not_to_be_drawn() -> None:
    told = plain(outlook_paths.paths(GROWTH, "BRA", (2019, 2020, 2021), LATEST).note)
    assert "Not drawn: EO107, a second wave of the epidemic \u22129.099 % for 2020" in told


def test_figures_of_the_institutions_own_files_get_no_remark() -> None:
    own = path(
        ("EO116", 2025, "official_file", "https://sdmx.oecd.org"),
        ("EO100", 2017, "secondary", "https://web.archive.org/web/2020/http://www.oecd.org/annex.pdf"),
    )
    assert forecast_words.read_in_press(own) == ""


def test_the_shorter_list_is_given_and_a_part_of_an_edition_by_its_years() -> None:
    rows = path(
        ("EO117", 2024, "secondary", "https://news.example"),
        ("EO117", 2025, "official_file", "https://sdmx.oecd.org"),
        ("EO118", 2025, "official_file", "https://sdmx.oecd.org"),
    )
    assert forecast_words.read_in_press(rows).startswith("Read in press reports: EO117 (2024);")
    press = rows.assign(verification="secondary", source_url="https://news.example")
    assert forecast_words.read_in_press(press) == "Read in press reports; the page stands in each row"


def test_every_other_scenario_has_a_word() -> None:
    forecasts, _ = outlook_facts.tables(LATEST)
    assert set(forecasts["scenario"]) - {"baseline"} <= set(forecast_words.SCENARIOS)
