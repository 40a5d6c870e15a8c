"""How sure the answer of a what-if page is: behind one word beside it, models, back-test, studies, what it rests on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from html import escape

from parley import words
from parley.app import navigation
from parley.app.kit import html_text
from parley.app.kit.cache import kept
from parley.app.what_if import parts
from parley.tables import references
from parley.tables.parameters import parameter

BACKTEST, WORLD = "pages/backtest.py", "pages/what_if_world.py"
STUDIES = {"world_section": "How sure", "world_sure_of": "Studies"}
SAY = words.beside(__file__)


@dataclass(frozen=True)
class Sure:
    """What an answer rests on: sentences on whether the models agree, how the model did in its test, and what it is
    compared with; the parameters whose studies are named; by parameter, the duties a page of similar studies opens at.
    """

    agreement: str = ""
    tested: str = ""
    rests_on: Sequence[str] = ()
    parameters: tuple[str, ...] = ()
    duties: Mapping[str, str] = field(default_factory=dict)


def below(measure: str, sure: Sure | None) -> str:
    """As HTML, what stands under the answer: ``measure``, its range, on a wide screen what it is compared with, and the
    word that opens how sure it is, where something is claimed.
    """
    if sure is None:
        return html_text.note(measure)
    line = f'{escape(measure)}<span class="parley-wide">{escape(SAY("sure.against"))}</span>'
    opener = f'<button type="button" class="parley-sure" popovertarget="parley-sure">{SAY("sure.open")}</button>'
    paragraphs = [escape(sure.agreement)]
    if sure.tested:
        paragraphs.append(f"{escape(sure.tested)} {navigation.link(BACKTEST, SAY('sure.backtest'), {})}")
    similar = navigation.link(WORLD, SAY("sure.similar"), {**STUDIES, **sure.duties})
    paragraphs.append(f"{SAY('sure.studies')} {_works(sure.parameters)}. {similar}")
    paragraphs += map(escape, sure.rests_on)
    inside = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs if paragraph)
    box = f'<div popover="auto" id="parley-sure" class="parley-sure-box">{inside}</div>'
    return f'<p class="parley-note parley-measure">{line} · {opener}</p>{box}'


@kept
def _works(names: tuple[str, ...]) -> str:
    """The works these parameters cite as HTML, each a link where it has an address."""
    keys = dict.fromkeys(key for name in names for key in parameter(name).citation)
    return ", ".join(_work(parts.short_reference(key), references.address(key)) for key in keys)


def _work(name: str, address: str) -> str:
    return f'<a href="{escape(address)}" target="_blank">{escape(name)}</a>' if address else escape(name)
