"""Which US duties a what-if page starts from: those by law of the day, or what customs collected, moved by the law."""

from collections.abc import Collection, Mapping

from parley.app.kit import address, controls
from parley.models.scenario import DUTIES, Duties
from parley.words import beside

NAMES: Mapping[Duties, str] = {"by_law": "By law", "collected": "Collected"}
SAY = beside(__file__)


def choose(key: str, whole_link: Collection[str]) -> Duties:
    """The choice; by law unless another is chosen.

    ``whole_link``: parameters that stand together in links saved whole alone. Such a link without ``key`` is older than
    the choice and holds every slider at the rates collected, from which it is opened.
    """
    is_older = not address.asked(key) and all(address.asked(name) for name in whole_link)
    implied: Duties | None = "collected" if is_older else None
    return controls.choose("US duties start", DUTIES, key, NAMES.__getitem__, help=SAY("duties.help"), implied=implied)
