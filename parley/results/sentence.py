"""A scenario in plain words, the same on a page, in a file name's stead, in a report and on the command line."""

import functools
import itertools
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from parley import countries, terms, words
from parley.models.policy_parts import EVERYBODY, ExportChange, Goods, TariffChange
from parley.models.policy_scenario import Scenario
from parley.parameters import presets
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
