"""The US tariff schedule: the edition in force, its lines by chapter, and the archive's acts behind each edition.

The tariff schedule as proposals: rates of law are typed by a person, with the day the law gives and no other.
"""

import gzip
import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from urllib.parse import urljoin

import pandas as pd

from parley.recipes import us_mfn_rates
from parley.refresh.feed import Feed, Found, Proposal, Stored
from parley.sources import failures
from parley.sources.client import Answer, Client, Provider
from parley.sources.forms import columns_refused, json_of
from parley.sources.pages import Link, page_of

BASE, ARCHIVE_BASE = "https://hts.usitc.gov", "https://www.usitc.gov"
RELEASE, EXPORT = "/reststop/currentRelease", "/reststop/exportList"
ARCHIVE = "/harmonized_tariff_information/hts/archive/list"
PROVIDER = Provider("usitc.hts", "US International Trade Commission, tariff schedule", total_s=120)
CHAPTERS = tuple(f"{n:02}" for n in range(1, 100) if n != 77)  # 77 is reserved
COLUMNS = ("htsno", "indent", "description", "superior", "units", "general", "special", "other", "footnotes")
LEAST_ROWS = 30_000
MOST_PAGES = 12  # of the archive, newest edition first
UNPARSED_MORE = 0.005  # share of rates that cannot be read, above that of the last edition
TITLE = re.compile(r"(\d{4}) HTS (Revision (\d+)|Basic[^(]*)\s*\(([A-Z][a-z]+ \d{1,2}, \d{4})\)")
AD_VALOREM = re.compile(r"([\d.]+)(?: (\d)/(\d))?%")


@dataclass(frozen=True)
class Edition:
    """One edition of the archive: its name, day of publication, file of lines, and the acts that changed it."""

    name: str
    published_on: date
    file: str
    acts: tuple[Link, ...]


def request(client: Client) -> list[Answer]:
    """The name of the edition before and after, with every chapter between, and the archive page.

    In the order: name, archive page, chapters, name. Raises EditionMovedError where the names differ, or
    another SourceError.
    """
    first = client.get(PROVIDER, f"{BASE}{RELEASE}")
    archive = client.get(PROVIDER, f"{ARCHIVE_BASE}{ARCHIVE}")
    chapters = [
        client.get(
            PROVIDER,
            f"{BASE}{EXPORT}",
            [("from", f"{c}00" if c == "99" else f"{c}01"), ("to", f"{c}99"), ("format", "JSON"), ("styles", "false")],
        )
        for c in CHAPTERS
    ]
    last = client.get(PROVIDER, f"{BASE}{RELEASE}")
    before, after = release(first), release(last)
    if before != after:
        raise failures.EditionMovedError(
            f"The tariff schedule went from {before} to {after} while it was read. Try again."
        )
    return [first, archive, *chapters, last]


def fetch_editions(client: Client, names: Collection[str]) -> dict[str, Answer]:
    """The files of these editions (``2026 revision 10``), where the pages of the archive link to them.

    Raises NoSuchFlowError naming those that no page lists, or another SourceError.
    """
    links: dict[str, str] = {}
    for page in range(MOST_PAGES):
        listed = editions(client.get(PROVIDER, f"{ARCHIVE_BASE}{ARCHIVE}", [("page", f"{page}")]))
        links |= {edition.name: edition.file for edition in listed if edition.file}
        if links.keys() >= set(names):
            break
    missing = sorted(set(names) - links.keys())
    if missing:
        raise failures.NoSuchFlowError(f"The archive of the tariff schedule lists no file of {', '.join(missing)}.")
    return {name: client.get(PROVIDER, urljoin(ARCHIVE_BASE, links[name])) for name in names}


def refuse_file(answer: Answer) -> None:
    """Refuse the file of an edition that is no list of lines with the columns of the schedule.

    Raises TruncatedError, HtmlInsteadOfDataError, WrongTypeError, SchemaDriftError, CoverageShrunkError.
    """
    body = json_of(answer)
    if not isinstance(body, list) or not body:
        raise failures.WrongTypeError(f"{answer.url} is not a list of lines.")
    columns_refused(answer, COLUMNS, list(body[0]))
    if len(body) < LEAST_ROWS:
        raise failures.CoverageShrunkError(f"{answer.url} has {len(body):,} rows; {LEAST_ROWS:,} are expected.")


def release(answer: Answer) -> str:
    """The name of the edition in force, such as ``2026HTSRev15``.

    Raises SchemaDriftError and what ``json_of`` raises.
    """
    body = json_of(answer)
    if not isinstance(body, dict) or "name" not in body:
        raise failures.SchemaDriftError(RELEASE, ["name"], list(body) if isinstance(body, dict) else [])
    return str(body["name"])


def lines(answers: Sequence[Answer], least_rows: int = LEAST_ROWS, chapters: Sequence[str] = CHAPTERS) -> pd.DataFrame:
    """Every row that has a number: htsno (digits), description, general, special, other, footnotes; in its order.

    A rate that a line does not have is that of the heading above it, by indent, down to eight digits. Raises
    SchemaDriftError, CoverageShrunkError for too few rows or a chapter missing, WrongTypeError for a number that comes
    twice; else what ``json_of`` raises.
    """
    rows: list[dict[str, Any]] = []
    total = 0
    for answer in answers:
        part = json_of(answer)
        if not isinstance(part, list):
            raise failures.WrongTypeError(f"{answer.url} is not a list of lines.")
        if part:
            columns_refused(answer, COLUMNS, list(part[0]))
        total += len(part)
        rows += _with_rates(part)
    if total < least_rows:
        raise failures.CoverageShrunkError(f"The tariff schedule has {total:,} rows; {least_rows:,} are expected.")
    table = pd.DataFrame(rows, columns=["htsno", "description", "general", "special", "other", "footnotes"])
    missing = sorted(set(chapters) - set(table["htsno"].str[:2]))
    if missing:
        raise failures.CoverageShrunkError(f"The tariff schedule lacks chapter {', '.join(missing)}.")
    twice = table.loc[table["htsno"].duplicated(), "htsno"]
    if len(twice):
        raise failures.WrongTypeError(f"The tariff schedule has the number {twice.iloc[0]} twice.")
    return table


def _with_rates(part: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    above: list[tuple[int, dict[str, str]]] = []
    rows = []
    for line in part:
        indent = int(line["indent"] or 0)
        above = [(level, rates) for level, rates in above if level < indent]
        texts = {column: _text(line[column]) for column in ("general", "special", "other")}
        heirs = above[-1][1] if above else dict.fromkeys(texts, "")
        rates = texts if texts["general"] else {column: texts[column] or heirs[column] for column in texts}
        above.append((indent, rates))
        number = str(line["htsno"] or "").replace(".", "")
        if number:
            notes = " ".join(_text(note.get("value")) for note in line["footnotes"] or ())
            rows.append({"htsno": number, "description": _text(line["description"]), **rates, "footnotes": notes})
    return rows


def _text(cell: object) -> str:
    return " ".join(str(cell).split()) if cell else ""


def eight_digits(table: pd.DataFrame) -> pd.DataFrame:
    """One row per eight-digit line outside chapters 98 and 99, with the first rate that it or a part of it has.

    Some lines are printed with ten digits only.
    """
    lines = table[(table["htsno"].str.len() >= 8) & ~table["htsno"].str.startswith(("98", "99"))]
    lines = lines.assign(htsno=lines["htsno"].str[:8])
    lines = lines[lines["general"] != ""]
    first: pd.DataFrame = lines.drop_duplicates("htsno", ignore_index=True)
    return first


def ad_valorem(text: str) -> float | None:
    """The rate of a text that is "Free" or one percentage ("33 1/3%" too), in percent; None for any other duty."""
    if text == "Free":
        return 0.0
    match = AD_VALOREM.fullmatch(text)
    if not match:
        return None
    whole, parts, of = match.groups()
    return float(whole) + (int(parts) / int(of) if parts else 0.0)


def refuse_unparsed(table: pd.DataFrame, last_share: float) -> None:
    """Raise LayoutChangedError where more eight-digit rates than before are no plain percentage.

    ``last_share``: of the last edition, 0 to 1.
    """
    lines = eight_digits(table)
    share = float(lines["general"].map(lambda text: ad_valorem(text) is None).mean()) if len(lines) else 1.0
    if share > last_share + UNPARSED_MORE:
        raise failures.LayoutChangedError(
            f"{share:.1%} of the rates in the tariff schedule are not plain percentages; {last_share:.1%} were before."
        )


def editions(answer: Answer) -> list[Edition]:
    """The editions of an archive page, as listed.

    Raises LayoutChangedError where there is none, TruncatedError.
    """
    named: list[tuple[re.Match[str], list[Link]]] = []
    for piece in page_of(answer).pieces:
        if isinstance(piece, Link):
            if named:
                named[-1][1].append(piece)
        elif title := TITLE.search(piece):
            named.append((title, []))
    if not named:
        raise failures.LayoutChangedError("The archive page of the tariff schedule names no edition.")
    return [
        Edition(
            f"{title[1]} revision {title[3]}" if title[3] else f"{title[1]} basic",
            datetime.strptime(title[4], "%B %d, %Y").date(),
            next((link.href for link in links if link.href.endswith(".json")), ""),
            tuple(link for link in links if "federalregister.gov" in link.href),
        )
        for title, links in named
    ]


SHOWN = 40
OF_SCHEDULE = 3 + len(CHAPTERS)  # answers on the edition in force: its name twice, the archive, the chapters


def fetch(client: Client, stored: Stored, on: date) -> list[Answer]:
    """Every chapter of the edition in force, between two looks at its name. Raises SourceError."""
    return request(client)


def fetch_raw(client: Client, stored: Stored, on: date) -> list[Answer]:
    """The files of the editions that the recipe of the ordinary duty reads, after all that ``fetch`` asks.

    Raises SourceError.
    """
    answers = request(client)
    files = fetch_editions(client, list(us_mfn_rates.EDITIONS))
    for answer in files.values():
        refuse_file(answer)
    return [*answers, *files.values()]


def raw_files(answers: list[Answer]) -> Mapping[str, bytes]:
    """The editions where the recipe looks for them; whether their rates hold, a person says who builds the table."""
    files = dict(zip(us_mfn_rates.EDITIONS, answers[OF_SCHEDULE:], strict=False))
    return {us_mfn_rates.schedule_file(name): gzip.compress(a.body, mtime=0) for name, a in files.items()}


def find(stored: Stored, answers: list[Answer], on: date) -> Found:
    """Editions since the last one here with their acts, and lines whose ordinary duty is another.

    Raises SourceError.
    """
    name, archive, *chapters, _ = answers[:OF_SCHEDULE]
    rates_here = stored("us_mfn_rates")
    newest = rates_here[rates_here["valid_from"] == rates_here["valid_from"].max()].set_index("hts8")
    edition, since = str(newest["hts_edition"].iloc[0]), newest["valid_from"].iloc[0].date()
    table = lines(chapters)
    refuse_unparsed(table, float((~newest["rate_type"].isin(["free", "ad_valorem"])).mean()))
    proposals = [_of_edition(e) for e in editions(archive) if e.published_on > since]
    moved = changed_rates(table, newest)
    for line in moved.head(SHOWN).itertuples():
        row = {"hts8": str(line.htsno), "general_rate_text": str(line.general), "needs_review": "true"}
        words = f"{line.htsno}: ordinary duty {line.before} in {edition}, {line.general} in {release(name)}"
        link = f"{BASE}/search?query={line.htsno}"
        proposals.append(Proposal(words, link, f"{on:%Y-%m-%d}", row))
    added = sorted(set(headings(table)) - set(stored("us_tariff_scope")["heading_ch99"].dropna()))
    return Found(
        proposals=proposals,
        notes=[
            f"Edition in force: {release(name)}; here {edition}.",
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
    lines = eight_digits(table)
    before = lines["htsno"].map(newest["general_rate_text"])
    return lines.assign(before=before.fillna("none"))[before.fillna("") != lines["general"]]


def headings(table: pd.DataFrame) -> list[str]:
    """The numbers of subchapter III of chapter 99, as they are printed: 9903.01.24."""
    numbers = table.loc[table["htsno"].str.match(r"9903\d{4}$"), "htsno"]
    return [f"{code[:4]}.{code[4:6]}.{code[6:]}" for code in numbers]


def _of_edition(edition: Edition) -> Proposal:
    acts = "; ".join(f"{act.words} {act.href}" for act in edition.acts) or "no act named"
    link = f"{ARCHIVE_BASE}{ARCHIVE}"
    return Proposal(
        f"Tariff schedule {edition.name}, changed by: {acts}",
        link,
        f"{edition.published_on:%Y-%m-%d}",
        {"hts_edition": edition.name, "valid_from": "the day the act gives", "needs_review": "true"},
    )


FEED = Feed(
    PROVIDER,
    (),
    fetch,
    find,
    (f"{BASE}{RELEASE}", f"{BASE}{EXPORT}", f"{ARCHIVE_BASE}{ARCHIVE}"),
    raw_files=raw_files,
    fetch_raw=fetch_raw,
    rebuilds=("us_mfn_rates",),
)
