"""The command ``python -m parley refresh``: settings of the environment, the run, and the report in words."""

import argparse
import json
import os
import shutil
import subprocess
import sys
import uuid
from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from time import sleep

import pandas as pd
import platformdirs

from parley.refresh import feeds as every
from parley.refresh import texts
from parley.refresh.arguments import NotRenewedError
from parley.refresh.feed import Feed
from parley.refresh.run import refresh
from parley.refresh.said import Say
from parley.refresh.taking_out import Wrong
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from parley.tables import schema
from parley.tables.catalogue import CatalogueError
from parley.tables.catalogue import version as tables_version
from parley.tables.files import NotWrittenError, require_folder, writing, written_aside
from parley.tables.lock import BuildHeldError
from parley.tables.read import made_on, read_table

MIRROR, MIRROR_KEYS = "PARLEY_MIRROR", "PARLEY_MIRROR_KEYS"
REPORT, NOTHING_DONE = "refresh_report", 3
EVIDENCE = "PARLEY_EVIDENCE"  # folder in which every answer is kept
KEPT_HERE = ("*.tmp", ".*")
EXCHANGES = "exchanges.json"


def run(options: argparse.Namespace, say: Say, settings: Mapping[str, str] = os.environ) -> int:
    """Run the command; 0 all done, 1 some refused, 3 nothing done. ``say``: what the app says on a day.

    Raises NotRenewedError for what nobody renews."""
    if _is_elsewhere():
        return subprocess.run([sys.executable, "-m", "parley", *sys.argv[1:]], check=False).returncode
    archives = {"baci": options.baci} if options.baci else {}
    wrong = _wrong(options)
    names = options.tables or ([wrong.table] if wrong else [])
    feeds = every.of_tables(names, archives, is_raw=options.list or options.raw is not None)
    if options.proposals:
        feeds = [feed for feed in feeds if not feed.tables]
    keys = {f.provider.key.variable: settings.get(f.provider.key.variable, "") for f in feeds if f.provider.key}
    if options.list:
        print("\n".join(texts.listing(feeds, keys, read_table, Evidence(evidence_folder()).last())))
        return 0
    client = Client(
        Evidence(evidence_folder()),
        keys,
        mirror=settings.get(MIRROR, ""),
        keys_to_mirror=settings.get(MIRROR_KEYS) == "1",
        timeout_s=options.timeout,
        sleep=sleep,
        tell=lambda words: print(f"parley: {words}", file=sys.stderr),
        archives=archives,
    )
    named = [name for name, value in keys.items() if value]
    version = tables_version()
    folder = options.report or user_folder() / "reports"
    try:
        for target, name in ((folder, f"{REPORT}.json"), (options.record, EXCHANGES), (options.raw, "answers")):
            if target:
                require_folder(target, name)
        accept = [words.strip() for words in options.accept if words.strip()]
        report = refresh(feeds, client, _today(), accept, options.dry_run, named, _progress, options.raw, say, wrong)
    except BuildHeldError as error:
        print(f"parley: LockHeld. {error}", file=sys.stderr)
        return NOTHING_DONE
    except (NotWrittenError, CatalogueError) as error:
        became = "Nothing was replaced." if tables_version() == version else "The new tables are in place."
        print(f"parley: {error} {became}", file=sys.stderr)
        return NOTHING_DONE
    print("\n".join(texts.terminal(report)))
    with writing(folder):
        folder.mkdir(parents=True, exist_ok=True)
    for ending, text in (("json", report.as_json()), ("html", texts.html(report))):
        with written_aside(folder / f"{REPORT}.{ending}") as aside:
            aside.write_text(text, encoding="utf-8")
    if options.record:
        record(options.record, client)
    return report.exit_status


def _wrong(options: argparse.Namespace) -> Wrong | None:
    """What is to be taken out. Raises NotRenewedError where one of the two arguments is missing."""
    if (options.replace is None) != (options.since is None):
        raise NotRenewedError("--replace TABLE and --since MONTH go together: a table and the first month of it")
    return Wrong(options.replace, pd.Timestamp(options.since)) if options.replace else None


def _today() -> date:
    """Today; the day the tables were made where the clock of this machine is before it, so that no day goes back."""
    today, created = date.today(), made_on()
    if today < created:
        words = f"the clock of this machine says {today}, before these tables were made; {created} is taken for today"
        print(f"parley: {words}", file=sys.stderr)
    return max(today, created)


def _progress(feeds: list[Feed]) -> Iterable[Feed]:
    from tqdm import tqdm

    bar: Iterable[Feed] = tqdm(feeds, unit="source", disable=None)
    return bar


def _is_elsewhere() -> bool:
    """Have the folder hold tables; whether they now lie in the user's folder, which a new process reads."""
    if not (schema.DATA / schema.CATALOGUE.name).exists():
        filled(schema.DATA)
    if schema.DATA != schema.SHIPPED or os.access(schema.SHIPPED, os.W_OK):
        return False
    users_folder = schema.users_tables()
    filled(users_folder)
    print(
        f"parley: the shipped tables may not be written to; those in {users_folder} are read from now on",
        file=sys.stderr,
    )
    return True


def user_folder() -> Path:
    """The folder of this user's data of the project."""
    return Path(platformdirs.user_data_dir("parley", appauthor=False))


def evidence_folder() -> Path:
    """Where every answer is kept: ``PARLEY_EVIDENCE``, else ``answers`` in the user's folder."""
    return Path(os.environ.get(EVIDENCE) or user_folder() / "answers")


def filled(folder: Path) -> bool:
    """Copy the shipped tables into a folder that holds none; whether it was done.

    The folder gets its name when all is in it. Raises NotWrittenError.
    """
    if (folder / schema.CATALOGUE.name).exists():
        return False
    with writing(folder):
        folder.parent.mkdir(parents=True, exist_ok=True)
        aside = folder.parent / f".{folder.name}-{uuid.uuid4().hex}"
        try:
            shutil.copytree(schema.SHIPPED, aside, ignore=shutil.ignore_patterns(*KEPT_HERE))
            if folder.exists() and not any(folder.iterdir()):
                folder.rmdir()
            aside.rename(folder)
        finally:
            shutil.rmtree(aside, ignore_errors=True)
    return True


def record(folder: Path, client: Client) -> None:
    """Write ``exchanges.json`` and one file a body for ``--record``; addresses have no key, headers are those read."""
    folder.mkdir(parents=True, exist_ok=True)
    listed = []
    for exchange in client.exchanges:
        body = client.evidence.body(exchange)
        place = f"{exchange.provider}/{exchange.sha256[:16]}"
        if body is not None:
            (folder / exchange.provider).mkdir(exist_ok=True)
            (folder / place).write_bytes(body)
        headers = {
            "Content-Type": exchange.content_type,
            "ETag": exchange.etag,
            "Last-Modified": exchange.last_modified,
        }
        listed.append(
            {
                "source": exchange.provider,
                "name": exchange.sha256[:16],
                "method": "GET",
                "url": exchange.url,
                "status": exchange.status,
                "headers": {name: value for name, value in headers.items() if value},
                "body": place if body is not None else None,
                "evidence": f"recorded {exchange.asked_at[:10]}",
            }
        )
    (folder / EXCHANGES).write_text(json.dumps(listed, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
