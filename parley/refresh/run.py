"""One refresh: each feed asked, read, judged, compared and checked; what passed is put in place together."""

import hashlib
import logging
import os
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow as pa

from parley.recipes import RawMissingError
from parley.refresh import changes, columns, report, rules, said, taking_out, waiting, writing
from parley.refresh.feed import Feed, Found, Stored, with_raw
from parley.refresh.merging import Merged
from parley.refresh.report import Check, Outcome, Report, State
from parley.refresh.said import Say, Saying
from parley.sources.client import Answer, Client
from parley.sources.evidence import Exchange
from parley.sources.failures import SourceError
from parley.tables import build, catalogue, lock, schema
from parley.tables import read as tables
from parley.tables.files import NotWrittenError
from parley.tables.files import writing as writing_to
from parley.tables.schema import TableInvalidError, load_schema, to_arrow

LOG = logging.getLogger("parley")
UNREADABLE = (TableInvalidError, build.PublishedFigureError, RawMissingError, ValueError)


@dataclass
class Work:
    """The tables as they will be, feed by feed; nothing of it is in place yet. ``base``: those in place."""

    base: Stored = tables.read_table
    frames: dict[str, pd.DataFrame] = field(default_factory=dict)
    arrows: dict[str, pa.Table] = field(default_factory=dict)
    outcomes: list[Outcome] = field(default_factory=list)
    changes: list[dict[str, Any]] = field(default_factory=list)
    read: list[tuple[Feed, list[Answer]]] = field(default_factory=list)
    answered: list[tuple[Feed, list[Answer]]] = field(default_factory=list)

    def stored(self, name: str) -> pd.DataFrame:
        """A table as feeds before this one left it."""
        return self.frames[name] if name in self.frames else self.base(name)


def refresh(
    feeds: Sequence[Feed],
    client: Client,
    on: date,
    accept: Sequence[str] = (),
    is_dry_run: bool = False,
    keys: Sequence[str] = (),
    progress: Callable[[list[Feed]], Iterable[Feed]] = iter,
    raw: Path | None = None,
    say: Say = said.nothing,
    wrong: taking_out.Wrong | None = None,
) -> Report:
    """Ask every feed and replace the tables whose answers passed, all at once; the tables of a feed go together.

    ``on``: the day of the refresh. ``accept``: reasons, for what may be accepted; one that begins with the name of what
    waits lets that in. ``keys``: names of the keys set. ``say``: what the app says, compared before and after. ``raw``:
    where to put the answers as the files that ``build --raw`` reads. ``wrong``: what entered wrong and is taken out.
    Raises BuildHeldError where another process works in the folder, NotWrittenError, CatalogueError.
    """
    begun, started = time.monotonic(), datetime.now(UTC)
    with lock.locked(schema.DATA, wait_s=0):
        forget()
        version = str(catalogue.read_catalogue().get("version", ""))
        work = Work()
        take_up(progress(list(feeds)), client, on, work, accept, is_whole=raw is not None, wrong=wrong)
        headlines: list[Saying] = []
        waits = waiting.after(waiting.listed(), work.outcomes, on)
        if work.arrows:
            add_changes(work)
            headlines = said.differences(say, on, work.frames)
        if work.arrows or waits != waiting.listed():
            entries = writing.put(schema.DATA, work.arrows, work.frames, on, is_dry_run, {waiting.KEY: waits})
            work.outcomes = [_sized(outcome, entries) for outcome in work.outcomes]
            forget()
        if raw is not None:
            with writing_to(raw):
                for feed, answers in work.answered:
                    with_raw(feed.raw_files(answers), raw)
        if not is_dry_run:
            for feed, answers in work.read:
                take(client.evidence.folder, feed, answers)
    return Report(
        f"{started:%Y-%m-%dT%H:%M:%SZ}",
        version,
        str(catalogue.read_catalogue().get("version", "")),
        [f.name for f in feeds],
        list(keys),
        client.mirror,
        is_dry_run,
        [] if is_dry_run else sorted(work.arrows),
        round(time.monotonic() - begun, 2),
        work.outcomes,
        headlines,
    )


def forget() -> None:
    """Drop what this process holds of the tables."""
    tables.forget()
    tables.forget_catalogue()


def take_up(
    feeds: Iterable[Feed],
    client: Client,
    on: date,
    work: Work,
    accept: Sequence[str] = (),
    is_whole: bool = False,
    wrong: taking_out.Wrong | None = None,
) -> None:
    """Ask every feed; what became of it stands in ``work``, and nothing is written but answers.

    ``is_whole``: ask for all that the recipes read, not for what is new alone. The others as of ``refresh``.
    """
    for feed in feeds:
        work.outcomes.append(_one(feed, client, on, accept, work, is_whole, wrong))


def _one(
    feed: Feed,
    client: Client,
    on: date,
    accept: Sequence[str],
    work: Work,
    is_whole: bool,
    wrong: taking_out.Wrong | None,
) -> Outcome:
    """Ask, read, compare and check one feed; its tables enter ``work`` when all of them passed."""
    begun, first = time.monotonic(), len(client.exchanges)
    before = dict(client.evidence.last())
    outcome = Outcome(feed.name, feed.provider.title, "refused", 0, 0, 0.0)
    out = taking_out.of_feed(feed, wrong, work.stored)
    stored = out.stored(work.stored)
    try:
        ask = feed.fetch_raw if is_whole and feed.fetch_raw else feed.fetch
        answers = ask(client, stored, on)
        work.answered.append((feed, answers))
        if not out.rows and is_taken(client.evidence.folder, feed, answers):
            outcome = replace(outcome, state="unchanged", sentence="The source has nothing new.")
        else:
            outcome = _taken_up(feed, answers, client, before, on, accept, work, outcome, out)
    except SourceError as error:
        outcome = replace(outcome, word=error.word, sentence=str(error))
    except UNREADABLE as error:
        outcome = replace(outcome, word="ChecksFailed", sentence=f"{feed.provider.title}: {error}")
    except (NotWrittenError, ModuleNotFoundError):
        raise
    except Exception as error:  # of a form nobody foresaw; the other sources go on
        LOG.exception("The answers of %s cannot be read", feed.name)
        words = f"{feed.provider.title} has another form than its reader knows ({type(error).__name__}: {error})."
        outcome = replace(outcome, word="WrongType", sentence=words)
    exchanges = client.exchanges[first:]
    size, seconds = sum(e.bytes for e in exchanges), round(time.monotonic() - begun, 2)
    return replace(outcome, requests=len(exchanges), bytes=size, seconds=seconds)


def _taken_up(
    feed: Feed,
    answers: list[Answer],
    client: Client,
    before: Mapping[str, Exchange],
    on: date,
    accept: Sequence[str],
    work: Work,
    outcome: Outcome,
    out: taking_out.Out,
) -> Outcome:
    stored = out.stored(work.stored)
    answer = feed.find(stored, answers, on)
    whole, waits, names = waiting.judged(answer.parts, stored, on, accept)
    last = rules.sizes_of(client.evidence.exchanges(), {} if out.rows else taken_hashes(client.evidence.folder, feed))
    refused = [r for m in whole for r in rules.refusals(m)] + rules.size_refusals(last, answers)
    reason = "; ".join(words for words in accept if not waiting.is_named(words, names))
    against = [r for r in refused if not (reason and r.may_be_accepted)]
    merged = whole if against else waiting.without(whole, waits, stored)
    answer = waiting.said_of(answer, waits)
    hashes = list(dict.fromkeys(a.sha256 for a in answers))
    differences = [report.difference(m, hashes, len(work.stored(m.part.table))) for m in merged]
    outcome = replace(
        outcome,
        differences=differences,
        notes=[
            *answer.notes,
            *(f"Accepted ({reason}): {r.sentence}" for r in refused if reason and r.may_be_accepted),
            *(f"Let in ({words})." for words in accept if waiting.is_named(words, names)),
            *out.notes,
            *columns.added(client.evidence, before, answers),
        ],
        editions=list(answer.editions),
        proposals=list(answer.proposals),
    )
    if against:
        words = " ".join(r.sentence for r in against)
        may_be = all(r.may_be_accepted for r in against)
        return replace(outcome, word=against[0].word, sentence=words, may_be_accepted=may_be)
    arrows, checks = _checked(answer, merged, work, out)
    accepted = "; ".join(w for w in accept if waiting.is_named(w, names) or (refused and w in reason))
    if arrows:
        work.changes += changes.rows(merged, answer, on, accepted) + out.changes(on, accepted)
        work.arrows |= arrows
        work.frames |= {name: arrow.to_pandas(date_as_object=False) for name, arrow in arrows.items()}
    if not waits:  # else the same answers are judged again, and may be let in
        work.read.append((feed, answers))
    state: State = "changed" if arrows else "waits" if waits else "unchanged"
    return replace(outcome, state=state, accepted=accepted, checks=checks, waits=waits)


def _checked(
    answer: Found, merged: Sequence[Merged], work: Work, out: taking_out.Out
) -> tuple[dict[str, pa.Table], list[Check]]:
    """The tables this feed changes, valid and with every figure in print. Raises what a build raises."""
    checks: list[Check] = []
    frames = out.tables(work.stored)
    frames |= {m.part.table: m.table for m in merged if m.is_changed or m.part.table in frames}
    if not frames:
        return {}, checks
    if answer.records:
        frames["sources"] = _with_records(work.stored("sources"), answer.records)
    arrows = {name: to_arrow(frame[load_schema(name).columns], load_schema(name)) for name, frame in frames.items()}
    written = {name: arrow.to_pandas(date_as_object=False) for name, arrow in arrows.items()}
    with tables.read_instead({**work.frames, **written}):
        for name, arrow in arrows.items():
            for figure, value in build.check_table(name, arrow):
                checks.append(Check(name, figure.what, figure.expected, value, figure.source))
    return arrows, checks


def _with_records(register: pd.DataFrame, records: Sequence[Mapping[str, Any]]) -> pd.DataFrame:
    new = pd.DataFrame(list(records))
    for column in register.columns:
        new[column] = new[column].astype(register[column].dtype)
    old = register[~register["source_id"].isin(new["source_id"])]
    return pd.concat([old, new[register.columns]], ignore_index=True).sort_values("source_id", ignore_index=True)


def add_changes(work: Work) -> None:
    """Put the rows that say what this refresh brought into the table of changes. Raises what a build raises."""
    if not work.changes:
        return
    spec = load_schema(changes.TABLE)
    frame = changes.with_rows(work.stored(changes.TABLE), work.changes)
    arrow = to_arrow(frame[spec.columns], spec)
    with tables.read_instead(work.frames):
        build.check_table(changes.TABLE, arrow)
    work.frames[changes.TABLE], work.arrows[changes.TABLE] = arrow.to_pandas(date_as_object=False), arrow


def _sized(outcome: Outcome, entries: Mapping[str, tuple[int, int]]) -> Outcome:
    sized = [
        replace(d, bytes_before=entries[d.table][0], bytes_after=entries[d.table][1]) if d.table in entries else d
        for d in outcome.differences
    ]
    return replace(outcome, differences=sized)


def is_taken(store: Path, feed: Feed, answers: Sequence[Answer]) -> bool:
    """Whether these answers led to the tables of the feed as they are in the folder now."""
    path = _taken_file(store, feed)
    return path.exists() and path.read_text(encoding="utf-8") == _state_of(feed, answers)


def take(store: Path, feed: Feed, answers: Sequence[Answer]) -> None:
    """Note that these answers are in the tables. Raises NotWrittenError."""
    path = _taken_file(store, feed)
    with writing_to(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(_state_of(feed, answers), encoding="utf-8")


def taken_hashes(store: Path, feed: Feed) -> set[str]:
    """The SHA-256 of the answers taken up last."""
    path = _taken_file(store, feed)
    return set(path.read_text(encoding="utf-8").splitlines()) if path.exists() else set()


def _state_of(feed: Feed, answers: Sequence[Answer]) -> str:
    of_tables = {r["name"]: r["hash"] for r in tables.catalogue()["resources"] if r["name"] in feed.tables}
    return "\n".join([*sorted(a.sha256 for a in answers), *(f"{name} {of_tables[name]}" for name in sorted(of_tables))])


def _taken_file(store: Path, feed: Feed) -> Path:
    """One file a feed and folder of tables: two folders may be refreshed from one store of answers."""
    folder = hashlib.sha256(os.fsencode(schema.DATA)).hexdigest()[:12]
    return store / "taken" / f"{feed.name}.{folder}.txt"
