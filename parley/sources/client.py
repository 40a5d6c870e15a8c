"""Requests to the official sources: mirror, keys, redirects, tries, pauses, time-outs; every answer is evidence."""

import logging
import re
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from urllib.parse import quote, quote_plus, urlencode, urljoin, urlsplit

import requests
from urllib3.exceptions import DecodeError, HTTPError, ProtocolError, ReadTimeoutError

from parley.sources import failures
from parley.sources.evidence import Evidence, Exchange, sha256_of

USER_AGENT = "parley (open data on the US-China trade dispute; refresh command)"
AGAIN = (429, 502, 503, 504)
REDIRECTS = (301, 302, 303, 307, 308)
TRIES, MOST_REDIRECTS, LONGEST_WAIT_S = 3, 3, 120.0
LOOPBACK = ("127.0.0.1", "::1", "localhost")
PIECE = 1 << 16
MOST_BYTES = 256_000_000  # of a body, unpacked: the largest a source here sends is a tenth of it
HIDDEN = "(key)"


@dataclass(frozen=True)
class Key:
    """A key of the user: the variable it stands in and where it goes, a parameter of the query or a header."""

    variable: str
    name: str
    is_header: bool = False
    sign_up: str = ""


@dataclass(frozen=True)
class Provider:
    """What a source asks of those who call it: seconds between two requests, a key, further states to try again on."""

    name: str
    title: str
    pause_s: float = 1.0
    key: Key | None = None
    again: tuple[int, ...] = AGAIN
    total_s: float = 240.0


@dataclass(frozen=True)
class Answer:
    """What came: the address without key, the body and its hash."""

    provider: str
    url: str
    status: int
    body: bytes
    sha256: str
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def modified_on(self) -> datetime | None:
        """The day the source last changed what it sent, where it says so."""
        return modified_on(self.headers.get("Last-Modified", ""))

    def text(self, encoding: str = "utf-8") -> str:
        """The body as text. Raises WrongTypeError naming the first byte that is not of the encoding."""
        try:
            return self.body.decode(encoding)
        except UnicodeDecodeError as error:
            place = f"byte {error.start} is {error.object[error.start]:#x}"
        raise failures.WrongTypeError(f"{self.url} is not text in {encoding}: {place}.")


def modified_on(header: str) -> datetime | None:
    """The day of a ``Last-Modified``; None where there is none, or none that can be read."""
    try:
        return parsedate_to_datetime(header) if header else None
    except ValueError:
        return None


class _HiddenKeys(logging.Filter):
    """Lines of the library below us name addresses; their keys are taken out before anyone reads them."""

    def __init__(self, keys: Sequence[str]):
        super().__init__()
        self._keys = keys

    def filter(self, record: logging.LogRecord) -> bool:
        words = record.getMessage()
        for key in self._keys:
            for written in (quote_plus(key), quote(key, safe=""), key):
                words = words.replace(written, HIDDEN)
        record.msg, record.args = words, ()
        return True


class Client:
    """Asks addresses of sources, or a mirror of them.

    ``mirror``: ``http://host:port`` that gets every request as ``/{original host}{path}?{query}``. ``keys``: by the
    name of their variable; a mirror on another machine gets them only with ``keys_to_mirror``. ``timeout_s``: for
    each part of an answer. ``tell``: told before a wait. ``archives``: files the user gives in place of an address, by
    the name of their provider. One client at a time asks a host.
    """

    def __init__(
        self,
        evidence: Evidence,
        keys: Mapping[str, str],
        mirror: str = "",
        keys_to_mirror: bool = False,
        timeout_s: float = 30.0,
        sleep: Callable[[float], None] = time.sleep,
        tell: Callable[[str], None] = lambda words: None,
        first_wait_s: float = 1.0,
        archives: Mapping[str, Path] | None = None,
    ):
        self.evidence, self.mirror = evidence, mirror.rstrip("/")
        self.exchanges: list[Exchange] = []
        self.archives = dict(archives or {})
        self._keys = {name: value for name, value in keys.items() if value}
        self._sends_keys = not mirror or keys_to_mirror or urlsplit(mirror).hostname in LOOPBACK
        self._timeout_s, self._sleep, self._tell, self._first_wait_s = timeout_s, sleep, tell, first_wait_s
        self._asked_at: dict[str, float] = {}
        self._is_offline = False
        self._session = requests.Session()
        self._session.trust_env = not mirror  # a mirror is asked directly; nothing of .netrc goes to it
        self._session.headers.update({"User-Agent": USER_AGENT, "Accept-Encoding": "gzip"})
        logging.getLogger("urllib3.connectionpool").addFilter(_HiddenKeys(list(self._keys.values())))

    def has_key(self, provider: Provider) -> bool:
        """Whether the provider's key is set, or it asks for none."""
        return provider.key is None or provider.key.variable in self._keys

    def get(
        self,
        provider: Provider,
        url: str,
        params: Sequence[tuple[str, str]] = (),
        headers: Mapping[str, str] | None = None,
        judge: Callable[[Answer], None] = lambda answer: None,
    ) -> Answer:
        """The answer to a request, kept as evidence; unchanged ones are not sent again by sources that can tell.

        ``judge`` raises what this provider means by an answer, before the common reading of states. Raises SourceError.
        """
        if params:
            url = f"{url}?{urlencode(list(params), safe=',:*+@/', quote_via=quote)}"
        last = self.evidence.last().get(url)
        body = self.evidence.body(last) if last is not None and (last.etag or last.last_modified) else None
        sent = dict(headers or {})
        if last is not None and body is not None:
            sent |= {"If-None-Match": last.etag} if last.etag else {}
            sent |= {"If-Modified-Since": last.last_modified} if last.last_modified else {}
        answer = self._tries(provider, url, sent, judge)
        if answer.status == 304 and last is not None and body is not None:
            kept = {"Last-Modified": last.last_modified, "ETag": last.etag, "Content-Type": last.content_type}
            return Answer(provider.name, url, 200, body, last.sha256, kept)
        judge(answer)
        _refuse_states(provider, answer)
        refuse_strangers(answer)
        self._keep(answer)
        return answer

    def _keep(self, answer: Answer) -> None:
        exchange = Exchange(
            answer.provider,
            answer.url,
            answer.status,
            answer.headers.get("ETag", ""),
            answer.headers.get("Last-Modified", ""),
            answer.headers.get("Content-Type", ""),
            answer.sha256,
            len(answer.body),
            f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}",
        )
        self.evidence.keep(exchange, answer.body)
        self.exchanges.append(exchange)

    def _tries(self, provider: Provider, url: str, headers: dict[str, str], judge: Callable[[Answer], None]) -> Answer:
        wait_s = self._first_wait_s
        was_offline = self._is_offline
        for attempt in range(1, TRIES + 1):
            fault: failures.SourceError | None = None
            try:
                answer = self._followed(provider, url, headers, judge)
            except (failures.OfflineError, failures.TruncatedError) as broken:
                fault = broken
            # a host that cannot be reached after another that could not either is not tried again
            self._is_offline = isinstance(fault, failures.OfflineError)
            is_last = attempt == TRIES or (was_offline and self._is_offline)
            if fault is None and answer.status not in provider.again:
                return answer
            if is_last:
                if fault is not None:
                    raise fault
                return answer
            retry_after = _retry_after(answer) if fault is None else None
            if retry_after is not None and retry_after > LONGEST_WAIT_S:
                return answer
            cause = "asks us to wait" if retry_after is not None else "gave no answer that can be used"
            self._tell(f"{provider.title} {cause}; trying again in {retry_after or wait_s:.0f} s.")
            self._sleep(retry_after if retry_after is not None else wait_s)
            wait_s *= 2
        raise AssertionError("unreachable")

    def _followed(
        self, provider: Provider, url: str, headers: dict[str, str], judge: Callable[[Answer], None]
    ) -> Answer:
        at, host = url, urlsplit(url).hostname
        for _ in range(MOST_REDIRECTS + 1):
            answer = self._once(provider, at, headers)
            if answer.status not in REDIRECTS:
                return Answer(answer.provider, url, answer.status, answer.body, answer.sha256, answer.headers)
            judge(answer)
            at = urljoin(at, self._unmapped(answer.headers.get("Location", "")))
            if urlsplit(at).hostname != host or re.search(r"log-?in|sign-?in|/sso", urlsplit(at).path, re.I):
                raise failures.RedirectedAwayError(f"{url} redirects to {_place(at)}; we stay on one host.")
            if url.startswith("https:") and not at.startswith("https:"):
                raise failures.RedirectedAwayError(f"{url} redirects to an address without encryption.")
        raise failures.RedirectedAwayError(f"{url} redirects more than {MOST_REDIRECTS} times.")

    def _once(self, provider: Provider, url: str, headers: Mapping[str, str]) -> Answer:
        address, sent = self._mapped(url), dict(headers)
        if provider.key is not None and self._sends_keys and provider.key.variable in self._keys:
            value = self._keys[provider.key.variable]
            if provider.key.is_header:
                sent[provider.key.name] = value
            else:
                address += ("&" if "?" in address else "?") + urlencode({provider.key.name: value})
        self._pause(provider, url)
        # The cause is told after the block, so that no exception carries the address with its key along.
        fault: failures.SourceError | None = None
        try:
            return _in_time(provider.total_s, lambda: self._read(provider, url, address, sent))
        except (requests.Timeout, ReadTimeoutError):
            waited = f"{self._timeout_s:g} s for each part, {provider.total_s:g} s for all"
            fault = failures.TimeoutError(f"{_place(url)} did not answer in time ({waited}). Try again later.")
        except (ProtocolError, requests.exceptions.ChunkedEncodingError):  # the body had begun
            fault = failures.TruncatedError(f"{_place(url)} broke off before the end of its answer. Try again later.")
        except DecodeError:
            fault = failures.WrongTypeError(f"{_place(url)} sent an answer that cannot be unpacked.")
        except (requests.RequestException, HTTPError, OSError) as error:
            fault = failures.OfflineError(f"{_place(url)} cannot be reached ({type(error).__name__}). Are you online?")
        raise fault

    def _read(self, provider: Provider, url: str, address: str, headers: Mapping[str, str]) -> Answer:
        ends = time.monotonic() + provider.total_s
        with self._session.get(
            address, headers=dict(headers), stream=True, timeout=self._timeout_s, allow_redirects=False
        ) as response:
            body = bytearray()
            while piece := response.raw.read1(PIECE, decode_content=True):
                body += piece
                if time.monotonic() > ends:
                    raise requests.Timeout
                if len(body) > MOST_BYTES:
                    raise failures.WrongTypeError(
                        f"{_place(url)} sent more than {MOST_BYTES:,} bytes; no data are so large."
                    )
            content = bytes(body)
            return Answer(provider.name, url, response.status_code, content, sha256_of(content), response.headers)

    def _pause(self, provider: Provider, url: str) -> None:
        host = urlsplit(url).hostname or ""
        if not self.mirror and host in self._asked_at:
            rest = self._asked_at[host] + provider.pause_s - time.monotonic()
            if rest > 0:
                self._sleep(rest)
        self._asked_at[host] = time.monotonic()

    def _mapped(self, url: str) -> str:
        if not self.mirror:
            return url
        parts = urlsplit(url)
        return f"{self.mirror}/{parts.netloc}{parts.path}" + (f"?{parts.query}" if parts.query else "")

    def _unmapped(self, location: str) -> str:
        """A ``Location`` in the mirror's own addresses as one of the original host."""
        if self.mirror and location.startswith(f"{self.mirror}/"):
            return "https://" + location.removeprefix(f"{self.mirror}/")
        return location


def _in_time(seconds: float, ask: Callable[[], Answer]) -> Answer:
    """What a call gives, in a thread of its own: the head of an answer may come a byte at a time, for ever.

    Raises what the call raises, and requests.Timeout.
    """
    ended: Future[Answer] = Future()

    def run() -> None:
        try:
            ended.set_result(ask())
        except Exception as error:  # noqa: BLE001 - raised where the answer is waited for
            ended.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    try:
        return ended.result(seconds)
    except TimeoutError:
        raise requests.Timeout from None


def _place(url: str) -> str:
    """Host and path, without the query, for messages."""
    parts = urlsplit(url)
    return f"{parts.hostname}{parts.path}"


def _retry_after(answer: Answer) -> float | None:
    header = answer.headers.get("Retry-After", "")
    if header.isdigit():
        return float(header)
    try:
        return max(0.0, (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()) if header else None
    except (ValueError, TypeError):
        return None


def _refuse_states(provider: Provider, answer: Answer) -> None:
    place = _place(answer.url)
    if answer.status == 429:
        wait = _retry_after(answer)
        how_long = f"Wait {wait:.0f} s" if wait else "Wait an hour"
        raise failures.RateLimitedError(f"{place} accepts no more requests for now. {how_long} and try again.")
    if answer.status == 204:
        raise failures.NotYetPublishedError(f"{place} has no data for this request: it is not published yet.")
    if answer.status == 403 and provider.key is None:
        raise failures.ChallengedError(f"{place} refuses programs (403); open it in your browser.")
    if answer.status in (401, 403):
        variable = provider.key.variable if provider.key else "whether it asks for a key"
        raise failures.KeyInvalidError(f"{place} refuses our request ({answer.status}). Check {variable}.")
    if answer.status == 404:
        raise failures.NoSuchFlowError(f"{place} does not exist at the source (404).")
    if answer.status != 200:
        raise failures.ServerError(f"{place} failed with status {answer.status}. Try again later.")


def refuse_strangers(answer: Answer) -> None:
    """Refuse what no source means as data: a challenge to browsers, a pointer to a large file, nothing at all.

    Raises ChallengedError, LfsPointerError, NoDataError.
    """
    head = answer.body[:4096]
    place = _place(answer.url)
    if b"$_ts" in head:
        raise failures.ChallengedError(f"{place} answers only browsers; open it in yours.")
    if head.startswith(b"version https://git-lfs"):
        raise failures.LfsPointerError(f"{place} is a pointer to a large file, not the file.")
    if not answer.body.strip():
        raise failures.NoDataError(f"{place} is an empty answer.")
