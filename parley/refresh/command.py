"""The command ``python -m parley refresh``: settings of the environment, the run, and the report in words."""

import argparse
import os
import subprocess
import sys
from collections.abc import Iterable, Mapping
from datetime import date
from time import sleep

import pandas as pd

from parley import schema
from parley.building import BuildHeldError
from parley.catalogue import CatalogueError
from parley.catalogue import version as tables_version
from parley.files import NotWrittenError, require_folder, writing, written_aside
from parley.refresh import places, recording, texts
from parley.refresh.arguments import NotRenewedError
from parley.refresh.feed import Feed
from parley.refresh.feeds import every
from parley.refresh.run import refresh
from parley.refresh.said import Say
from parley.refresh.taking_out import Wrong
from parley.sources.client import Client
from parley.sources.evidence import Evidence
from parley.tables import made_on, read_table

MIRROR, MIRROR_KEYS = "PARLEY_MIRROR", "PARLEY_MIRROR_KEYS"
REPORT, NOTHING_DONE = "refresh_report", 3


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
        print("\n".join(texts.listing(feeds, keys, read_table, Evidence(places.evidence_folder()).last())))
        return 0
    client = Client(
        Evidence(places.evidence_folder()),
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
    folder = options.report or places.user_folder() / "reports"
    try:
        for asked, name in ((folder, f"{REPORT}.json"), (options.record, recording.LIST), (options.raw, "answers")):
            if asked:
                require_folder(asked, name)
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
        recording.write(options.record, client)
    return report.exit_status


def _wrong(options: argparse.Namespace) -> Wrong | None:
    """What is to be taken out. Raises NotRenewedError where one of the two arguments is missing."""
    if (options.replace is None) != (options.since is None):
        raise NotRenewedError("--replace TABLE and --since MONTH go together: a table and the first month of it")
    return Wrong(options.replace, pd.Timestamp(options.since)) if options.replace else None


def _today() -> date:
    """Today; the day the tables were made where the clock of this machine is before it, so that no day goes back."""
    today, made = date.today(), made_on()
    if today < made:
        words = f"the clock of this machine says {today}, before these tables were made; {made} is taken for today"
        print(f"parley: {words}", file=sys.stderr)
    return max(today, made)


def _progress(feeds: list[Feed]) -> Iterable[Feed]:
    from tqdm import tqdm

    bar: Iterable[Feed] = tqdm(feeds, unit="source", disable=None)
    return bar


def _is_elsewhere() -> bool:
    """Have the folder hold tables; whether they now lie in the user's folder, which a new process reads."""
    if not (schema.DATA / schema.CATALOGUE.name).exists():
        places.filled(schema.DATA)
    if schema.DATA != schema.SHIPPED or os.access(schema.SHIPPED, os.W_OK):
        return False
    own = schema.users_tables()
    places.filled(own)
    print(f"parley: the shipped tables may not be written to; those in {own} are read from now on", file=sys.stderr)
    return True
