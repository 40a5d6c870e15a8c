"""Which US law covers a product, and the statutory rate on it: from law to one rate per tariff line.

Duties add on customs value and never compound. For a line and a day, in percent:
rate = ordinary + section 301 + section 232 + fentanyl + (1 - d) x (reciprocal, section 122 or forced labour),
d being the share of the value that is under section 232.

Some lists name a code and mean only some of its goods: parts of vehicles, articles with enough metal, goods for civil
aircraft or for medicines, the article an exclusion describes. No code tells them apart, so a rate has a central
reading and two ends (``Reading``).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from parley.measures.metal_content import ALL_METAL, METAL_OF, Metal, content_column
from parley.measures.tariffs import in_force

# between the notices of 2020 and the four-year review of September 2024 the lists did not change
COLLECTED_UNDER = date(2024, 7, 1)
FIRST_CARRIED_CHAPTER = "98"  # chapters 98 and 99: goods returned and special provisions, under no line of the schedule
PARTS = ["ordinary_pct", "section_301_pct", "section_232_pct", "fentanyl_pct", "broad_pct"]
RATE = "statutory_rate_pct"
MONEY = ["value_usd", "duty_usd", "estimated_usd"]
ENDS = ("low_pct", "high_pct")
ANNEXES_FROM = date(2026, 4, 6)
VEHICLES = ("cars", "car_parts", "trucks", "buses", "truck_parts")
# A good under two lists pays as the first of these (what pays the duty on vehicles pays none on metals, EO 14289);
# from the annexes of 2026 on the longest code decides among metals.
ORDER = (
    *VEHICLES,
    "steel",
    "aluminium",
    "steel_derivatives",
    "aluminium_derivatives",
    "copper",
    "drones_thermal_imaging",
)
WEIGHT_LIMIT = "metal_at_least_15pct_of_weight"
# limits that the central reading takes as met: the articles are listed because they are of metal; or the words of the
# code are nearly those of the note
USUALLY_MET = (WEIGHT_LIMIT, "cabinets_for_permanent_installation", "named_by_line_alone", "drones_of_note_43")
VEHICLE_LIMITS = (
    "parts_of_vehicles_only",
    "passenger_vehicles_and_light_trucks_only",
    "medium_and_heavy_vehicles_only",
)
CHAPTER_OF_VEHICLES = "87"
# A list for civil aircraft means all but military ones. Goods made for aircraft, by their heading, are hardly imported
# for others: of British turbofans, free from 30 June 2025, 0.25% was collected in that year. Of goods that may fly or
# not, no code tells. Gliders, aircraft and their parts; engines, jet and propeller turbines, and their parts.
CIVIL_AIRCRAFT = "civil_aircraft"
MADE_TO_FLY = ("8801", "8802", "8807", "840710", "840910", "841111", "841112", "841121", "841122", "841191")
FORCED_LABOUR = "forced_labour_2026"  # a duty on all goods under section 301, no list of it
# of us_tariff_scope: what decides among the laws of a day, and what finds the rows that hold on it
DECIDING = (
    "authority",
    "programme",
    "role",
    "product_code",
    "code_len",
    "rate_pct",
    "rate_basis",
    "use_limit",
    "coverage_pct",
    "coverage_high_pct",
    "valid_from",
    "scheduled_end",
)
SCOPE_COLUMNS = (*DECIDING, "exporter_iso3", "valid_to")

InPart = Literal["none", "central", "all"]
Excluded = Literal["largest", "central", "least", "all", "usual", "none"]
FloatArray = NDArray[np.float64]
Rates = dict[str, FloatArray]


@dataclass(frozen=True)
class Reading:
    """How goods that a list names by use, article or weight are read.

    ``free_in_part``: which goods exempt for a use only are free: none, all, or the central rule (aircraft, engines
    and their parts on lists for civil aircraft). ``due_in_part``: which goods in scope in part owe: none, all, or the
    central rule (goods under the limits of ``USUALLY_MET``, and vehicles and their parts in chapter 87). ``excluded``:
    the share of a line that exclusions free: central, the largest (2024, also after the day the exclusions are set to
    end) or the least; of one shipment all of it, none, or what is true of most of the line. ``metal``: the share of
    metal in the value of a good that pays on its metal: the mean of its industry, or the least or the most of the
    industries of its subsector.
    """

    free_in_part: InPart = "central"
    due_in_part: InPart = "central"
    excluded: Excluded = "central"
    metal: Metal = "central"


CENTRAL = Reading()
# the ends of the range are taken line by line: being in scope in part can lower the sum, where it takes a good out of a
# higher duty on all goods
IN_PART: tuple[InPart, ...] = ("none", "central", "all")
LOW_READINGS = tuple(Reading("all", in_part, "largest") for in_part in IN_PART)
HIGH_READINGS = tuple(Reading("none", in_part, "least") for in_part in IN_PART)


class Range(NamedTuple):
    """Rates of the same lines under the lowest, the central and the highest reading."""

    low: pd.DataFrame
    central: pd.DataFrame
    high: pd.DataFrame


def match(codes: pd.Series, scope: pd.DataFrame, exporter: str = "CHN") -> pd.DataFrame:
    """Every row of ``us_tariff_scope`` whose code is the start of one of ``codes`` (4 to 10 digits), on any day.

    One row per code (column ``code``) and row of the scope; rows about another country than ``exporter`` are left out.
    """
    rows = scope[scope["exporter_iso3"].isin([exporter, "WLD"])]
    pairs = [
        pd.DataFrame({"code": codes.to_numpy(), "product_code": codes.str[:digits].to_numpy()}).merge(
            part, on="product_code"
        )
        for digits, part in rows.groupby("code_len")
    ]
    none = rows.iloc[:0].assign(code=pd.Series(dtype=str))
    matched: pd.DataFrame = pd.concat(pairs, ignore_index=True) if pairs else none
    return matched


def governing(matched: pd.DataFrame, on: date) -> pd.DataFrame:
    """The rows of ``match`` that decide on a day: per code and programme the longest prefix, then the newest."""
    present = in_force(matched, on).sort_values(["code_len", "valid_from"])
    return present.drop_duplicates(["code", "authority", "programme"], keep="last")


def with_ordinary(lines: pd.DataFrame, mfn: pd.DataFrame, matched: pd.DataFrame) -> pd.DataFrame:
    """Lines of chapters 1 to 97 with ``ordinary_pct``: the printed rate or, where none is ad valorem, collected duty.

    ``lines``: hts10, value_usd, duty_usd of imports from China in 2024. Duty over value, less the section 301 rate of
    that year, not below zero, stands in for specific and compound duties; without imports the rate is missing.
    ``estimated_usd`` is the value of the lines with such a stand-in.
    """
    kept = lines[lines["hts10"] < FIRST_CARRIED_CHAPTER]
    hts8 = kept["hts10"].str[:8]
    printed = hts8.map(mfn.set_index("hts8")["ad_valorem_pct"])
    collected = (kept["duty_usd"] / kept["value_usd"] * 100).where(kept["value_usd"] > 0)
    laws = governing(matched, COLLECTED_UNDER)
    law = _section_301(laws[laws["authority"] == "section_301"], COLLECTED_UNDER, CENTRAL)
    listed = kept["hts10"].map(law).fillna(0.0)
    stand_in = (collected - listed).clip(lower=0)
    return kept.assign(ordinary_pct=printed.fillna(stand_in), estimated_usd=kept["value_usd"].where(printed.isna(), 0))


def rates_on(
    lines: pd.DataFrame,
    matched: pd.DataFrame,
    layers: pd.DataFrame,
    on: date,
    reading: Reading = CENTRAL,
) -> pd.DataFrame:
    """``lines`` with the statutory rate of a day and its parts, the columns of ``PARTS`` and ``statutory_rate_pct``.

    ``lines`` from ``with_ordinary`` and ``metal_content.with_content``, ``matched`` from ``match`` of their codes,
    ``layers`` the table tariff_layers. Suspended codes add nothing.
    """
    return lines.assign(**_Day(lines, matched, layers, on).rates(reading))


def range_on(lines: pd.DataFrame, matched: pd.DataFrame, layers: pd.DataFrame, on: date) -> Range:
    """``rates_on`` under the central reading and, line by line, under the readings that give the least and the most."""
    day = _Day(lines, matched, layers, on)
    central = day.rates(CENTRAL)
    low, high = (
        _extreme([*(day.rates(reading) for reading in day.readings(ends)), central], best)
        for ends, best in ((LOW_READINGS, np.argmin), (HIGH_READINGS, np.argmax))
    )
    return Range(lines.assign(**low), lines.assign(**central), lines.assign(**high))


def by_metal(readings: Iterable[Reading]) -> list[Reading]:
    """Each reading with the least and the most metal: where the rest of a good owes more, metal lowers the sum."""
    return [replace(reading, metal=metal) for reading in readings for metal in ("least", "most")]


def _extreme(readings: Sequence[Rates], best: Callable[..., NDArray[np.intp]]) -> Rates:
    """Line by line the rates whose sum is least or greatest, with all their parts; a sum that is missing stays so."""
    sums = np.stack([rates[RATE] for rates in readings])
    chosen = best(np.nan_to_num(sums), axis=0)
    every = np.arange(sums.shape[1])
    return {name: np.stack([rates[name] for rates in readings])[chosen, every] for name in readings[0]}


class _Day:
    """The laws of one day on some lines, so that several readings share what does not depend on them."""

    def __init__(self, lines: pd.DataFrame, matched: pd.DataFrame, layers: pd.DataFrame, on: date) -> None:
        laws = governing(matched, on)
        laws = laws[["code", *DECIDING]]
        self.lines, self.on = lines, on
        self.of_232 = laws[laws["authority"] == "section_232"]
        self.of_301 = laws[(laws["authority"] == "section_301") & (laws["programme"] != FORCED_LABOUR)]
        self.exempt = laws[laws["role"].isin(["exempt", "exempt_partial"])]
        layers_of_day = in_force(layers, on)
        self.layers = layers_of_day[
            (layers_of_day["importer_iso3"] == "USA") & (layers_of_day["exporter_iso3"] == "CHN")
        ]
        self.lists: dict[Reading, FloatArray] = {}
        self.metals: dict[tuple[InPart, Metal], pd.DataFrame] = {}
        self.on_all: dict[InPart, tuple[FloatArray, FloatArray]] = {}

    def rates(self, reading: Reading) -> Rates:
        """The parts of ``PARTS`` and their sum, an array each, in the order of the lines."""
        if (of_232 := (reading.due_in_part, reading.metal)) not in self.metals:
            self.metals[of_232] = _section_232(self.of_232, self.on, self.lines, *of_232)
        if (free_in_part := reading.free_in_part) not in self.on_all:
            self.on_all[free_in_part] = self._on_all(free_in_part)
        metals, (fentanyl, broad) = self.metals[of_232], self.on_all[free_in_part]
        if (of_301 := replace(reading, free_in_part="central", metal="central")) not in self.lists:
            listed = _section_301(self.of_301, self.on, of_301).reindex(self.lines["hts10"])
            self.lists[of_301] = listed.fillna(0.0).to_numpy()
        parts = {
            "ordinary_pct": self.lines["ordinary_pct"].to_numpy(dtype=float),
            "section_301_pct": self.lists[of_301],
            "section_232_pct": metals["rate_pct"].to_numpy(),
            "fentanyl_pct": fentanyl,
            "broad_pct": broad * (1 - metals["share"].to_numpy()),
        }
        return {**parts, RATE: np.sum([*parts.values()], axis=0)}

    def readings(self, ends: Sequence[Reading]) -> Sequence[Reading]:
        """The readings that differ on the day."""
        return by_metal(ends) if self.of_232["rate_basis"].eq("metal_share").any() else ends

    def _on_all(self, in_part: InPart) -> tuple[FloatArray, FloatArray]:
        """Duties on all goods, and on all goods but those under section 232, net of their exempt lists."""
        exempt = self.exempt[free(self.exempt, in_part)]
        sums = [
            _on_all(exempt, self.layers[self.layers["coverage"] == coverage], self.lines["hts10"])
            for coverage in ("all_goods", "broad_with_exemptions")
        ]
        return sums[0], sums[1]


def due(rows: pd.DataFrame, in_part: InPart = "central") -> pd.Series:
    """Which rows of ``governing`` owe their duty; ``in_part`` as ``due_in_part`` of ``Reading``."""
    return _of_role(rows, "in_scope", in_part, _usually_due)


def free(rows: pd.DataFrame, in_part: InPart = "central") -> pd.Series:
    """Which rows of ``governing`` exempt their code; ``in_part`` as ``free_in_part`` of ``Reading``."""
    return _of_role(rows, "exempt", in_part, _usually_free)


def _of_role(rows: pd.DataFrame, role: str, in_part: InPart, usual: Callable[[pd.DataFrame], pd.Series]) -> pd.Series:
    """The rows of a role, and of those that have it in part none, all, or in the central reading the ``usual`` ones."""
    whole, partly = rows["role"] == role, rows["role"] == f"{role}_partial"
    if in_part == "none":
        return whole
    return whole | (partly if in_part == "all" else partly & usual(rows))


def _usually_due(rows: pd.DataFrame) -> pd.Series:
    vehicles = rows["use_limit"].isin(VEHICLE_LIMITS) & rows["product_code"].str.startswith(CHAPTER_OF_VEHICLES)
    return vehicles | rows["use_limit"].isin(USUALLY_MET)


def _usually_free(rows: pd.DataFrame) -> pd.Series:
    return rows["use_limit"].eq(CIVIL_AIRCRAFT) & rows["product_code"].str.startswith(MADE_TO_FLY)


def _section_301(lists: pd.DataFrame, on: date, reading: Reading) -> pd.Series:
    """The highest rate among the lists a code stands on (it pays once), less the share of it that is excluded."""
    rates: pd.Series = lists[due(lists, reading.due_in_part)].groupby("code")["rate_pct"].max()
    exclusions = lists[(lists["role"] == "exempt_partial") & lists["coverage_pct"].notna()]
    excluded = _excluded(exclusions, on, reading).groupby(exclusions["code"]).max()
    return rates * (1 - excluded.reindex(rates.index).fillna(0.0) / 100)


def _excluded(rows: pd.DataFrame, on: date, reading: Reading) -> pd.Series:
    """Percent of each excluded line that goes free; after the printed end nothing, unless the reading extends it."""
    if reading.excluded == "largest":
        return rows["coverage_high_pct"].fillna(rows["coverage_pct"])
    return rows["coverage_pct"].mask(rows["scheduled_end"] < pd.Timestamp(on), 0.0)


def _section_232(
    laws: pd.DataFrame, on: date, lines: pd.DataFrame, in_part: InPart, metal: Metal = "central"
) -> pd.DataFrame:
    """Rate on customs value and the share of the value under section 232, one programme a code.

    Goods that pay on their metal alone pay on each metal whose list names them.
    """
    one = chosen_metals(laws, on, in_part).set_index("code").reindex(lines["hts10"])
    owes = one["role"].isin(["in_scope", "in_scope_partial"])
    on_metal = one["rate_basis"].eq("metal_share")
    topped_up = (one["rate_pct"] - lines["ordinary_pct"].to_numpy()).clip(lower=0)
    rate = one["rate_pct"].where(~one["rate_basis"].eq("total"), topped_up).where(owes, 0.0)
    share = owes.astype(float)
    if on_metal.any():
        contents = _on_metal(laws[due(laws, in_part)], lines, metal).reindex(lines["hts10"]).fillna(0.0)
        rate = rate.mask(on_metal, contents["rate_pct"])
        share = share.mask(on_metal, contents["share"].clip(upper=1))
    return pd.DataFrame({"rate_pct": rate, "share": share})


def _on_metal(owed: pd.DataFrame, lines: pd.DataFrame, metal: Metal) -> pd.DataFrame:
    """Rate on customs value and share of the value, by code, of duties on the metal in a good."""
    rows = owed[owed["rate_basis"].eq("metal_share")]
    goods = lines.set_index("hts10")
    columns = {programme: content_column(name, metal) for programme, name in METAL_OF.items()}
    content = goods[[*columns.values()]].stack()
    keys = pd.MultiIndex.from_arrays([rows["code"], rows["programme"].map(columns)])
    shares = pd.Series(content.reindex(keys).to_numpy(), index=rows.index)
    metals = rows.groupby("code")["programme"].transform("size")
    share = shares.fillna(rows["code"].map(goods[content_column(ALL_METAL, metal)]) / metals) / 100
    table = pd.DataFrame({"code": rows["code"], "rate_pct": rows["rate_pct"] * share, "share": share})
    return table.groupby("code").sum()


def chosen_metals(laws: pd.DataFrame, on: date, in_part: InPart = "central") -> pd.DataFrame:
    """The one row of section 232 that decides for each code, among the rows of ``governing``."""
    decides = due(laws, in_part) | free(laws)
    metals = laws[(laws["authority"] == "section_232") & decides]
    order = metals["programme"].map({name: -rank for rank, name in enumerate(ORDER)}).fillna(-len(ORDER))
    ranked = metals.assign(order=order, vehicle=metals["programme"].isin(VEHICLES))
    of_2026 = ["vehicle", "code_len", "valid_from", "order"]
    keys = ["order", "code_len", "valid_from"] if on < ANNEXES_FROM else of_2026
    return ranked.sort_values(keys).drop_duplicates("code", keep="last").drop(columns="vehicle")


def _on_all(exempt: pd.DataFrame, layers: pd.DataFrame, code: pd.Series) -> FloatArray:
    """Sum of duties on all goods, each but for the codes of its own exempt list."""
    total = np.zeros(len(code))
    for layer in layers.to_dict("records"):
        same = (exempt["authority"] == layer["authority"]) & (exempt["programme"] == layer["programme"])
        total += layer["rate_pct"] * ~code.isin(exempt.loc[same, "code"]).to_numpy()
    return total


def weighted_range(bounds: Range, by: Sequence[str]) -> pd.DataFrame:
    """``weighted`` of the central reading with ``low_pct`` and ``high_pct``, the means of the two ends."""
    ends = {f"{name}_pct": found_rates[RATE] for name, found_rates in (("low", bounds.low), ("high", bounds.high))}
    return weighted(bounds.central.assign(**ends), by)


def weighted(rates: pd.DataFrame, by: Sequence[str]) -> pd.DataFrame:
    """Statutory and collected rate by group, weighted by the value of 2024: sum of (rate x value) / sum of value.

    ``rates`` from ``rates_on``, or from this function for a coarser group. Columns: those of ``by``, value_usd,
    duty_usd, estimated_usd, the parts, ``statutory_rate_pct``, low_pct and high_pct where there, and
    ``collected_2024_pct``. Groups without imports are left out; an empty ``by`` gives the one row of all goods.
    """
    traded = rates[rates["value_usd"] > 0]
    columns = [*PARTS, RATE, *(end for end in ENDS if end in rates)]
    money = traded[columns].mul(traded["value_usd"], axis=0).join(traded[[*by, *MONEY]])
    total = money.groupby(list(by), as_index=False).sum() if by else money.sum().to_frame().T
    value = total["value_usd"]
    return total.assign(
        **{name: total[name] / value for name in columns}, collected_2024_pct=total["duty_usd"] / value * 100
    )


# The law of 2024 by line beside the duty customs collected that year: the best independent check of the lists.

# first days of the two laws of 2024 and their share of its days; the exclusions of 15 June stand for those before them
# (headings 9903.88.67 and .68), whose lists are not in hand and named nearly the same articles
STRETCHES = ((date(2024, 6, 15), 270 / 366), (date(2024, 9, 27), 96 / 366))
LEAST_USD = 30e6
LARGE_PP = 4.0


def gaps(lines: pd.DataFrame, matched: pd.DataFrame, layers: pd.DataFrame) -> pd.DataFrame:
    """Lines above ``LEAST_USD`` whose law of 2024, mean of its days, is more than ``LARGE_PP`` off collected duty.

    ``lines`` from ``with_ordinary`` and ``with_content`` (imports of 2024), ``matched`` from ``match``. Columns:
    hts10, value_usd, law_pct, collected_pct, gap_pp (law less collected), gap_usd; the largest gap in dollars first.
    """
    large = lines[lines["value_usd"] > LEAST_USD].reset_index(drop=True)
    rates = [rates_on(large, matched, layers, day)[RATE] * share for day, share in STRETCHES]
    law = pd.concat(rates, axis=1).sum(axis=1, skipna=False)
    collected = large["duty_usd"] / large["value_usd"] * 100
    table = pd.DataFrame(
        {
            "hts10": large["hts10"],
            "value_usd": large["value_usd"],
            "law_pct": law,
            "collected_pct": collected,
            "gap_pp": law - collected,
        }
    )
    table = table[table["gap_pp"].abs() > LARGE_PP]
    gap_usd = table["gap_pp"] / 100 * table["value_usd"]
    return table.assign(gap_usd=gap_usd).sort_values("gap_usd", key=abs, ascending=False, ignore_index=True)
