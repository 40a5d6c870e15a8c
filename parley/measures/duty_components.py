"""Ordinary duties that are no percentage, by their parts: a rate in percent, and one or two in dollars a unit.

The equivalent of a shipment, percent of its value: ad valorem rate + 100 x dollars a unit x quantity / value.
"""

from typing import NamedTuple

ONCE = ("each",)  # units that take no article


class Component(NamedTuple):
    """A duty by its parts; a part that a duty does not have, or that its text gives no number for, is None."""

    kind: str
    ad_valorem_pct: float | None
    specific_usd: float | None
    specific_per: str | None
    second_specific_usd: float | None
    second_specific_per: str | None


def unit(duty: Component | None) -> str | None:
    """The one unit whose quantity tells what a shipment owes; None where there is none, or there are two."""
    if duty is None or duty.second_specific_per not in (None, duty.specific_per):
        return None
    return duty.specific_per


def worked_out_pct(duty: Component | None, value_usd: float, quantity: float) -> float | None:
    """What a shipment owes in percent of its value; None where the parts do not tell it."""
    if duty is None or unit(duty) is None:
        return None
    usd = (duty.specific_usd or 0.0) + (duty.second_specific_usd or 0.0)
    return (duty.ad_valorem_pct or 0.0) + 100 * usd * quantity / value_usd


def in_words(duty: Component | None) -> str | None:
    """The parts as one reads them, such as "1.9 % and 13.9 cents a kg"; None where there is no number."""
    if duty is None or duty.specific_usd is None:
        return None
    parts = [f"{duty.ad_valorem_pct:g} %"] if duty.ad_valorem_pct else []
    parts.append(_per_unit(duty.specific_usd, duty.specific_per or ""))
    if duty.second_specific_usd is not None:
        parts.append(_per_unit(duty.second_specific_usd, duty.second_specific_per or ""))
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 2 else parts)


def _per_unit(usd: float, of: str) -> str:
    money = f"US$ {usd:g}" if usd >= 1 else f"{100 * usd:g} cent{'' if usd == 0.01 else 's'}"
    if of in ONCE:
        return f"{money} {of}"
    return f"{money} {'per' if of[0].isdigit() else 'an' if of[0] in 'aeiou' else 'a'} {of}"
