"""What can go wrong with an official source, one type a cause; each message is one sentence a person may act on."""

from collections.abc import Sequence


class SourceError(Exception):
    """A source did not give what was asked; ``word`` is the cause in reports; no message holds a key.

    ``line``: which line or record of a file is meant, from 1; 0 where none is.
    """

    def __init__(self, sentence: str, line: int = 0):
        super().__init__(sentence)
        self.line = line

    @property
    def word(self) -> str:
        """The cause as reports name it: the type's name without its ending."""
        return type(self).__name__.removesuffix("Error")


class OfflineError(SourceError):
    """No connection to the host, or one that broke three times."""


class TimeoutError(SourceError):
    """The answer did not come, or not whole, in time."""


class KeyMissingError(SourceError):
    """The source asks for a key and none is set."""


class KeyInvalidError(SourceError):
    """The source does not take the key."""


class RateLimitedError(SourceError):
    """Too many requests; the message says how long to wait."""


class ServerError(SourceError):
    """The source answered that it failed."""

    @property
    def word(self) -> str:
        """The cause, which has its ending in reports too."""
        return "ServerError"


class NotYetPublishedError(SourceError):
    """The period asked for is not out yet."""


class NoDataError(SourceError):
    """A valid answer that holds no figure."""


class NoSuchFlowError(SourceError):
    """The data set or edition asked for does not exist."""


class HtmlInsteadOfDataError(SourceError):
    """A page for people came where data were asked for."""


class RedirectedAwayError(SourceError):
    """The source sent us to another host or to a log-in."""


class ChallengedError(SourceError):
    """A page that wants to see a browser came; it is reported and not worked around."""


class FrameOnlyError(SourceError):
    """The page only frames a document of an office program and holds no table."""


class LfsPointerError(SourceError):
    """A pointer to a large file came in place of the file."""


class TruncatedError(SourceError):
    """The answer stops before its end, or holds exactly as many rows as the source gives at most."""


class WrongTypeError(SourceError):
    """The answer cannot be read as what it should be."""


class SchemaDriftError(SourceError):
    """The columns are not those asked for."""

    def __init__(self, place: str, wanted: Sequence[str], got: Sequence[str]):
        self.missing = [c for c in wanted if c not in got]
        self.new = [c for c in got if c not in wanted]
        lacks = f"lacks {', '.join(self.missing)}" if self.missing else "lacks nothing"
        has = f" and has {', '.join(self.new)}" if self.new else ""
        super().__init__(f"{place} {lacks}{has}: the source changed its columns; adapt its reader.")


class UnitSuspectError(SourceError):
    """Figures are of another unit than the answer says or than those stored."""


class CoverageShrunkError(SourceError):
    """The answer has fewer partners, products or periods than those stored."""


class EditionMovedError(SourceError):
    """The edition in the answer is not the one asked for, or changed while it was read."""


class LayoutChangedError(SourceError):
    """The file has another layout than the years known; a reader for it has to be written."""
