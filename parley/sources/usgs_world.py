"""World production in the Mineral Commodity Summaries of 2025: a file of its own, in an archive of the release."""

from parley.sources import failures, usgs
from parley.sources.client import Answer, Client
from parley.sources.forms import archive_of, member_of

YEAR, NAME = 2025, "MCS2025_World_Data.csv"
ARCHIVE = "World_Data"


def fetch(client: Client, listing: Answer) -> list[Answer]:
    """The release of 2025 and its file of world data, or the archive with it. ``listing``: that of the releases.

    Raises NoSuchFlowError, LayoutChangedError with the files where none of them is it, or another SourceError.
    """
    items = usgs.releases(listing)
    if YEAR not in items:
        raise failures.NoSuchFlowError(f"The catalogue lists no Mineral Commodity Summaries of {YEAR}.")
    told = client.get(
        usgs.PROVIDER, f"{usgs.BASE}{usgs.ITEM}/{items[YEAR]}", [("format", "json"), ("fields", "files,title")]
    )
    listed = usgs.files(told)
    found = [name for name in listed if name == NAME or (ARCHIVE in name and name.endswith(".zip"))]
    if not found:
        raise failures.LayoutChangedError(f"The release of {YEAR} has no world data, but {', '.join(sorted(listed))}.")
    return [told, usgs.download(client, listed[found[0]])]


def content(answer: Answer) -> bytes:
    """The file itself, out of its archive where it lies in one.

    Raises LayoutChangedError, TruncatedError, WrongTypeError or another SourceError.
    """
    if not answer.body.startswith(b"PK"):
        return answer.body
    archive = archive_of(answer)
    names = [name for name in archive.namelist() if name.endswith(NAME)]
    if len(names) != 1:
        raise failures.LayoutChangedError(f"{answer.url} has no {NAME}, but {', '.join(archive.namelist())}.")
    return member_of(archive, names[0], answer)
