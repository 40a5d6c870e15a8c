"""Copy-ready citations: made from the register, right in form, and safe from what a text may hold."""

import re
from datetime import date
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
import yaml

from parley import read_table
from parley.app.kit import citations
from parley.tables.place import VERSION

ROOT = Path(__file__).resolve().parents[3]
SHOWN = citations.Shown(
    "Exports fell 93%", date(2025, 6, 9), date(2026, 11, 24), "http://localhost:8501/trade?as_of=2025-06-09&a=1"
)
RECORDS = read_table("sources").to_dict("records")


def record(**changes: Any) -> dict[str, Any]:
    plain = {
        "source_id": "maker_2025",
        "producer": "Maker",
        "title": "Title",
        "edition": "x",
        "citation": "Maker, Title.",
        "url": "https://example.org/a",
        "landing_url": None,
        "published_on": pd.NaT,
        "accessed_on": pd.Timestamp("2026-11-24"),
    }
    return plain | changes


def test_a_source_that_was_typed_from_pages_is_not_cited_as_if_it_were_read_itself() -> None:
    """The register says so of the IMF's Outlook of October 2019: its figures stand on a page of The Hill."""
    typed, official = registered("imf_weo_2019_10"), registered("imf_weo_2025_04")
    assert f"As read at {typed['url']}" in citations.apa(SHOWN, [typed])
    assert typed["caveat"].rstrip(".") in entries(citations.bibtex(SHOWN, [typed]))["imf_weo_2019_10"]["note"]
    assert "As read at" not in citations.apa(SHOWN, [official])


def registered(source_id: str) -> dict[str, Any]:
    (found,) = (r for r in RECORDS if r["source_id"] == source_id)
    return dict(found)


def fields(entry: str) -> dict[str, str]:
    """The fields of one BibTeX entry, read by counting braces as BibTeX does."""
    assert entry.startswith("@misc{")
    assert entry.endswith("\n}")
    found, rest = {}, entry.partition(",\n")[2].removesuffix("\n}")
    while rest:
        name, _, rest = rest.lstrip(" ,\n").partition(" = {")
        depth, end = 1, 0
        while depth:
            depth += {"{": 1, "}": -1}.get(rest[end], 0)
            end += 1
        found[name], rest = rest[: end - 1], rest[end:]
    return found


def entries(text: str) -> dict[str, dict[str, str]]:
    return {e[6 : e.index(",")]: fields(e) for e in text.split("\n\n")}


def test_parley_is_cited_with_version_vintage_as_of_date_and_address() -> None:
    (line,) = citations.apa(SHOWN, []).split("\n\n")
    assert line == (
        "The Parley authors. (2026). Parley: the US-China trade dispute in tables, charts and what-if models (Version "
        f"{VERSION}) [Computer software]. Shown: Exports fell 93%; tables compiled 24 Nov 2026, as known on 9 Jun "
        "2025. http://localhost:8501/trade?as_of=2025-06-09&a=1"
    )
    own = entries(citations.bibtex(SHOWN, []))["parley"]
    assert own["version"] == VERSION
    assert own["note"] == r"Shown: Exports fell 93\%; tables compiled 24 Nov 2026, as known on 9 Jun 2025"
    assert own["url"] == SHOWN.address


def test_name_title_and_version_are_those_of_the_citation_file() -> None:
    cff = yaml.safe_load((ROOT / "CITATION.cff").read_text(encoding="utf-8"))
    assert cff["title"] == citations.TITLE
    assert [author["name"] for author in cff["authors"]] == [citations.AUTHORS]
    assert str(cff["version"]) == VERSION


@pytest.mark.parametrize("finding", ["Modelled: Japan loses 0.2%", "Japan would lose 0.2%"])
def test_that_a_model_gave_the_figure_is_said_once(finding: str) -> None:
    shown = SHOWN._replace(finding=finding, is_modelled=True)
    for text in (citations.apa(shown, []), citations.bibtex(shown, [])):
        assert text.lower().count("modelled") == 1


def test_without_an_address_none_is_given() -> None:
    unseen = SHOWN._replace(address="")
    assert citations.apa(unseen, []).endswith("as known on 9 Jun 2025.")
    assert "url" not in entries(citations.bibtex(unseen, []))["parley"]


@pytest.mark.parametrize(
    ("source_id", "reference"),
    [
        (
            "oecd_eo117",
            "OECD. (2025). OECD Economic Outlook, No. 117: Tackling Uncertainty, Reviving Growth, June 2025, OECD "
            "Publishing, Paris. https://sdmx.oecd.org/",
        ),
        (
            "broda_weinstein_sigmas",
            "Broda, C., Weinstein, D. E. (2006). Globalization and the gains from variety, Quarterly Journal of ",
        ),
        (
            "curated_event_timeline",
            "Parley, from legal texts and press. (2026). Timeline of tariff acts, 2018 to 2026 ",
        ),
        ("china_customs_cited", "China Customs (GACC), as reported. (n.d.). China's monthly trade, customs figures "),
    ],
)
def test_a_source_is_cited_from_its_record(source_id: str, reference: str) -> None:
    assert citations.apa(SHOWN, [registered(source_id)]).split("\n\n")[1].startswith(reference)


def test_an_address_that_stands_in_the_citation_is_not_given_twice() -> None:
    (line,) = citations.apa(SHOWN, [registered("usgs_mcs_2025")]).split("\n\n")[1:]
    assert line.count("https://doi.org/10.5066/P13XCP3R") == 1


@pytest.mark.parametrize(
    ("changes", "year"),
    [
        ({"citation": "Maker (2019), Title."}, "2019"),
        ({"published_on": pd.Timestamp("2024-03-02")}, "2024"),
        ({"edition": "July 2025"}, "2025"),
        ({"edition": "20 June 2026"}, "2026"),
        ({"edition": "2019 to 2025"}, None),
        ({"edition": "2025", "citation": "Maker, undated, Title."}, None),
    ],
)
def test_a_year_is_given_only_where_the_record_has_one(changes: dict[str, Any], year: str | None) -> None:
    entry = entries(citations.bibtex(SHOWN, [record(**changes)]))["maker_2025"]
    assert entry.get("year") == year
    assert f"({year or 'n.d.'})." in citations.apa(SHOWN, [record(**changes)])


def test_persons_are_told_apart_and_an_institution_is_one_name() -> None:
    both = [registered("broda_weinstein_sigmas"), registered("piie_average_tariffs_facts")]
    cited = entries(citations.bibtex(SHOWN, both))
    assert cited["broda_weinstein_sigmas"]["author"] == "Broda, C. and Weinstein, D. E."
    assert cited["piie_average_tariffs_facts"]["author"] == "{Chad P. Bown, PIIE}"


def test_every_record_gives_one_reference_and_one_entry_under_its_own_key() -> None:
    lines = citations.apa(SHOWN, RECORDS).split("\n\n")
    assert len(lines) == len(set(lines)) <= len(RECORDS) + 1
    assert not [line for line in lines if re.search(r"\bnan\b|NaT|None|\.\.(?!\.)|  |\n", line)]
    cited = entries(citations.bibtex(SHOWN, RECORDS))
    assert list(cited) == ["parley", *(r["source_id"] for r in RECORDS)]
    for key, entry in cited.items():
        assert {"author", "title", "note"} <= set(entry), key
        assert re.fullmatch(r"\d{4}", entry.get("year", "2026")), key
        assert re.fullmatch(r"\d{4}-\d\d-\d\d", entry.get("urldate", "2026-11-24")), key


NASTY = ["100% & more", "a_b^c~d", "$x$", "{", "}", "}}, evil = {{", "\\input{secret}", "# 1", "é 中 ≥", "line\nbreak"]


@pytest.mark.parametrize("text", NASTY)
def test_no_text_breaks_out_of_its_field(text: str) -> None:
    shown = SHOWN._replace(finding=text)
    source = record(producer=text, title=text, citation=f"{text} (2020), {text}")
    cited = entries(citations.bibtex(shown, [source]))
    assert list(cited) == ["parley", "maker_2025"]
    assert set(cited["maker_2025"]) == {"author", "title", "year", "note", "url", "urldate"}
    values = [cited["parley"]["note"], *(cited["maker_2025"][name] for name in ("author", "title", "note"))]
    for value in values:
        bare = re.sub(r"\\(?:text[a-z]+\{\}|[$&#%_])", "", value)
        assert not re.search(r"[\\$&#%_~^\n]", bare)
    assert len(citations.apa(shown, [source]).split("\n\n")) == 2


@pytest.mark.parametrize("text", NASTY)
def test_an_address_stays_one_word_with_even_braces(text: str) -> None:
    cited = entries(citations.bibtex(SHOWN._replace(address=f"http://localhost/?q={text}"), []))
    assert not re.search(r"[\s{}\\]", cited["parley"]["url"])


def test_a_key_holds_nothing_that_ends_it() -> None:
    (key,) = set(entries(citations.bibtex(SHOWN, [record(source_id="a,b}c d")]))) - {"parley"}
    assert key == "a_b_c_d"
