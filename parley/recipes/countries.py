"""Countries and aggregates: ISO 3166 and UN M49 joined to the US Census Bureau's Schedule C codes."""

from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file

FOLDER = "trade/census-country-codes"
SOURCE_ID = "census_country_codes"

# Schedule C codes that neither mapping in the raw folder carries. Gaza Strip and West Bank are one ISO country.
CENSUS_CODES_BY_HAND = {
    "1610": "SPM",
    "4803": "XKX",
    "5082": "PSE",
    "5083": "PSE",
    "6029": "HMD",
    "6413": "WLF",
    "7370": "ESH",
    "7810": "IOT",
    "7905": "ATF",
    "9030": "PRI",
    "9110": "VIR",
    "9350": "GUM",
    "9610": "MNP",
    "9800": "UMI",
}
# Plain names where the source's display name is an abbreviation or carries a qualifier.
NAMES = {
    "BIH": "Bosnia and Herzegovina",
    "COD": "DR Congo",
    "COG": "Republic of the Congo",
    "CIV": "Côte d'Ivoire",
    "GBR": "United Kingdom",
    "UMI": "US Minor Outlying Islands",
    "USA": "United States",
    "VIR": "US Virgin Islands",
}
OECD_MEMBERS = set(
    "AUS AUT BEL CAN CHE CHL COL CRI CZE DEU DNK ESP EST FIN FRA GBR GRC HUN IRL "  # noqa: SIM905
    "ISL ISR ITA JPN KOR LTU LUX LVA MEX NLD NOR NZL POL PRT SVK SVN SWE TUR USA".split()
)
AGGREGATES = {
    "WLD": ("0015", "World"),
    "EU27": ("0003", "European Union"),
    "EA": (None, "Euro area"),
    "EA16": (None, "Euro area (16 members)"),
    "EA17": (None, "Euro area (17 members)"),
    "G20": (None, "G20"),
    "OECD": (None, "OECD"),
    "ROW": (None, "Rest of the world"),
    # groups of China's customs tables
    "AFR": (None, "Africa"),
    "ASEAN": (None, "ASEAN"),
    "BRI": (None, "Belt and Road countries"),
    "LATAM": (None, "Latin America"),
    "RCEP": (None, "RCEP members"),
    "FTA": (None, "US free-trade partners (Yale group)"),
}
ISO_COLUMNS = {
    "ISO3166-1-Alpha-3": "iso3",
    "ISO3166-1-Alpha-2": "iso2",
    "M49": "m49",
    "CLDR display name": "name",
    "Region Name": "region",
}


PUBLISHED: tuple[Published, ...] = (
    Published(
        what="countries in ISO 3166-1",
        expected=249,
        compute=lambda frame: (~frame["is_aggregate"] & (frame["iso3"] != "XKX")).sum(),
        tolerance=0,
        source="ISO 3166-1, as listed by datasets/country-codes",
    ),
)


def build(raw: Path) -> pd.DataFrame:
    """One row per ISO country, Kosovo and the aggregates, in alphabetical order of the code."""
    schedule_c = census_to_iso3(raw)
    joined = pd.Series(schedule_c).reset_index().groupby(0)["index"].agg(lambda codes: ";".join(sorted(codes)))
    partners = _read(raw, "country_partner_mapping.csv")
    eu27 = set(partners.loc[partners["partner"] == "eu", "cty_code"].map(schedule_c))
    countries = _iso_countries(raw)
    countries["census_code"] = countries["iso3"].map(joined)
    countries["is_aggregate"] = False
    countries["is_eu27"] = countries["iso3"].isin(eu27)
    countries["is_oecd"] = countries["iso3"].isin(OECD_MEMBERS)
    both = pd.concat([countries, _aggregates()], ignore_index=True)
    both["source_id"] = SOURCE_ID
    return both.sort_values("iso3", ignore_index=True)


def iso3_by_census_code(countries: pd.DataFrame) -> dict[str, str]:
    """Schedule C code to ISO code, countries alone; a country may have several codes."""
    single = countries[~countries["is_aggregate"]].dropna(subset="census_code")
    return {
        code: iso3
        for iso3, codes in zip(single["iso3"], single["census_code"], strict=True)
        for code in str(codes).split(";")
    }


def census_to_iso3(raw: Path) -> dict[str, str]:
    """Schedule C code -> ISO 3166-1 alpha-3, for every code that is a country (both mappings and those by hand)."""
    short = _read(raw, "CensusCountryMapping_FRBAtl_short.csv")
    longer = _read(raw, "census_to_iso3.csv")
    mapping = dict(zip(short["CTY_CODE"], short["ISO3"], strict=True))
    mapping |= dict(zip(longer["cty_code"], longer["iso3"], strict=True))
    return {code: iso3 for code, iso3 in mapping.items() if code} | CENSUS_CODES_BY_HAND


def _iso_countries(raw: Path) -> pd.DataFrame:
    table = _read(raw, "country-codes.csv")[list(ISO_COLUMNS)].rename(columns=ISO_COLUMNS)
    kosovo = {"iso3": "XKX", "iso2": "XK", "m49": "", "name": "Kosovo", "region": "Europe"}
    table = pd.concat([table, pd.DataFrame([kosovo])], ignore_index=True)
    table["m49"] = table["m49"].str.zfill(3).where(table["m49"] != "")
    table["region"] = table["region"].where(table["region"].str.strip() != "")  # Antarctica has none
    plain = table["name"].str.replace(" & ", " and ").str.replace(r"^St\. ", "Saint ", regex=True)
    table["name"] = table["iso3"].map(NAMES).fillna(plain)
    return table


def _aggregates() -> pd.DataFrame:
    rows = [(iso3, code, name, True, False, False) for iso3, (code, name) in AGGREGATES.items()]
    return pd.DataFrame(rows, columns=["iso3", "census_code", "name", "is_aggregate", "is_eu27", "is_oecd"])


def _read(raw: Path, file: str) -> pd.DataFrame:
    # "NA" is Namibia's two-letter code, not a missing value
    return pd.read_csv(raw_file(raw, f"{FOLDER}/{file}"), dtype=str, keep_default_na=False)
