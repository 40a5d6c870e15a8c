from pathlib import Path

import pytest

from parley.sources import failures
from parley.sources import oecd as source
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from tests.mirror import Mirror, oecd_csv
from tests.sources.answers import answer, sample


def test_an_edition_is_read_by_its_name_and_version() -> None:
    rows = source.read(answer(oecd_csv(5)), 5, 2010, 2028)
    assert set(rows["edition"]) == {"EO119"}
    assert rows.set_index(["area", "measure", "year"]).loc[("USA", "real_gdp_growth", 2025), "value_pct"] > 2


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        (lambda text: text.replace("(1.5)", "(1.6)"), failures.EditionMovedError),
        (lambda text: text.replace("Outlook 119", "Outlook 120"), failures.EditionMovedError),
        (lambda text: text.replace("OBS_VALUE", "VALUE"), failures.SchemaDriftError),
        (lambda text: text[:-9], failures.TruncatedError),
        (lambda text: "<!DOCTYPE html><html></html>", failures.HtmlInsteadOfDataError),
        (lambda text: text[: text.index("\n") + 1], failures.NoDataError),
        (lambda text: text.replace("A,Annual,2026,,", "A,Annual,2026,,n"), failures.WrongTypeError),
    ],
)
def test_a_broken_edition_is_refused(change: object, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        source.read(answer(change(oecd_csv(5))), 5, 2010, 2028)  # type: ignore[operator]


def test_years_that_were_not_asked_for_are_dropped_whatever_their_order() -> None:
    rows = source.read(answer(oecd_csv(5)), 5, 2024, 2026)
    assert rows["year"].between(2024, 2026).all() and len(rows)


def test_a_blank_figure_is_missing() -> None:
    head, first, *rest = oecd_csv(5).splitlines()
    blank = first[: first.rindex(",") + 1]
    assert len(source.read(answer("\n".join([head, blank, *rest]) + "\n"), 5, 2010, 2028)) == len(rest)


def test_the_limit_is_known_by_its_words_whatever_the_status(mirror: Mirror, tmp_path: Path) -> None:
    words = "You have exceeded the number of requests for data downloads permitted in the OECD Data API."
    mirror.gives("sdmx.oecd.org", words, "text/plain")
    with pytest.raises(failures.RateLimitedError, match="hour"):
        source.request(Client(Evidence(tmp_path), {}, mirror.url), 5, ["USA"], 2010, 2028)
    assert len(mirror.asked) == 1


def test_the_request_names_edition_areas_and_measures(mirror: Mirror, tmp_path: Path) -> None:
    mirror.gives("sdmx.oecd.org", oecd_csv(5), "text/csv")
    source.request(Client(Evidence(tmp_path), {}, mirror.url), 5, ["USA", "CHN"], 2010, 2028)
    assert mirror.asked[0].path.endswith("DSD_EO@DF_EO,1.5/USA+CHN.GDPV_ANNPCT+CPI_YTYPCT+UNR.A")
    assert dict(mirror.asked[0].args)["format"] == "csvfilewithlabels"


@pytest.mark.raw
def test_the_recorded_edition_gives_korea_s_growth(raw: Path) -> None:
    rows = source.read(sample(raw, "oecd_sdmx/eo119_rest_v1_csvfilewithlabels_cut.csv"), 5, 2025, 2027)
    korea = rows.set_index(["measure", "year"])["value_pct"]
    assert korea[("real_gdp_growth", 2026)] == 2.63042316286754  # the answer's own digits
    assert korea[("headline_inflation", 2027)] == 2.24154762674348


@pytest.mark.raw
def test_the_second_interface_is_refused_as_it_does_not_name_the_edition(raw: Path) -> None:
    with pytest.raises(failures.SchemaDriftError) as caught:
        source.read(sample(raw, "oecd_sdmx/eo118_rest_v2_labels_both.csv"), 4, 2023, 2024)
    assert "STRUCTURE_NAME" in caught.value.missing
