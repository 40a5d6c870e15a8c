"""A scenario in plain words, the same on a page, in a file name's stead, in a report and on the command line."""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from parley import terms, words
from parley.models.policy_parts import ALL_GOODS, EVERYBODY, ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.tables import countries
from parley.tables.parameters import presets
from parley.terms.goods import dotted

SHORT = {"USA": "the United States", "EU27": "the European Union", EVERYBODY: "every economy"}
ANY, MOST_NAMES = "XXX", 8
STAGE_WORDS = {
    "mine": "mined rare earths",
    "refine": "refined rare earths",
    "metal": "rare-earth metals",
    "magnet": "rare-earth magnets",
}
LAWS = {
    "section_301": "all duties under Section 301",
    "china_lists": "the duties of the Section 301 lists",
    "forced_labour_2026": "the forced-labour duty",
    "brazil": "the duty on Brazil under Section 301",
    "section_201": "the safeguards under Section 201",
    "section_232": "all duties under Section 232",
    "section_338": "the duties under Section 338",
    "section_122": "the surcharge under Section 122",
    "ieepa_fentanyl": "the fentanyl duty",
    "ieepa_reciprocal": "the reciprocal duty",
    "ieepa_other": "the other emergency duties",
}
ASSUMED = (
    "trade_elasticity",
    "home_elasticity_ratio",
    "labour_supply_elasticity",
    "border_pass_through",
    "retail_pass_through",
    "restriction_months",
    "stock_months",
)
SAY = words.beside(__file__)


def sentence(scenario: Scenario) -> str:
    """What is changed against which duties, and what is assumed; one or two sentences that stand alone."""
    groups = itertools.groupby(scenario.tariffs, key=lambda change: replace(change, exporter=ANY))
    changes = [_tariff(change, [c.exporter for c in same]) for change, same in groups]
    changes += [_export(change) for change in scenario.exports]
    if scenario.regime:
        changes.insert(0, SAY("scenario.change", "regime", regime=_regime(scenario.regime)))
    if scenario.reply:
        changes.append(SAY("scenario.change", "reply"))
    text = SAY(
        "scenario.all",
        "changed" if changes else "nothing",
        day=terms.day(scenario.as_of),
        changes="; ".join(changes),
        assumed=_assumed(scenario),
    )
    rule = SAY("scenario.rule", scenario.rule) if any(c.kind == "absolute" for c in scenario.tariffs) else ""
    return " ".join(part for part in (text, rule, _dates(scenario)) if part)


def _dates(scenario: Scenario) -> str:
    begins, ends = (terms.day(day) if day else "" for day in (scenario.begins, scenario.ends))
    if not (begins or ends):
        return ""
    case = "between" if begins and ends else "begins" if begins else "ends"
    return SAY("scenario.dates", case, **{name: day for name, day in (("begins", begins), ("ends", ends)) if day})


def _regime(regime: str) -> str:
    named = {preset.name: f"{preset.title} ({terms.day(preset.on)})" for preset in presets()}
    return named.get(regime) or terms.day(date.fromisoformat(regime))


def _tariff(change: TariffChange, exporters: Sequence[str]) -> str:
    """One change, or the same one on the goods of several economies in a row."""
    names = [_name(code) for code in exporters]
    if len(names) > MOST_NAMES:
        names = [*names[: MOST_NAMES - 1], f"{len(names) - MOST_NAMES + 1} more economies"]
    goods = SAY("scenario.change", "goods", goods=_goods(change.goods), exporters=terms.listed(names))
    importer = _name(change.importer)
    if change.kind == "absolute":
        return SAY("scenario.change", "absolute", importer=importer, goods=goods, rate=terms.rate(change.rate_pct))
    if change.kind == "without":
        law = LAWS.get(change.authority, change.authority.replace("_", " "))
        return SAY("scenario.change", "without", importer=importer, goods=goods, law=law)
    if change.kind == "chinese_content":
        points = terms.number(change.rate_pct, 1)
        return SAY("scenario.change", "chinese_content", importer=importer, goods=goods, points=points)
    case = "less" if change.rate_pct < 0 else "more"
    return SAY("scenario.change", case, importer=importer, goods=goods, points=terms.number(abs(change.rate_pct), 1))


def _export(change: ExportChange) -> str:
    sides = {"exporter": _name(change.exporter), "importer": _name(change.importer), "goods": _goods(change.goods)}
    if change.tax_pct is not None:
        return SAY("scenario.change", "export_tax", **sides, rate=terms.rate(change.tax_pct))
    return SAY("scenario.change", "export_limit", **sides, rate=terms.rate(change.limit_pct or 0.0))


def _goods(goods: Goods) -> str:
    match goods.level:
        case "all":
            return "all goods"
        case "section":
            return f"{terms.SECTION_LABELS[goods.code].lower()} (section {goods.code})"
        case "chapter":
            return f"chapter {goods.code}"
        case "hs6":
            return f"HS {dotted(goods.code)}"
        case "sector":
            return f"industry {goods.code}"
        case "stage":
            return STAGE_WORDS[goods.code]


def _assumed(scenario: Scenario) -> str:
    parts = [SAY("scenario.assumed", scenario.horizon or "own_horizon")]
    for name in ASSUMED:
        if (value := getattr(scenario, name)) is not None:
            parts.append(SAY("scenario.assumed", name, value=f"{value:g}"))
    if scenario.duties != "by_law":
        parts.append(SAY("scenario.assumed", scenario.duties))
    if scenario.closure != "balanced":
        parts.append(SAY("scenario.assumed", scenario.closure))
    return terms.listed(parts)


def _name(code: str) -> str:
    return SHORT.get(code) or terms.with_article(_names().get(code, code))


@functools.cache
def _names() -> dict[str, str]:
    return countries.names()


# A short name for a scenario, proposed from what it moves: ``Machinery 60, answer 40``.

US, CHINA, ANYBODY = "USA", "CHN", "XXX"
MOST_PARTS, MOST_NAMED = 3, 2
LISTS = {
    "china_lists": "Section 301 lists",
    "forced_labour_2026": "forced-labour duty",
    "brazil": "Section 301 on Brazil",
}


def proposed(scenario: Scenario) -> str:
    """The name: its regime, then its changes in their order, the first few; empty where it changes nothing."""
    parts = [_regime_name(scenario.regime)] if scenario.regime else []
    for change, same in itertools.groupby(scenario.tariffs, key=lambda c: replace(c, exporter=ANYBODY)):
        parts.append(_tariff_name(change, [c.exporter for c in same]))
    parts += [_export_name(change) for change in scenario.exports if (change.limit_pct or 0) < 100]
    parts += [SAY("name.reply")] if scenario.reply else []
    if len(parts) > MOST_PARTS:
        parts = [*parts[: MOST_PARTS - 1], SAY("name.more", count=len(parts) - MOST_PARTS + 1)]
    name = ", ".join(dict.fromkeys(parts))
    return terms.capital(name)


def _regime_name(regime: str) -> str:
    return next((preset.title for preset in presets() if preset.name == regime), regime)


def _tariff_name(change: TariffChange, exporters: list[str]) -> str:
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
        return SAY("name.china") if goods == ALL_GOODS else _goods_name(goods)
    place = _places(exporters)
    return place if goods == ALL_GOODS else f"{place}: {_goods_name(goods)}"


def _places(codes: list[str]) -> str:
    if codes == [EVERYBODY]:
        return SAY("name.everybody")
    if len(codes) > MOST_NAMED:
        return SAY("name.partners", count=len(codes))
    names = countries.names()
    return terms.listed([names.get(code, code) for code in codes])


def _goods_name(goods: Goods) -> str:
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


def _export_name(change: ExportChange) -> str:
    if change.tax_pct is not None:
        return SAY("name", "export_tax", rate=terms.number(change.tax_pct, 0))
    cut = terms.number(100 - (change.limit_pct or 0.0), 0)
    return SAY("name", "refused", what=_goods_name(change.goods), cut=cut)
