"""An answer of ``parley.law`` as text for a terminal."""

from parley.measures.law_layers import EXEMPT, EXEMPT_IN_PART, IN_PART, SUSPENDED, Layer
from parley.results.law_answer import LawAnswer, LineAnswer, Sum
from parley.results.law_words import named, usmca_shares
from parley.terms import AUTHORITIES, with_article
from parley.terms.goods import in_pairs

STATES = {
    EXEMPT: "free",
    EXEMPT_IN_PART: "some goods free",
    IN_PART: "some goods owe it",
    SUSPENDED: "listed, never in force",
}
NAME_WIDTH, RATE_WIDTH = 46, 8


def as_text(answer: LawAnswer, origin_name: str) -> str:
    """The whole answer: the sum, one block per line of the schedule, what is not known."""
    head = f"{in_pairs(answer.code)} from {with_article(origin_name)} on {answer.on}: {_sum(answer.sum_pct)}"
    if len(answer.lines) > 1:
        head += ", lines weighted by 2024 imports"
    blocks = ["\n".join(_line(line)) for line in answer.lines]
    known = "\n".join(f"- {sentence}" for sentence in answer.not_known)
    return "\n\n".join([head, *blocks, f"Not known (our legal texts end on {answer.known_until}):\n{known}"])


def _sum(found: Sum) -> str:
    if found.central is None:
        return "the sum is not known"
    low, central, high = (f"{rate:.1f}" for rate in found if rate is not None)
    return f"{central} %" if low == high else f"{central} % ({low} to {high})"


def _line(line: LineAnswer) -> list[str]:
    value = "" if line.value_usd is None else f", 2024 imports USD {line.value_usd / 1e6:,.1f} m"
    claims = [f"  {sentence}" for sentence in usmca_shares(line)]
    return [f"{in_pairs(line.code)}: {_sum(line.sum_pct)}{value}", *map(_layer, line.layers), *claims]


def _layer(layer: Layer) -> str:
    name = AUTHORITIES[layer.authority]
    if layer.authority != "mfn":
        name = named(layer, ": ")
    unknown = "per unit" if layer.per_unit else "not known"
    rate = unknown if layer.rate_pct is None else f"{layer.rate_pct:.1f}"
    state = STATES.get(layer.role, "")
    where = layer.citation if layer.authority == "mfn" or not layer.heading else f"heading {layer.heading}"
    words = ", ".join(part for part in (state, layer.per_unit, where) if part)
    return f"  {name:<{NAME_WIDTH}}{rate:>{RATE_WIDTH}}  {words}"
