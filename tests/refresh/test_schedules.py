"""Editions of the tariff schedule, found where pages of the archive link to them, rebuild the duty by line."""

import json
from pathlib import Path

import pandas as pd
import pytest
from werkzeug import Request, Response

from parley.recipes import us_mfn_rates
from parley.refresh.feed import with_raw
from parley.sources import failures, usitc
from parley.sources import usitc as feed
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from parley.tables.read import read_table
from tests.mirror import Mirror
from tests.sources.answers import answer
from tests.whole_mirror import line

ARCHIVE = f"www.usitc.gov{usitc.ARCHIVE}"
PAGES = {
    "0": "<span>2026 HTS Revision 22 (November 20, 2026)</span><a href='/x/hts_2026_revision_22_json.json'>JSON</a>",
    "1": "<span>2026 HTS Revision 10 (June 8, 2026)</span><a href='/x/hts_2026_revision_10_json.json'>JSON</a>"
    "<span>2025 HTS Basic Edition (January 1, 2025)</span><a href='/x/of_2025.json'>JSON</a>",
}
FILES = {"2025 basic": "of_2025.json", "2026 revision 10": "hts_2026_revision_10_json.json"}


def schedule(edition: str) -> str:
    """The edition as the tables have it: a line of eight digits and two of ten, of which one repeats the rate."""
    rows = read_table("us_mfn_rates").query("hts_edition == @edition").fillna({"special_text": "", "column_2_text": ""})
    lines = []
    for row in rows.itertuples():
        own = {"special": row.special_text, "other": row.column_2_text}
        lines.append(line(f"{row.hts8[:4]}.{row.hts8[4:6]}.{row.hts8[6:]}", 0, row.general_rate_text) | own)
        lines += [line(f"{row.hts8}10", 1, row.general_rate_text), line(f"{row.hts8}20", 1, " ")]
    return json.dumps(lines)


@pytest.fixture
def client(mirror: Mirror, tmp_path: Path) -> Client:
    def page(request: Request) -> Response:
        return Response(f"<html><div>{PAGES[request.args['page']]}</div></html>", content_type="text/html")

    mirror.bodies[ARCHIVE] = page
    return Client(Evidence(tmp_path / "answers"), {}, mirror.url)


def test_the_editions_of_the_table_are_found_and_rebuild_it(client: Client, mirror: Mirror, tmp_path: Path) -> None:
    for edition, name in FILES.items():
        mirror.gives(f"www.usitc.gov/x/{name}", schedule(edition), "application/json")
    files = usitc.fetch_editions(client, list(us_mfn_rates.EDITIONS))
    for one in files.values():
        usitc.refuse_file(one)
    raw = with_raw(feed.raw_files([answer("{}")] * feed.OF_SCHEDULE + list(files.values())), tmp_path)
    built, table = us_mfn_rates.build(raw), read_table("us_mfn_rates")
    columns = [c for c in table.columns if c != "valid_from"]
    pd.testing.assert_frame_equal(built[columns], table[columns], check_dtype=False)


def test_an_edition_that_no_page_lists_is_named(client: Client) -> None:
    PAGES_THERE = {**PAGES, **{f"{n}": PAGES["0"] for n in range(2, usitc.MOST_PAGES)}}
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(globals(), "PAGES", PAGES_THERE)
        with pytest.raises(failures.NoSuchFlowError, match="2024 basic"):
            usitc.fetch_editions(client, ["2024 basic"])


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("{}", failures.WrongTypeError),
        ('[{"htsno": "0101"}]', failures.SchemaDriftError),
        (json.dumps([line("0101.21.00", 0, "Free")]), failures.CoverageShrunkError),
        ('[{"htsno": "0101"', failures.TruncatedError),
    ],
)
def test_a_file_that_is_no_schedule_is_refused(body: str, kind: type[failures.SourceError]) -> None:
    with pytest.raises(kind):
        usitc.refuse_file(answer(body))


@pytest.mark.raw
def test_the_duty_is_what_others_took_from_the_same_editions(raw: Path) -> None:
    file = raw / "tariffs" / "derived-us-mfn-hts8" / "us_mfn_general_rates_hts8.csv.gz"
    theirs = pd.read_csv(file, dtype=str, keep_default_na=False)
    ours = us_mfn_rates.build(raw)
    for column in ("hts_edition", "hts8", "hs6", "general_rate_text", "rate_type"):
        assert ours[column].tolist() == theirs[column].tolist(), column
    rates = pd.to_numeric(theirs["ad_valorem_pct"].replace("", None))
    pd.testing.assert_series_equal(ours["ad_valorem_pct"], rates, check_names=False)
