"""The source line: who published the figures, and for each title the address a reader can open."""

from datetime import date
from urllib.parse import parse_qs

import pandas as pd
import pytest

from parley import read_table
from parley.app.kit.error_sentences import NothingToShowError
from parley.app.kit.source_lines import address, footer, licences, reach, sources_of
from parley.terms import NBSP


def rows(*ids: str) -> pd.DataFrame:
    return pd.DataFrame({"source_id": list(ids)})


def test_a_title_links_to_its_document() -> None:
    sources = sources_of(rows("usgs_mcs_2026"))
    assert sources.parts == [
        ("Source: ", ""),
        ("USGS, ", ""),
        ("Mineral Commodity Summaries 2026, rare earths", "https://doi.org/10.5066/P1WKQ63T"),
    ]
    assert sources.line == "Source: USGS, Mineral Commodity Summaries 2026, rare earths"
    assert [record["source_id"] for record in sources.records] == ["usgs_mcs_2026"]


def test_each_edition_of_a_series_links_to_its_own_document() -> None:
    register = read_table("sources").set_index("source_id")
    sources = sources_of(rows("oecd_eo118", "oecd_eo119", "oecd_ieo_2025_09"))
    assert sources.line == ("Source: OECD, Economic Outlook, three editions: EO118, EO119, Interim\u00a0Sep\u00a02025")
    linked = [address for _, address in sources.parts if address]
    assert linked == list(register.loc[["oecd_eo118", "oecd_eo119", "oecd_ieo_2025_09"], "url"])


def test_several_publishers_are_told_one_after_the_other() -> None:
    line = sources_of(rows("usgs_mcs_2026", "iea_gcmo_2024", "usgs_mcs_2025")).line
    assert line.startswith("Sources: USGS, Mineral Commodity Summaries 2026, rare earths; Mineral Commodity")
    assert line.endswith("; IEA, Global Critical Minerals Outlook 2024")


@pytest.mark.parametrize(
    ("document", "page", "reader"),
    [
        ("https://a.org/report.pdf", "https://a.org", "https://a.org/report.pdf"),
        ("https://api.a.org/data?get=x", "https://a.org/data", "https://a.org/data"),
        ("https://api.a.org/data?get=x", None, "https://api.a.org/data?get=x"),
        (None, "https://a.org", "https://a.org"),
        (None, None, ""),
    ],
)
def test_a_reader_is_sent_to_the_document_unless_it_answers_machines_only(
    document: str | None, page: str | None, reader: str
) -> None:
    assert address({"url": document, "landing_url": page}) == reader


def test_every_source_on_the_web_leads_somewhere() -> None:
    register = read_table("sources").to_dict("records")
    assert all(address(r).startswith("http") for r in register if isinstance(r["url"], str))


def test_a_source_without_an_address_leads_to_its_record() -> None:
    ((words, link),) = [part for part in sources_of(rows("imf_weo_2026_10")).parts if part[1]]
    assert words == "World Economic Outlook October 2026"
    page, query = link.split("?")
    assert page == "sources"
    assert parse_qs(query) == {
        "sources_section": ["Sources"],
        "sources_source": ["IMF, World Economic Outlook October 2026"],
    }


def test_no_title_stands_without_a_link() -> None:
    register = read_table("sources")
    for source in register["source_id"]:
        assert [link for _, link in sources_of(rows(source)).parts][-1]


def test_rows_without_a_record_are_refused() -> None:
    with pytest.raises(NothingToShowError):
        sources_of(rows("no_such_source"))


DAY = date(2026, 11, 27)


def brief(rows: pd.DataFrame) -> str:
    ((words, link),) = footer(rows, DAY)
    assert link == ""
    return words.replace(NBSP, " ")


def test_the_last_line_names_two_publishers_and_counts_the_others() -> None:
    assert brief(rows("usgs_mcs_2026", "iea_gcmo_2024", "usgs_mcs_2025")) == "Source: USGS, IEA"
    assert (
        brief(rows("usgs_mcs_2026", "iea_gcmo_2024", "oecd_eo118", "curated_event_timeline")) == "Source: USGS, IEA +2"
    )
    assert brief(rows("curated_event_timeline")) == "Source: legal texts and press"


@pytest.mark.parametrize(
    ("columns", "period"),
    [
        ({"month": pd.to_datetime(["2026-08-01", "2025-12-01"])}, " · data to Aug 2026"),
        ({"month": ["2026-08-01", None], "year": [2026, 2025]}, " · data to Aug 2026"),
        ({"year": [2025, 2024]}, " · data to 2025"),
        ({"year": [2025.0, None]}, " · data to 2025"),
        ({"year": [2024, 2027]}, ""),  # a forecast lies ahead
        ({"month": [None, None]}, ""),
        ({"valid_from": pd.to_datetime(["2026-08-01", "2025-12-01"])}, ""),  # when a law began
    ],
)
def test_the_last_line_says_to_when_the_rows_reach_where_a_column_tells_it(
    columns: dict[str, object], period: str
) -> None:
    assert brief(rows("usgs_mcs_2026", "usgs_mcs_2026").assign(**columns)) == f"Source: USGS{period}"


def test_every_source_is_cited_with_its_licence_and_where_it_is() -> None:
    register = read_table("sources")
    told = licences(register.to_dict("records"))
    assert len(told) == len(register)
    assert all(name and link and licence for name, link, licence in told)


def test_a_period_reaches_to_its_end_and_the_years_of_a_path_are_no_calendar_years() -> None:
    half = rows("usgs_mcs_2026").assign(period_start=pd.Timestamp("2026-01-01"), period_end=pd.Timestamp("2026-06-30"))
    assert reach(half, date(2026, 11, 27)) == f"Jun{NBSP}2026"
    assert reach(rows("usgs_mcs_2026").assign(year=10), date(2026, 11, 27)) == ""


def test_one_body_has_one_name_and_titles_the_apostrophes_of_print() -> None:
    both = sources_of(rows("derived_us_mfn_hts8", "usitc_hts_2026_rev_21", "gacc_rare_earth_exports"))
    assert "US International Trade Commission" not in both.line
    assert both.line.count("USITC, ") == 1
    register = read_table("sources").set_index("source_id")["title"]
    (straight,) = register[register.str.contains("China's monthly trade")].head(1).index
    assert "China’s monthly trade" in sources_of(rows(straight)).line
