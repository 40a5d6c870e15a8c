"""The report in words: lines for a terminal, a page, and the list of what would be asked."""

import html as markup
from collections.abc import Iterator, Mapping, Sequence

import pandas as pd

from parley.refresh.feed import Feed, Proposal, Stored
from parley.refresh.report import Move, Outcome, Report, TableDifference
from parley.refresh.said import Saying, newest_day
from parley.sources.client import modified_on
from parley.sources.evidence import Exchange

STATES = {"changed": "new", "unchanged": "nothing new", "refused": "REFUSED", "waits": "WAITS"}


def listing(
    feeds: Sequence[Feed], keys: Mapping[str, str], stored: Stored, answers: Mapping[str, Exchange]
) -> Iterator[str]:
    """For each feed its addresses, the key it needs, the newest day known of its tables, and of its last answer.

    ``answers``: the newest answer kept of each address. What is newest at the source now, asking it alone can tell.
    """
    for feed in feeds:
        key = feed.provider.key
        lines = (
            "needs no key" if key is None else f"{key.variable} {'is set' if keys.get(key.variable) else 'is not set'}"
        )
        if key is not None and key.sign_up and not keys.get(key.variable):
            lines += f"; free at {key.sign_up}"
        yield f"{feed.name}: {feed.provider.title} ({lines})"
        for address in feed.addresses:
            yield f"    asks  {address}"
        for table in feed.tables:
            yield f"    feeds {table}, known here until {newest_day(table, stored(table))}"
        yield f"    {_last_answer(feed, answers)}"


def _last_answer(feed: Feed, answers: Mapping[str, Exchange]) -> str:
    of_feed = [exchange for exchange in answers.values() if exchange.provider == feed.name]
    if not of_feed:
        return "never asked from here"
    newest = max(of_feed, key=lambda exchange: exchange.asked_at)
    changed = [day for day in map(modified_on, (e.last_modified for e in of_feed)) if day is not None]
    since = f", last changed there on {max(changed):%Y-%m-%d}" if changed else ""
    return f"last asked on {newest.asked_at[:10]}{since}"


def terminal(report: Report) -> Iterator[str]:
    """The report for a terminal; one sentence where no source could be reached."""
    words = {outcome.word for outcome in report.outcomes}
    if "Offline" in words and words <= {"Offline", "KeyMissing"}:  # without its key a source is not asked at all
        yield "No source can be reached. Are you online? Nothing was replaced."
        return
    yield from _head(report)
    for outcome in report.outcomes:
        yield f"{outcome.title}: {STATES[outcome.state]}{_reason(outcome)}"
        for difference in outcome.differences:
            yield f"    {_table(difference)}"
            for move in difference.largest[:3]:
                yield f"        {_move(move)}"
        for line in (*_waits(outcome), *outcome.notes, *(f"New edition: {e}." for e in outcome.editions)):
            yield f"    {line}"
        if outcome.checks:
            yield f"    {_held(outcome)}"
        for proposal in outcome.proposals:
            yield f"    To read, {proposal.published_on}: {proposal.title} {proposal.url}"
            if proposal.row:
                yield f"        {_row(proposal)}"
    if report.headlines:
        yield "What the app says differently:"
        yield from (f"    {_saying(one)}" for one in report.headlines)


def _head(report: Report) -> Iterator[str]:
    requests = sum(o.requests for o in report.outcomes)
    size = sum(o.bytes for o in report.outcomes)
    keys = ", ".join(report.keys) or "none"
    yield (
        f"{report.started_at}: {requests} requests, {size / 1e6:.1f} MB, {report.seconds:.1f} s; keys set: {keys}"
        + (f"; through the mirror {report.mirror}" if report.mirror else "")
    )
    if report.is_dry_run:
        yield "Dry run: nothing was replaced."
    else:
        yield f"Replaced: {', '.join(report.replaced) or 'nothing'}."


def _row(proposal: Proposal) -> str:
    cells = "; ".join(f"{column}: {cell}" for column, cell in proposal.row.items())
    return f"row to type, if the text bears it out: {cells}"


def _reason(outcome: Outcome) -> str:
    if outcome.state != "refused":
        return f" ({outcome.sentence})" if outcome.sentence else ""
    way = " A person may accept it: --accept REASON." if outcome.may_be_accepted else ""
    return f", {outcome.word}. {outcome.sentence}{way}"


def _waits(outcome: Outcome) -> Iterator[str]:
    """What waits and why; the way to let it in."""
    for wait in outcome.waits:
        yield f'{wait.name} waits. {wait.sentence} A person may let it in: --accept "{wait.name}: REASON".'


def _held(outcome: Outcome) -> str:
    count = len(outcome.checks)
    return f"{count} published {'figure holds' if count == 1 else 'figures hold'} in the new tables"


def _checks(outcome: Outcome) -> str:
    if not outcome.checks:
        return ""
    cells = "".join(
        f"<tr><td>{c.table}</td><td>{markup.escape(c.what)}</td><td>{c.published:g}</td><td>{c.gives:.6g}</td>"
        f"<td>{markup.escape(c.source)}</td></tr>"
        for c in outcome.checks
    )
    head = "<tr><th>Table</th><th>Figure</th><th>Published</th><th>New table</th><th>Source</th></tr>"
    return f"<details><summary>{_held(outcome)}</summary><table>{head}{cells}</table></details>"


def _table(d: TableDifference) -> str:
    is_same = d.newest_before in ("", d.newest_after)
    newest = d.newest_after if is_same else f"{d.newest_before} to {d.newest_after}"
    counts = {"new": d.added, "revised": d.revised, "not in the answer": d.missing}
    moved = ", ".join(f"{count:,} {what}" for what, count in counts.items() if count) or "none new or revised"
    rows = f"{d.rows_after:,}" if d.rows_before == d.rows_after else f"{d.rows_before:,} to {d.rows_after:,}"
    words = f"{d.table}: {rows} rows, {moved}; newest {newest}"
    if d.bytes_after:
        words += f"; {d.bytes_before:,} to {d.bytes_after:,} bytes"
    for name, members in (("new", d.members_new), ("gone", d.members_gone)):
        if members:
            words += f"; {name}: {', '.join(members[:8])}{' and others' if len(members) > 8 else ''}"
    return words


def _move(move: Move) -> str:
    share = "" if move.change is None else f" ({move.change:+.2%})"
    return f"{move.key}, {move.column}: {_number(move.old)} to {_number(move.new)}{share}"


def _number(value: float | None) -> str:
    return "missing" if value is None or pd.isna(value) else f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"


def html(report: Report) -> str:
    """The report as one page that needs nothing beside it."""
    parts = [f"<p>{markup.escape(line)}</p>" for line in _head(report)]
    for outcome in report.outcomes:
        parts.append(f"<h2>{markup.escape(outcome.title)}: {STATES[outcome.state]}</h2>")
        if outcome.state == "refused" or outcome.sentence:
            parts.append(f"<p>{markup.escape((outcome.word + ' ' + outcome.sentence).strip())}</p>")
        for difference in outcome.differences:
            parts.append(f"<p>{markup.escape(_table(difference))}</p>")
            if difference.largest:
                parts.append(_moves(difference.largest))
            hashes = ", ".join(difference.sha256)
            parts.append(f"<p><small>SHA-256 of the answers: {hashes}</small></p>")
        lines = [*_waits(outcome), *outcome.notes, *(f"New edition: {e}." for e in outcome.editions)]
        parts += [f"<p>{markup.escape(line)}</p>" for line in lines]
        parts.append(_checks(outcome))
        for p in outcome.proposals:
            link = markup.escape(p.url, quote=True)
            row = f"<br>{markup.escape(_row(p))}" if p.row else ""
            parts.append(f'<p>{p.published_on}: <a href="{link}">{markup.escape(p.title)}</a>{row}</p>')
    return (
        '<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Refresh of the tables</title></head><body>'
        f"<h1>Refresh of the tables</h1>{''.join(parts)}{_sayings(report.headlines)}</body></html>\n"
    )


def _saying(one: Saying) -> str:
    warning = "" if one.may_move else " This may not move: read it before you keep the tables."
    return f"{one.place}: “{one.before}” becomes “{one.after}”.{warning}"


def _sayings(sayings: Sequence[Saying]) -> str:
    if not sayings:
        return ""
    items = "".join(f"<li>{markup.escape(_saying(one))}</li>" for one in sayings)
    return f"<h2>What the app says differently</h2><ul>{items}</ul>"


def _moves(moves: Sequence[Move]) -> str:
    cells = "".join(
        f"<tr><td>{markup.escape(m.key)}</td><td>{m.column}</td><td>{_number(m.old)}</td><td>{_number(m.new)}</td>"
        f"<td>{'' if m.change is None else f'{m.change:+.2%}'}</td></tr>"
        for m in moves
    )
    head = "<tr><th>Row</th><th>Column</th><th>Before</th><th>After</th><th>Change</th></tr>"
    return f"<table>{head}{cells}</table>"
