"""The field's words and how numbers are written: labels, units, number and date formats."""

import math
import re
from collections.abc import Sequence
from datetime import date

import pandas as pd

NBSP, MINUS, DASH = "\u00a0", "\u2212", "\u2013"

AUTHORITIES = {
    "mfn": "Ordinary duty (MFN)",
    "section_301": "Section 301",
    "section_232": "Section 232",
    "section_201": "Section 201",
    "section_122": "Section 122",
    "section_338": "Section 338",
    "ieepa_fentanyl": "Emergency powers, fentanyl",
    "ieepa_reciprocal": "Emergency powers, reciprocal",
    "ieepa_other": "Emergency powers, other orders",
    "china_retaliation": "China, answer on US goods",
    "total": "All duties together",
}

PROGRAMMES = {
    "metals": "Steel, aluminium",
    "list_1": "List 1",
    "list_2": "List 2",
    "list_3": "List 3",
    "list_4a": "List 4A",
    "four_year_review": "Four-year review",
    "fentanyl": "Fentanyl",
    "reciprocal": "Reciprocal",
    "autos": "Cars and parts",
    "copper": "Copper",
    "timber": "Timber, furniture",
    "trucks": "Trucks, buses",
    "semiconductors": "Chips",
    "surcharge_2026": "Surcharge",
    "forced_labour_2026": "Forced labour",
    "pharmaceuticals": "Medicines",
    "drones": "Drones",
    "polysilicon": "Polysilicon",
    "quartz": "Quartz",
    "list_2018_232": "Answer on metals",
    "list_2018_301": "Lists 1 to 3",
    "list_2019_301": "List 4",
    "list_2025_02": "Energy, machinery",
    "list_2025_03": "Farm goods",
    "general_2025": "All goods",
    "list_4b": "List 4B",
    "exclusions": "Exclusions",
    "conditional_exclusions": "Exclusions of sets",
    "cranes": "Port cranes",
    "port_equipment": "Port equipment",
    "shipbuilding": "Ships and port equipment",
    "energy_canada": "Energy of Canada",
    "potash_canada": "Potash of Canada",
    "potash_mexico": "Potash of Mexico",
    "steel": "Steel",
    "steel_derivatives": "Goods of steel",
    "aluminium": "Aluminium",
    "aluminium_derivatives": "Goods of aluminium",
    "cars": "Cars",
    "car_parts": "Parts of cars",
    "truck_parts": "Parts of trucks",
    "buses": "Buses",
}

SECTION_LABELS = {
    "I": "Animal products",
    "II": "Vegetable products",
    "III": "Fats and oils",
    "IV": "Food, drink, tobacco",
    "V": "Minerals, fuels",
    "VI": "Chemicals",
    "VII": "Plastics, rubber",
    "VIII": "Leather goods",
    "IX": "Wood",
    "X": "Paper",
    "XI": "Textiles, clothing",
    "XII": "Footwear, headgear",
    "XIII": "Stone, ceramics, glass",
    "XIV": "Jewellery, precious metals",
    "XV": "Base metals",
    "XVI": "Machinery, electronics",
    "XVII": "Vehicles, aircraft, ships",
    "XVIII": "Instruments, clocks",
    "XIX": "Arms",
    "XX": "Furniture, toys",
    "XXI": "Works of art",
}

INDUSTRY_LABELS = {  # NAICS, three digits
    "111": "Crops",
    "112": "Livestock",
    "113": "Forestry",
    "114": "Fish",
    "115": "Farm supplies",
    "211": "Oil, gas",
    "212": "Minerals, ores",
    "311": "Food",
    "312": "Drinks, tobacco",
    "313": "Fabrics",
    "314": "Home textiles",
    "315": "Clothing",
    "316": "Leather, shoes",
    "321": "Wood products",
    "322": "Paper products",
    "323": "Printed matter",
    "324": "Refined oil, coal",
    "325": "Chemicals, drugs",
    "326": "Plastics, rubber",
    "327": "Glass, ceramics",
    "331": "Primary metals",
    "332": "Metal products",
    "333": "Machinery",
    "334": "Computers, electronics",
    "335": "Electrical goods",
    "336": "Vehicles, aircraft",
    "337": "Furniture",
    "339": "Toys, medical, other",
    "910": "Waste, scrap",
    "930": "Used goods",
    "980": "Returned goods",
    "990": "Special provisions",
}

SECTOR_LABELS = {  # industries of the sector model: OECD input-output tables, some merged
    "A01_02": "Farming, forestry",
    "A03": "Fishing",
    "B05_06": "Coal, oil, gas",
    "B07_08": "Ores, quarrying",
    "B09": "Mining services",
    "C10T12": "Food, drink, tobacco",
    "C13T15": "Textiles, clothing",
    "C16": "Wood products",
    "C17_18": "Paper, printing",
    "C19": "Refined oil, coke",
    "C20": "Chemicals",
    "C21": "Medicines",
    "C22": "Rubber, plastics",
    "C23": "Glass, ceramics",
    "C24": "Basic metals",
    "C25": "Metal products",
    "C26": "Electronics, computers",
    "C27": "Electrical goods",
    "C28": "Machinery",
    "C29": "Vehicles",
    "C30": "Ships, aircraft, rail",
    "C31T33": "Furniture, toys, other",
    "D": "Electricity, gas supply",
    "E": "Water, waste",
    "F": "Construction",
    "G": "Trade, repair",
    "H49": "Land transport",
    "H50": "Shipping",
    "H51": "Air transport",
    "H52": "Warehousing",
    "H53": "Post, couriers",
    "I": "Hotels, restaurants",
    "J58T60": "Publishing, broadcasting",
    "J61": "Telecommunications",
    "J62_63": "Computer services",
    "K": "Finance, insurance",
    "L": "Real estate",
    "M": "Professional services",
    "N": "Business support",
    "O": "Public administration",
    "P": "Education",
    "Q": "Health, social work",
    "R": "Arts, recreation",
    "S": "Other services",
    "T": "Households",
}

MEASURES = {
    "real_gdp_growth": "Real GDP growth",
    "real_gdp_growth_q4_q4": "Real GDP growth, fourth quarter on fourth",
    "real_gdp_growth_market_rates": "Real GDP growth at market exchange rates",
    "headline_inflation": "Consumer price inflation",
    "consumption_deflator_inflation": "Inflation, deflator of consumption",
    "core_inflation": "Core inflation",
    "unemployment_rate": "Unemployment rate",
    "world_trade_volume_growth": "World trade, growth of volume",
    "trade_volume_growth": "Trade, growth of volume",
    "merchandise_trade_volume_growth": "Goods trade, growth of volume",
    "services_exports_growth": "Services exports, growth",
    "commercial_services_trade_volume_growth": "Commercial services trade, growth of volume",
}

EFFECTS = {
    "real_gdp": "Real GDP",
    "real_gdp_growth": "Real GDP growth",
    "real_gdp_growth_q4_q4": "Real GDP growth, fourth quarter on fourth",
    "consumer_prices": "Consumer prices",
    "inflation": "Inflation",
    "prices": "Prices",
    "welfare": "Welfare",
    "employment": "Employment",
    "payroll_employment": "Payroll employment",
    "unemployment_rate": "Unemployment rate",
    "trade_deficit": "Trade deficit",
    "exports": "Exports",
    "exports_to_gdp": "Exports to GDP",
    "imports_to_gdp": "Imports to GDP",
    "trade_to_gdp": "Trade to GDP",
    "import_volume": "Volume of imports",
    "world_trade_volume": "Volume of world trade",
    "merchandise_trade_volume_growth": "Growth of goods trade",
    "merchandise_export_volume_growth": "Growth of goods exports",
    "merchandise_import_volume_growth": "Growth of goods imports",
    "merchandise_exports_outside_north_america": "Goods exports outside North America",
    "effective_tariff_rate": "Effective tariff rate",
    "statutory_tariff_rate": "Statutory tariff rate",
    "tariff_revenue": "Tariff revenue",
    "tariff_revenue_to_gdp": "Tariff revenue to GDP",
    "household_cost": "Cost to a household",
}
EFFECT_KINDS = {
    "level_vs_baseline": "against no shock",
    "growth_vs_baseline": "against no shock",
    "inflation_vs_baseline": "against no shock",
    "scenario_value": "in the scenario",
    "level": "with the tariffs",
    "forecast_revision": "revision of a forecast",
}
EFFECT_UNITS = {
    "percent": "percent",
    "pp": "percentage points",
    "pp_per_year": "percentage points a year",
    "usd_bn": "US$ billion",
    "usd_per_household": "US$ a household",
    "thousand": "thousand persons",
}
SHOCK_KINDS = {
    "us_china": "US and China on each other",
    "us_on_all": "US on all partners alike",
    "us_regime": "US tariffs of a date",
    "north_america": "Canada and Mexico",
    "us_optimal": "Best tariff for the US",
    "mixed": "Wider scenarios",
}
HORIZONS = {
    "short_run": "Short run",
    "named_year": "A calendar year",
    "two_to_three_years": "Two to three years",
    "long_run": "Long run",
    "ten_years": "Ten budget years",
    "comparative_static": "Model without time",
    "not_stated": "Not stated",
}
ANSWERS = {"none": "No answer", "answered": "Answered", "not_said": "Not said"}


def number(value: float, decimals: int = 0) -> str:
    """A number with thousands separators and a true minus sign."""
    return f"{value:z,.{decimals}f}".replace("-", MINUS)


def signed(value: float, decimals: int = 0) -> str:
    """A number that carries its sign; what rounds to zero has none and claims no direction."""
    written = number(value, decimals)
    return f"+{written}" if value > 0 and written.strip("0.") else written


def rate(value_pct: float, decimals: int = 1) -> str:
    """A rate or share in percent: ``12.5 %`` with a no-break space."""
    return f"{number(value_pct, decimals)}{NBSP}%"


def change_pct(value_pct: float, decimals: int = 1) -> str:
    """A growth rate in percent with its sign."""
    return f"{signed(value_pct, decimals)}{NBSP}%"


def rise(change_pct: float, decimals: int = 1) -> str:
    """A change of several things: ``rise by 6.8 %``, ``fall by 38 %``, ``hardly move`` where it prints as zero."""
    size = rate(abs(change_pct), decimals)
    if not any(digit in size for digit in "123456789"):
        return "hardly move"
    return f"{'rise' if change_pct > 0 else 'fall'} by {size}"


def points(change_pp: float, decimals: int = 1) -> str:
    """A difference of two rates in percentage points."""
    return f"{signed(change_pp, decimals)}{NBSP}pp"


def span(low: float, high: float, decimals: int = 1) -> str:
    """A range with an en dash, or ``low to high`` where a sign would make the dash unreadable."""
    if low < 0 or high < 0:
        return f"{number(low, decimals)} to {number(high, decimals)}"
    return f"{number(low, decimals)}{DASH}{number(high, decimals)}"


def significant(value: float, digits: int) -> str:
    """A number rounded to so many significant figures, without exponent."""
    if value == 0:
        return "0"
    rounded = float(f"{value:.{digits}g}")
    return number(rounded, max(digits - 1 - math.floor(math.log10(abs(rounded))), 0))


def decimals_of(largest: float) -> int:
    """Decimals at which the largest figure of a list shows two digits: none from 20, one from 2, else two."""
    return 0 if abs(largest) >= 20 else 1 if abs(largest) >= 2 else 2


def usd_bn(value_usd: float, digits: int = 3) -> str:
    """US dollars as billions: three significant figures in data, two in cards."""
    return f"US${NBSP}{significant(value_usd / 1e9, digits)}{NBSP}bn"


def bn_decimals(largest_usd: float) -> int:
    """Decimals of a model's billions of dollars, by the largest of the figures: none from ten on, one from one, else
    two."""
    size = abs(largest_usd) / 1e9
    return 0 if size >= 10 or size == 0 else 1 if size >= 1 else 2


def model_bn(value_usd: float) -> str:
    """A model's answer in billions, rounded as in the facts beside it."""
    return f"US${NBSP}{number(value_usd / 1e9, bn_decimals(value_usd))}{NBSP}bn"


def tonnes(value_t: float) -> str:
    """Metric tonnes, whole."""
    return f"{number(value_t)}{NBSP}t"


def day(value: date | pd.Timestamp) -> str:
    """A date as ``24 Jul 2026``; never numeric in prose."""
    return f"{value.day}{NBSP}{value:%b}{NBSP}{value.year}"


def month(value: date | pd.Timestamp) -> str:
    """A month as ``July 2026``."""
    return f"{value:%B}{NBSP}{value.year}"


def listed(words: Sequence[str]) -> str:
    """Words as a list in a sentence: ``a, b and c``."""
    return " and ".join([", ".join(words[:-1]), words[-1]]) if len(words) > 1 else "".join(words)


SIDES = {
    "short": {"USA": "US", "CHN": "China"},
    "long": {"USA": "United States", "CHN": "China"},
    "prose": {"USA": "the US", "CHN": "China"},
    "levies": {"USA": "US on China", "CHN": "China on US"},
}


def side(code: str, form: str = "short") -> str:
    """One of the two sides: US, United States, the US, or US on China. Raises KeyError for another code or form."""
    return SIDES[form][code]


def with_article(name: str, the: str = "the") -> str:
    """The name of a place in a sentence: ``the United States``, ``China``; ``the`` is ``The`` where it begins one."""
    return f"{the} {name}" if name.startswith(("United", "European", "Rest", "Netherlands", "Philippines")) else name


def edition(name: str) -> str:
    """A forecast edition as a reader knows it: ``IEO_2025_09`` becomes ``Interim Sep 2025``; ``EO117`` stays."""
    dated = re.fullmatch(r"([A-Z]+)_(\d{4})_(\d{2})", name)
    if dated is None:
        return name.replace("_", " ")
    house, year, month_number = dated.groups()
    words = f"{'Interim' if house == 'IEO' else house} {date(int(year), int(month_number), 1):%b} {year}"
    return words.replace(" ", NBSP)


def dated_edition(name: str, published_on: pd.Timestamp) -> str:
    """An edition with its month: ``EO117 of June 2025``; one that is named by its month stays ``Interim Sep 2025``."""
    words = edition(name)
    return words if words.endswith(str(published_on.year)) else f"{words} of {month(published_on)}"


def counted(count: int) -> str:
    """A small number as a word (``seven``), larger ones in digits."""
    words = ["no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
    return words[count] if 0 <= count < len(words) else number(count)


def rounded_to_total(parts: Sequence[float], decimals: int = 1) -> list[float]:
    """Parts rounded by largest remainder, so that what is printed adds to the rounded total."""
    scale = 10**decimals
    scaled = [part * scale for part in parts]
    floors = [int(s // 1) for s in scaled]
    missing = round(round(sum(scaled), 6)) - sum(floors)  # equal sums round alike, whatever their last bit
    by_remainder = sorted(range(len(parts)), key=lambda i: scaled[i] - floors[i], reverse=True)
    for i in by_remainder[:missing]:
        floors[i] += 1
    return [f / scale for f in floors]
