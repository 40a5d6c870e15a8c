"""A short name for a scenario, proposed from what it moves: ``Machinery 60, answer 40``."""

import itertools
from dataclasses import replace

from parley import countries, terms, words
from parley.models.policy_parts import ALL_GOODS, EVERYBODY, ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.parameters import presets
from parley.results.sentence import STAGE_WORDS
from parley.terms.goods import dotted

US, CHINA, ANY = "USA", "CHN", "XXX"
MOST_PARTS, MOST_NAMES = 3, 2
LISTS = {
    "china_lists": "Section 301 lists",
    "forced_labour_2026": "forced-labour duty",
    "brazil": "Section 301 on Brazil",
}
SAY = words.beside(__file__)


def proposed(scenario: Scenario) -> str:
    """The name: its regime, then its changes in their order, the first few; empty where it changes nothing."""
    parts = [_regime(scenario.regime)] if scenario.regime else []
    for change, same in itertools.groupby(scenario.tariffs, key=lambda c: replace(c, exporter=ANY)):
        parts.append(_tariff(change, [c.exporter for c in same]))
    parts += [_export(change) for change in scenario.exports if (change.limit_pct or 0) < 100]
    parts += [SAY("name.reply")] if scenario.reply else []
    if len(parts) > MOST_PARTS:
        parts = [*parts[: MOST_PARTS - 1], SAY("name.more", count=len(parts) - MOST_PARTS + 1)]
    name = ", ".join(dict.fromkeys(parts))
    return terms.capital(name)


def _regime(regime: str) -> str:
    return next((preset.title for preset in presets() if preset.name == regime), regime)


def _tariff(change: TariffChange, exporters: list[str]) -> str:
    """One change, or the same one on several origins."""
    if change.kind == "without":
        case = "without_china" if exporters == [CHINA] else "without"
        return SAY(
            "name", case, law=LISTS.get(change.authority) or terms.AUTHORITIES.get(change.authority, change.authority)
        )
    rate = terms.number(change.rate_pct, 1 if change.rate_pct % 1 else 0)
    if change.importer == CHINA and exporters == [US] and change.kind == "absolute":
        return SAY("name.answer", rate=rate)
    what = _what(change.goods, exporters)
    if change.kind == "absolute":
        return SAY("name", "rate", what=what, rate=rate)
    return SAY("name", "points", what=what, points=terms.signed(change.rate_pct, 0))


def _what(goods: Goods, exporters: list[str]) -> str:
    """What is moved: the goods where they come from China, else who sells them, or both."""
    if exporters == [CHINA]:
        return SAY("name.china") if goods == ALL_GOODS else _goods(goods)
    place = _places(exporters)
    return place if goods == ALL_GOODS else f"{place}: {_goods(goods)}"


def _places(codes: list[str]) -> str:
    if codes == [EVERYBODY]:
        return SAY("name.everybody")
    if len(codes) > MOST_NAMES:
        return SAY("name.partners", count=len(codes))
    names = countries.names()
    return terms.listed([names.get(code, code) for code in codes])


def _goods(goods: Goods) -> str:
    """Goods in a word or two: a section and an industry by the first of their goods, the rest by code."""
    match goods.level:
        case "section":
            return terms.SECTION_LABELS[goods.code].partition(" and ")[0].partition(",")[0].lower()
        case "sector":
            return terms.SECTOR_LABELS[goods.code].partition(" and ")[0].partition(",")[0].lower()
        case "hs6":
            return f"HS {dotted(goods.code)} at"
        case "stage":
            return STAGE_WORDS[goods.code]
        case _:
            return f"{goods}"


def _export(change: ExportChange) -> str:
    if change.tax_pct is not None:
        return SAY("name", "export_tax", rate=terms.number(change.tax_pct, 0))
    cut = terms.number(100 - (change.limit_pct or 0.0), 0)
    return SAY("name", "refused", what=_goods(change.goods), cut=cut)
