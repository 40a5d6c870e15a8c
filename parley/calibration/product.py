"""Tables and parameters to the product markets of both sides: percent becomes ratios here, and only here.

The US market is 2024 imports by HS6 and origin with the duty collected that year, chapters 1-97; China's market is
its imports by HS chapter from the United States and from everybody else.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property

import numpy as np
import numpy.typing as npt
import pandas as pd

from parley.measures.tariffs import headline_additional
from parley.models.partial_equilibrium import Elasticities, FloatArray, IndexArray, Market
from parley.models.scenario import HORIZONS, SECTIONS, Horizon, ProductScenario, Rule, ScenarioError
from parley.models.tariff_shift import MeanOutOfReachError, shift_to_mean, weighted_mean
from parley.parameters import parameter, section_parameter
from parley.tables import read_table
from parley.terms import day

FIRST_DAY = date(2021, 1, 1)
BASE_YEAR_END = date(2024, 12, 31)
FIRST_CARRIED_CHAPTER = "98"  # Chapters 98-99 (returned goods, special provisions) are no products with elasticities.
SLIDER_HALF_STEP = 0.0005  # Sliders show a tenth of a percent: a mean this far below the least value is the least.


class CalibrationError(ValueError):
    """Tables do not fit together or do not reach the date; the message is a sentence a visitor may see."""


@dataclass(frozen=True, eq=False)
class CalibratedMarket:
    """A market with its labels. ``partner_iso3`` is the origin whose duties the sliders move.

    ``origin`` [cell] numbers ``origins``; ``products`` [product] are codes; ``sections`` [section] are numerals;
    ``sigma`` holds the elasticity between origins [product] for each horizon.
    """

    importer_iso3: str
    partner_iso3: str
    market: Market
    origins: tuple[str, ...]
    origin: IndexArray
    products: npt.NDArray[np.object_]
    sections: tuple[str, ...]
    sigma: Mapping[Horizon, FloatArray]

    @cached_property
    def partner_cells(self) -> IndexArray:
        """Numbers of the cells of the partner."""
        return np.flatnonzero(self.origin == self.origins.index(self.partner_iso3))

    @cached_property
    def partner_sections(self) -> Mapping[str, IndexArray]:
        """Numbers of the partner's cells by section."""
        section = self.market.cell_section[self.partner_cells]
        return {name: self.partner_cells[section == number] for number, name in enumerate(self.sections)}

    def elasticities(self, horizon: Horizon, border_pass_through: float) -> Elasticities:
        """The elasticities of a horizon with the slope of export supply that a border pass-through implies.

        omega = (1 / pass-through - 1) / sigma, sigma being the median over the partner's lines by value.
        """
        return Elasticities(
            between_origins=self.sigma[horizon],
            between_products=parameter("between_products").value,
            imports_and_home=parameter("imports_and_home").value,
            section_demand=parameter("section_demand").value,
            inverse_export_supply=(1 / border_pass_through - 1) / self._typical_sigma(horizon),
        )

    def _typical_sigma(self, horizon: Horizon) -> float:
        value = self.market.value_usd[self.partner_cells]
        sigma = self.sigma[horizon][self.market.product[self.partner_cells]]
        order = np.argsort(sigma)
        half = np.searchsorted(np.cumsum(value[order]), value.sum() / 2)
        return float(sigma[order][half])


@dataclass(frozen=True, eq=False)
class ProductInputs:
    """Everything the product model needs and no slider changes; build it once.

    ``carried``: exporter_iso3, value_usd, duty_usd of chapters 98-99, which the model leaves as they are.
    ``china_duty``: China's mean duty on US goods (ratio) by date (rows) and chapter (columns, as ``china.products``).
    ``us_exports_usd`` [chapter]: US exports to China in the base year, free alongside ship.
    """

    us: CalibratedMarket
    china: CalibratedMarket
    carried: pd.DataFrame
    china_duty: pd.DataFrame
    us_exports_usd: FloatArray

    @cached_property
    def carried_by_origin(self) -> pd.DataFrame:
        """The carried chapters in the order of the US market's origins; an origin without them has zero."""
        return self.carried.set_index("exporter_iso3").reindex(self.us.origins).fillna(0.0)


@dataclass(frozen=True, eq=False)
class Baseline:
    """Duties as of one date (ratios, [cell] of each market) and what they rest on.

    ``us_points``: additional US layers since the end of the base year, before exemptions. ``china_rates_from``: the
    date of China's rates; later than ``as_of`` only before the first of them.
    """

    as_of: date
    us_duty: FloatArray
    us_points: float
    china_duty: FloatArray
    china_rates_from: date


def product_inputs() -> ProductInputs:
    """The product model's inputs from the curated tables.

    Raises TableError when a table cannot be read, CalibrationError when tables do not fit together.
    """
    elasticities, hs_map = read_table("elasticities"), read_table("hs_map")
    imports, chapters = read_table("us_imports_hs6_2024"), read_table("china_tariff_on_us_chapters")
    carried = imports[imports["chapter"] >= FIRST_CARRIED_CHAPTER]
    china = china_market(chapters, section_of_chapter(read_table("hs_codes")), elasticities)
    return ProductInputs(
        us=us_market(imports, elasticities, hs_map),
        china=china,
        carried=carried.groupby("exporter_iso3", as_index=False)[["value_usd", "duty_usd"]].sum(),
        china_duty=_china_duty_by_date(chapters, china.products),
        us_exports_usd=_us_exports(read_table("us_exports_hs2_annual"), china.products),
    )


def us_market(imports: pd.DataFrame, elasticities: pd.DataFrame, hs_map: pd.DataFrame) -> CalibratedMarket:
    """US imports of the base year by HS6 and origin, at the duty collected: duty_usd / value_usd.

    Lines of zero value carry no rate and are left out. Raises CalibrationError on an unknown section.
    """
    used = imports[(imports["chapter"] < FIRST_CARRIED_CHAPTER) & (imports["value_usd"] > 0)]
    used = used.sort_values(["hs6", "exporter_iso3"])
    product, products = pd.factorize(used["hs6"])
    sections = used.groupby("hs6", sort=False)["section"].first()
    origin, origins = pd.factorize(used["exporter_iso3"], sort=True)
    value = used["value_usd"].to_numpy(dtype=float)
    codes = np.asarray(products, dtype=object)
    return CalibratedMarket(
        importer_iso3="USA",
        partner_iso3="CHN",
        market=Market(
            value_usd=value,
            duty=used["duty_usd"].to_numpy(dtype=float) / value,
            product=product.astype(np.intp),
            section=_section_numbers(sections),
            import_share=np.full(len(SECTIONS), parameter("import_share").value),
        ),
        origins=tuple(origins),
        origin=origin.astype(np.intp),
        products=codes,
        sections=SECTIONS,
        sigma=_sigma_by_horizon(_long_run_sigma(codes, elasticities, hs_map)),
    )


def china_market(chapters: pd.DataFrame, sections: pd.Series, elasticities: pd.DataFrame) -> CalibratedMarket:
    """China's imports by HS chapter from the USA and the rest of the world (``WLD`` less the USA, named ``ROW``).

    v_ROW = v_USA (1 - s) / s with s the US share of the section's imported intermediates; the duty on the rest is
    set to zero and its revenue never shown. Base duty: the first date of the table. ``sections`` is by chapter.
    """
    first = chapters[chapters["date"] == chapters["date"].min()].sort_values("chapter")
    codes = first["chapter"].to_numpy(dtype=object)
    numerals = first["chapter"].map(sections)
    number = _section_numbers(numerals.set_axis(first["chapter"]))
    share = numerals.map(dict(section_parameter("us_share_of_chinas_imports").values)).to_numpy(dtype=float)
    from_usa = first["china_imports_from_us_usd"].to_numpy(dtype=float)
    duty = first["import_weighted_pct"].to_numpy(dtype=float) / 100
    import_share = section_parameter("china_import_share").values
    count = len(codes)
    return CalibratedMarket(
        importer_iso3="CHN",
        partner_iso3="USA",
        market=Market(
            value_usd=np.concatenate([from_usa, from_usa * (1 - share) / share]),
            duty=np.concatenate([duty, np.zeros(count)]),
            product=np.tile(np.arange(count, dtype=np.intp), 2),
            section=number,
            import_share=np.array([import_share[section] for section in SECTIONS]),
        ),
        origins=("USA", "ROW"),
        origin=np.repeat(np.arange(2, dtype=np.intp), count),
        products=codes,
        sections=SECTIONS,
        sigma=_sigma_by_horizon(_clip(_chapter_medians(elasticities).reindex(codes).to_numpy(dtype=float))),
    )


def baseline_on(inputs: ProductInputs, as_of: date) -> Baseline:
    """Duties in force on ``as_of``: collected in the base year plus the all-goods layers since, before exemptions.

    t_D = max(t_2024 + L(D) - L(2024-12-31), 0) on every Chinese line; China's chapter means of the last date not
    after ``as_of``. Raises CalibrationError before 2021, when duties by product differed and are not in the tables.
    """
    if as_of < FIRST_DAY:
        raise CalibrationError(
            f"The product model starts from the duties of 2021 or later. On {day(as_of)} others stood by product, and "
            "they are not in the tables. Choose a later date."
        )
    layers = read_table("tariff_layers", as_of=as_of)
    now, then = (headline_additional(layers, "USA", "CHN", moment) for moment in (as_of, BASE_YEAR_END))
    points = (now - then) / 100
    us_duty = inputs.us.market.duty.copy()
    cells = inputs.us.partner_cells
    us_duty[cells] = np.maximum(us_duty[cells] + points, 0)
    known = inputs.china_duty.index[inputs.china_duty.index <= pd.Timestamp(as_of)]
    rates_from = known[-1] if len(known) else inputs.china_duty.index[0]
    china_duty = inputs.china.market.duty.copy()
    china_duty[inputs.china.partner_cells] = inputs.china_duty.loc[rates_from].to_numpy()
    return Baseline(as_of, us_duty, points, china_duty, rates_from.date())


def scenario_duties(
    inputs: ProductInputs, baseline: Baseline, scenario: ProductScenario
) -> tuple[FloatArray, FloatArray]:
    """The scenario's duties [cell] in the US market and in China's, from the baseline by the scenario's rule.

    Points: t' = max(t_D + delta, floor), delta such that the base-weighted mean is the slider's; the floor of a US
    line is the duty collected in the base year (its MFN rate is not in the tables), of a Chinese one zero.
    Raises ScenarioError when a mean lies below what the floors allow, naming the least value.
    """
    us, duty, floor = inputs.us, baseline.us_duty.copy(), inputs.us.market.duty
    moves = [("The US total duty on China", us.partner_cells, scenario.us_total_duty_pct)]
    moves += [
        (f"The US duty on section {section} from China", us.partner_sections[section], rate)
        for section, rate in scenario.us_duty_pct.items()
    ]
    for what, cells, rate in moves:
        if rate is not None:
            duty[cells] = _moved(us, cells, baseline.us_duty, floor, rate, scenario.rule, what)
    china, china_duty = inputs.china, baseline.china_duty.copy()
    if scenario.china_duty_pct is not None:
        cells, zero = china.partner_cells, np.zeros_like(china_duty)
        rate, what = scenario.china_duty_pct, "China's duty on US goods"
        china_duty[cells] = _moved(china, cells, baseline.china_duty, zero, rate, "points", what)
    return duty, china_duty


def _moved(
    side: CalibratedMarket,
    cells: IndexArray,
    before: FloatArray,
    least: FloatArray,
    rate_pct: float,
    rule: Rule,
    what: str,
) -> FloatArray:
    """Duties of ``cells`` moved to the mean ``rate_pct``; ``before`` and ``least`` are [cell] of the market."""
    if not len(cells):
        raise ScenarioError(f"{what} cannot move: nothing was imported in the base year.")
    mean, value = rate_pct / 100, side.market.value_usd[cells]
    if rule == "flat":
        return np.full(len(cells), mean)
    floor = np.minimum(before, least)[cells]
    bottom = weighted_mean(value, floor)
    if bottom - SLIDER_HALF_STEP <= mean < bottom:
        mean = bottom
    try:
        return shift_to_mean(value, before[cells], mean, floor)
    except MeanOutOfReachError as error:
        raise ScenarioError(
            f"{what} cannot have the mean {rate_pct:g} %: moved by points no line falls below its floor, and the least "
            f"mean is {100 * error.least:.1f} %. Choose more, or one flat rate."
        ) from error


def section_of_chapter(hs_codes: pd.DataFrame) -> pd.Series:
    """Section numeral by HS chapter."""
    chapters = hs_codes[(hs_codes["hs_revision"] == "HS2022") & (hs_codes["code"].str.len() == 2)]
    return chapters.set_index("code")["section"]


def _section_numbers(sections: pd.Series) -> IndexArray:
    """Numbers in SECTIONS of numerals; the index of ``sections`` names the product in the error."""
    number = sections.map({name: n for n, name in enumerate(SECTIONS)})
    if number.isna().any():
        code = number.index[number.isna()][0]
        raise CalibrationError(f"The product {code} has no section of the Harmonized System in the tables.")
    numbers: IndexArray = number.to_numpy().astype(np.intp)
    return numbers


def _sigma_by_horizon(long_run: FloatArray) -> Mapping[Horizon, FloatArray]:
    flat = {name: parameter(f"between_origins_{name}").value for name in HORIZONS if name != "long_run"}
    return {
        "first_year": np.full(len(long_run), flat["first_year"]),
        "default": np.full(len(long_run), flat["default"]),
        "long_run": long_run,
    }


def _long_run_sigma(products: npt.NDArray[np.object_], elasticities: pd.DataFrame, hs_map: pd.DataFrame) -> FloatArray:
    """Minus the published tariff elasticity of each HS2022 product, found through HS2007, clipped.

    Blank, or no code in HS2007: median of the published values of the chapter.
    """
    code = pd.Series(products)
    to_2007 = hs_map[(hs_map["from_revision"] == "HS2022") & (hs_map["to_revision"] == "HS2007")]
    published = _published_sigma(elasticities)
    sigma = code.map(to_2007.set_index("from_code")["to_code"]).map(published)
    return _clip(sigma.fillna(code.str[:2].map(_chapter_medians(elasticities))).to_numpy(dtype=float))


def _published_sigma(elasticities: pd.DataFrame) -> pd.Series:
    rows = elasticities[elasticities["scheme"] == "protee"]
    return -rows.set_index("product_code")["elasticity"]


def _chapter_medians(elasticities: pd.DataFrame) -> pd.Series:
    published = _published_sigma(elasticities)
    return published.groupby(published.index.str[:2]).median()


def _clip(sigma: FloatArray) -> FloatArray:
    """Long-run elasticities within their bounds; a chapter without any published value takes the default."""
    least, most = parameter("between_origins_long_run_least").value, parameter("between_origins_long_run_most").value
    known = np.where(np.isnan(sigma), parameter("between_origins_default").value, sigma)
    clipped: FloatArray = np.clip(known, least, most)
    return clipped


def _china_duty_by_date(chapters: pd.DataFrame, products: npt.NDArray[np.object_]) -> pd.DataFrame:
    wide = chapters.pivot(index="date", columns="chapter", values="import_weighted_pct").sort_index()
    return wide[list(products)] / 100


def _us_exports(exports: pd.DataFrame, products: npt.NDArray[np.object_]) -> FloatArray:
    year = int(parameter("base_year").value)
    rows = exports[(exports["partner_iso3"] == "CHN") & (exports["year"] == year)]
    value = rows.set_index("chapter")["value_usd"].reindex(products)
    if value.isna().any():
        raise CalibrationError(f"The US exports to China of {year} lack chapter {value.index[value.isna()][0]}.")
    return value.to_numpy(dtype=float)
