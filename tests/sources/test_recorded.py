"""Every recorded exchange over a real socket: a good one is read, a broken one is refused with its word."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from werkzeug import Response

from parley.sources import census_api, failures, federal_register, gacc, imf, oecd, treasury, usgs, usitc, world_bank
from parley.sources.client import Answer, Client, Provider
from parley.sources.evidence import Evidence
from parley.sources.forms import json_of
from tests.mirror import Mirror
from tests.sources.answers import SAMPLES

Read = Callable[[Answer], object]
PROVIDERS: dict[str, tuple[Provider, Callable[[Answer], None]]] = {
    "census": (census_api.PROVIDER, census_api.judge),
    "federal_register": (federal_register.PROVIDER, lambda answer: None),
    "usitc_hts": (usitc.PROVIDER, lambda answer: None),
    "oecd_sdmx": (oecd.PROVIDER, lambda answer: None),
    "treasury": (treasury.PROVIDER, lambda answer: None),
    "imf": (imf.PROVIDER, imf.judge),
    "world_bank": (world_bank.PROVIDER, lambda answer: None),
    "usgs_sciencebase": (usgs.PROVIDER, lambda answer: None),
    "gacc": (gacc.PROVIDER, gacc._challenge),
}
EDITION: imf.Edition = (2025, "OCT")


def every_column(answer: Answer) -> object:
    """The whole table of the Census Bureau, each name once."""
    header = json_of(answer)[0]
    return census_api.table_of(answer, list(dict.fromkeys(header)))


# How each exchange is read, and the word it is refused with; without a word it is good.
CASES: dict[tuple[str, str], tuple[Read, str]] = {
    ("census", "keyless_redirect"): (every_column, "KeyMissing"),
    ("census", "missing_key_page"): (every_column, "KeyMissing"),
    ("census", "month_not_published"): (every_column, "NotYetPublished"),
    ("census", "range"): (every_column, ""),
    ("census", "naics"): (every_column, ""),
    ("census", "unknown_variable"): (every_column, "SchemaDrift"),
    ("census", "server_error"): (every_column, "ServerError"),
    ("federal_register", "documents"): (lambda a: federal_register.acts([a]), ""),
    ("federal_register", "public_inspection"): (federal_register.coming, ""),
    ("usitc_hts", "current_release"): (usitc.release, ""),
    ("usitc_hts", "export_list"): (lambda a: usitc.lines([a], 1, ["01"]), ""),
    ("usitc_hts", "archive_list"): (usitc.editions, ""),
    ("usitc_hts", "edition_file_not_yet_there"): (usitc.release, "NoSuchFlow"),
    ("oecd_sdmx", "rest_v2_eo118"): (lambda a: oecd.read(a, 4, 2023, 2024), "SchemaDrift"),
    ("oecd_sdmx", "rest_v1_eo119"): (lambda a: oecd.read(a, 5, 2025, 2027), ""),
    ("oecd_sdmx", "rate_limited"): (lambda a: oecd.read(a, 5, 2025, 2027), "RateLimited"),
    ("treasury", "dts_page"): (lambda a: treasury.read([a]), "SchemaDrift"),
    ("imf", "data"): (lambda a: imf.read(a, EDITION), "EditionMoved"),
    ("imf", "no_observations"): (lambda a: imf.read(a, EDITION), "NoData"),
    ("imf", "no_such_flow"): (lambda a: imf.read(a, EDITION), "NoSuchFlow"),
    ("world_bank", "gdp"): (lambda a: world_bank.read([a], "NY.GDP.MKTP.CD"), ""),
    ("world_bank", "error"): (world_bank.vintage, "NoSuchFlow"),
    ("usgs_sciencebase", "children"): (usgs.releases, ""),
    ("gacc", "challenge"): (lambda a: gacc.links(a, gacc.WANTED[gacc.PRELIMINARY]), "Challenged"),
    ("gacc", "preliminary_index"): (lambda a: gacc.links(a, gacc.WANTED[gacc.PRELIMINARY]), ""),
}
NOT_ASKED = {"comtrade", "bls", "ecb"}  # no table is fed by them


def sent(raw: Path, exchange: dict[str, Any]) -> Response:
    told = exchange["body"] or ""
    inline = told.removeprefix("inline:") if told.startswith("inline:") else None
    body = inline if inline is not None else (raw / SAMPLES / told).read_bytes() if told else ""
    return Response(body, exchange["status"], {k: v for k, v in exchange["headers"].items() if k != "Content-Length"})


@pytest.mark.raw
def test_every_recorded_exchange_is_read_or_refused_with_its_word(raw: Path, mirror: Mirror, tmp_path: Path) -> None:
    exchanges = json.loads((raw / SAMPLES / "exchanges.json").read_text(encoding="utf-8"))
    known = {(e["source"], e["name"]): e for e in exchanges if e["source"] not in NOT_ASKED}
    assert set(known) == set(CASES)
    words = {}
    for (source, name), exchange in known.items():
        mirror.bodies = {"": lambda request, exchange=exchange: sent(raw, exchange)}  # type: ignore[misc]
        provider, judge = PROVIDERS[source]
        client = Client(Evidence(tmp_path / source / name), {}, mirror.url, sleep=lambda s: None)
        read, _ = CASES[source, name]
        try:
            read(client.get(provider, exchange["url"], judge=judge))
            words[source, name] = ""
        except failures.SourceError as error:
            words[source, name] = error.word
    assert words == {case: word for case, (_, word) in CASES.items()}
