"""Which figures of an answer leave what its trade can hold (``results.limits``)."""

from parley.app.what_if.all_models import Asked
from parley.app.what_if_product.answer import Answer
from parley.results import limits

FROM_CHINA, BUYERS = limits.FROM_CHINA, limits.BUYERS


def is_beyond(answer: Answer, metric: str, *values: float) -> bool:
    """Whether one of the values of a figure is more than the trade of the base can hold."""
    share = answer.value("imports_change_pct")
    if not share:  # nothing moves
        return False
    whole, china = 100 * answer.value("imports_change_usd") / share, answer.value("imports_from_china_usd_baseline")
    return any(limits.is_beyond(metric, value, china, whole) for value in values)


def is_unusable(answer: Answer, asked: Asked | None = None) -> bool:
    """Whether the answer itself is, or what one of the models says of the buyers' gain or loss."""
    ends = None if asked is None else asked.envelope(("who_bears", "USA", "buyers"))
    return is_beyond(answer, FROM_CHINA, answer.value(FROM_CHINA)) or is_beyond(
        answer, BUYERS, answer.value(BUYERS), *(ends or ())
    )
