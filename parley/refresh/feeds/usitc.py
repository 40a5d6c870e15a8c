"""The tariff schedule as proposals: rates of law are typed by a person, with the day the law gives and no other."""

import gzip
from collections.abc import Mapping
from datetime import date

import pandas as pd

from parley.recipes import us_mfn_rates
from parley.refresh.feed import Feed, Found, Proposal, Stored
from parley.sources import usitc as source
from parley.sources.client import Answer, Client

SHOWN = 40
OF_SCHEDULE = 3 + len(source.CHAPTERS)  # answers on the edition in force: its name twice, the archive, the chapters


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Every chapter of the edition in force, between two looks at its name. Raises SourceError."""
    return source.fetch(client)


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The files of the editions that the recipe of the ordinary duty reads, after all that ``fetch`` asks.

    Raises SourceError.
    """
    asked = source.fetch(client)
    files = source.fetch_editions(client, list(us_mfn_rates.EDITIONS))
    for answer in files.values():
        source.refuse_file(answer)
    return [*asked, *files.values()]


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The editions where the recipe looks for them; whether their rates hold, a person says who builds the table."""
    files = dict(zip(us_mfn_rates.EDITIONS, answers[OF_SCHEDULE:], strict=False))
    return {us_mfn_rates.schedule_file(name): gzip.compress(a.body, mtime=0) for name, a in files.items()}


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Editions since the last one here with their acts, and lines whose ordinary duty is another.

    Raises SourceError.
    """
    name, archive, *chapters, _ = answers[:OF_SCHEDULE]
    known = stored("us_mfn_rates")
    newest = known[known["valid_from"] == known["valid_from"].max()].set_index("hts8")
    edition, since = str(newest["hts_edition"].iloc[0]), newest["valid_from"].iloc[0].date()
    table = source.lines(chapters)
    source.refuse_unparsed(table, float((~newest["rate_type"].isin(["free", "ad_valorem"])).mean()))
    proposals = [_of_edition(e) for e in source.editions(archive) if e.published_on > since]
    moved = changed_rates(table, newest)
    for line in moved.head(SHOWN).itertuples():
        row = {"hts8": str(line.htsno), "general_rate_text": str(line.general), "needs_review": "true"}
        words = f"{line.htsno}: ordinary duty {line.before} in {edition}, {line.general} in {source.release(name)}"
        link = f"{source.BASE}/search?query={line.htsno}"
        proposals.append(Proposal(words, link, f"{on:%Y-%m-%d}", row))
    added = sorted(set(headings(table)) - set(stored("us_tariff_scope")["heading_ch99"].dropna()))
    return Found(
        proposals=proposals,
        notes=[
            f"Edition in force: {source.release(name)}; here {edition}.",
            f"Lines with another ordinary duty than in {edition}: {_shown(len(moved))}.",
            f"Headings of chapter 99 that no row here names: {_shown(len(added))}{_named(added)}.",
        ],
    )


def _shown(count: int) -> str:
    return f"{count:,}" if count <= SHOWN else f"{count:,}, of which the first {SHOWN} are listed"


def _named(headings: list[str]) -> str:
    return f" ({', '.join(headings[:SHOWN])})" if headings else ""


def changed_rates(table: pd.DataFrame, newest: pd.DataFrame) -> pd.DataFrame:
    """Eight-digit lines whose text of column 1 is not the stored one, the new ones among them."""
    own = source.eight_digits(table)
    before = own["htsno"].map(newest["general_rate_text"])
    return own.assign(before=before.fillna("none"))[before.fillna("") != own["general"]]


def headings(table: pd.DataFrame) -> list[str]:
    """The numbers of subchapter III of chapter 99, as they are printed: 9903.01.24."""
    own = table.loc[table["htsno"].str.match(r"9903\d{4}$"), "htsno"]
    return [f"{code[:4]}.{code[4:6]}.{code[6:]}" for code in own]


def _of_edition(edition: source.Edition) -> Proposal:
    acts = "; ".join(f"{act.words} {act.href}" for act in edition.acts) or "no act named"
    link = f"{source.ARCHIVE_BASE}{source.ARCHIVE}"
    return Proposal(
        f"Tariff schedule {edition.name}, changed by: {acts}",
        link,
        f"{edition.published_on:%Y-%m-%d}",
        {"hts_edition": edition.name, "valid_from": "the day the act gives", "needs_review": "true"},
    )


FEED = Feed(
    source.PROVIDER,
    (),
    fetch,
    find,
    (f"{source.BASE}{source.RELEASE}", f"{source.BASE}{source.EXPORT}", f"{source.ARCHIVE_BASE}{source.ARCHIVE}"),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=("us_mfn_rates",),
)
