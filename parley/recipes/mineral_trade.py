"""Trade in critical materials: China's feed and exports, imports of the EU and the UK."""

from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path

import pandas as pd

from parley.recipes import Published, raw_file, reading
from parley.tables.read import read_table

COMTRADE_FILE = "rare_earths/compiled_facts/china_imports_hs2846_by_origin_tidy.csv"
COMTRADE_SOURCE_ID = "un_comtrade_chn_2846"
# The terms of UN Comtrade bar passing the data on: these partners since 2012 are cited facts, the rest stays out.
PARTNERS = {"W00": "WLD"} | {iso3: iso3 for iso3 in ("MMR", "MYS", "LAO", "VNM", "USA", "RUS", "THA")}
FIRST_YEAR = 2012
REVISIONS = {"H4": "HS2012", "H5": "HS2017", "H6": "HS2022"}
COMTRADE_DAYS_TO_RELEASE = timedelta(days=40)


def china_feed_imports(raw: Path) -> pd.DataFrame:
    """China's imports of rare-earth compounds by origin: a short cited extract of its own reports to UN Comtrade.

    One row per year and origin; a year in which nothing was reported from a country has no row.
    """
    records = pd.read_csv(raw_file(raw, COMTRADE_FILE), keep_default_na=False, na_values=[""])
    records = records[records["partner_iso3"].isin(list(PARTNERS)) & (records["year"] >= FIRST_YEAR)]
    table = pd.DataFrame(
        {
            "year": records["year"],
            "partner_iso3": records["partner_iso3"].map(PARTNERS),
            "net_weight_t": records["net_weight_kg"] / 1000,
            "value_usd": records["cif_value_usd"],
            "is_weight_estimated": records["weight_estimated"],
            "hs_revision": records["hs_edition"].map(REVISIONS),
            "released_on": [date(year, 12, 31) + COMTRADE_DAYS_TO_RELEASE for year in records["year"]],
            "date_basis": "estimated",
            "source_id": COMTRADE_SOURCE_ID,
        }
    )
    return table.sort_values(["partner_iso3", "year"], ignore_index=True)


KIND_FILE = "rare_earths/critical-minerals-by-destination-2024-2026/china_rare_earth_feed_imports_2023_2025.csv"
KIND_SOURCE_ID = "atlas_china_feed_2025"
KIND_DAYS_TO_RELEASE = timedelta(days=40)
NO_COMPOUND = ["ore", "monazite", "metal"]


def china_feed_imports_by_kind(raw: Path) -> pd.DataFrame:
    """China's imports of rare-earth feed by kind, net weight, 2023 to 2025.

    One row per year and kind of feed.
    """
    lines = read_lines(raw, "kind")
    table = pd.DataFrame(
        {
            "year": lines["year"],
            "kind": lines["item"],
            "is_compound": ~lines["item"].isin(NO_COMPOUND),
            "net_weight_t": lines["value"].astype(float),
            **released(lines["year"]),
        }
    )
    return table.sort_values(["year", "kind"], ignore_index=True)


def read_lines(raw: Path, *breakdowns: str) -> pd.DataFrame:
    """The lines of the raw file of some breakdowns: kind (observed), partner and total (estimated)."""
    lines = pd.read_csv(raw_file(raw, KIND_FILE))
    return lines[lines["breakdown"].isin(breakdowns)]


def released(years: "pd.Series[int]") -> dict[str, object]:
    """The columns that say when a year may be taken as known, and its source."""
    days = [date(year, 12, 31) + KIND_DAYS_TO_RELEASE for year in years]
    return {"released_on": days, "date_basis": "estimated", "source_id": KIND_SOURCE_ID}


CODES = {"other": "ROW"}
WORLD, CENTRAL = "WLD", "central"


def china_feed_oxide_estimates(raw: Path) -> pd.DataFrame:
    """Estimated oxide content of the rare-earth feed China imported, by origin, 2023 to 2025.

    One row per year and origin, and three of the total: central, low and high.
    """
    lines = read_lines(raw, "partner", "total")
    of_total = lines["breakdown"] == "total"
    table = pd.DataFrame(
        {
            "year": lines["year"],
            "partner_iso3": lines["item"].replace(CODES).mask(of_total, WORLD),
            "bound": lines["item"].where(of_total, CENTRAL),
            "oxide_t": lines["value"].astype(float),
            **released(lines["year"]),
        }
    )
    return table.sort_values(["year", "partner_iso3", "bound"], ignore_index=True)


def _parts_less_total(frame: pd.DataFrame) -> float:
    """The largest gap of a year between the origins together and the central total, tonnes."""
    central = frame[frame["bound"] == CENTRAL]
    world = central[central["partner_iso3"] == WORLD].set_index("year")["oxide_t"]
    parts = central[central["partner_iso3"] != WORLD].groupby("year")["oxide_t"].sum()
    return float((parts - world).abs().max())


OXIDE_SOURCE = "Critical Materials Atlas, estimate"
CHINA_FEED_OXIDE_ESTIMATES_PUBLISHED: tuple[Published, ...] = (
    Published("origins less total, largest gap of a year, t", 0, _parts_less_total, 1, OXIDE_SOURCE),
)


CHINA_FILE = "rare_earths/critical-minerals-by-destination-2024-2026/china_exports_by_destination_2024_hs6.csv"
RELEASED = date(2026, 1, 31)  # V202601


def china_critical_exports_2024(raw: Path) -> pd.DataFrame:
    """China's exports of six critical goods by destination in 2024, from BACI.

    One row per subheading and destination, the largest first; weights of this release are left out.
    """
    lines = pd.read_csv(raw_file(raw, CHINA_FILE), dtype={"hs6": str})
    table = pd.DataFrame(
        {
            "hs6": lines["hs6"],
            "hs_revision": "HS2017",
            "description": lines["description"],
            "year": lines["year"],
            "partner_iso3": lines["importer_iso3"],
            "value_usd": lines["value_usd"].astype(float),
            "released_on": RELEASED,
            "date_basis": "month",
            "source_id": "baci_critical_exports_2024",
        }
    )
    return table.sort_values(["hs6", "value_usd"], ascending=[True, False], ignore_index=True)


EU_FILE = "rare_earths/critical-minerals-by-destination-2024-2026/eu_imports_by_origin_2024_cn8.csv"
EU_SOURCE_ID = "eurostat_critical_imports"
EU_DAYS_TO_RELEASE = timedelta(days=50)
OWN_CODES = {"XS": "SRB", "QW": "ROW"}  # Comext's codes for Serbia and for origins not specified


def eu_critical_imports(raw: Path) -> pd.DataFrame:
    """EU imports of critical materials by origin in 2024, from Eurostat's Comext.

    One row per material and origin, the largest origin first.
    """
    lines = pd.read_csv(raw_file(raw, EU_FILE), dtype={"cn8": str}, keep_default_na=False)
    countries = read_table("countries").dropna(subset="iso2").set_index("iso2")["iso3"].to_dict()
    table = pd.DataFrame(
        {
            "cn8": lines["cn8"],
            "hs_revision": "HS2022",
            "material": lines["material"],
            "description": lines["description"],
            "year": lines["year"],
            "partner_iso3": lines["origin_iso2"].map(countries | OWN_CODES),
            "value_eur": lines["value_eur"].astype(float),
            "world_value_eur": lines["world_value_eur"].astype(float),
            "value_share_pct": lines["value_share_pct"],
            "quantity_share_pct": lines["quantity_share_pct"],
            "released_on": [date(year, 12, 31) + EU_DAYS_TO_RELEASE for year in lines["year"]],
            "date_basis": "estimated",
            "source_id": EU_SOURCE_ID,
        }
    )
    return table.sort_values(["cn8", "value_eur"], ascending=[True, False], ignore_index=True)


EU_AROUND_FILE = "rare_earths/critical-minerals-by-destination-2024-2026/eu_imports_before_after_chinese_controls.csv"
EU_AROUND_MAGNETS = "rare-earth magnets"
EVENTS = {
    "C1": "mofcom-2023-23",
    "C2": "mofcom-2023-39",
    "C4": "mofcom-2025-18",
    "C4r": "mofcom-2025-18",
    "C5": "mofcom-2024-33",
    "C6": "mofcom-2025-10",
}
PHASES = ["before", "after"]


def eu_imports_around_controls(raw: Path) -> pd.DataFrame:
    """EU imports before and after six Chinese export controls, from Eurostat's Comext.

    Two rows per control and goods: the months before it and months 7 to 12 of it in force.
    """
    lines = pd.read_csv(raw_file(raw, EU_AROUND_FILE))
    parts = [_phase(lines, phase) for phase in PHASES]
    table = pd.concat(parts, ignore_index=True).assign(date_basis="estimated", source_id=EU_SOURCE_ID)
    return table.sort_values(["event_id", "goods", "period_start"], ignore_index=True)


def _phase(lines: pd.DataFrame, phase: str) -> pd.DataFrame:
    last = pd.to_datetime(lines[f"{phase}_end"], format="%Y-%m") + pd.offsets.MonthEnd()
    return pd.DataFrame(
        {
            "event_id": lines["control"].map(EVENTS),
            "goods": lines["goods"],
            "phase": phase,
            "period_start": pd.to_datetime(lines[f"{phase}_start"], format="%Y-%m"),
            "period_end": last,
            "china_t_per_month": lines[f"china_{phase}_t_per_month"],
            "others_t_per_month": lines[f"others_{phase}_t_per_month"],
            "released_on": last + EU_DAYS_TO_RELEASE,
        }
    )


def _share(goods: str) -> Callable[[pd.DataFrame], float]:
    """China's share before the control, percent: China / (China + all others)."""

    def compute(frame: pd.DataFrame) -> float:
        china, others = (reading(f"{of}_t_per_month", goods=goods, phase="before")(frame) for of in ("china", "others"))
        return china / (china + others) * 100

    return compute


EU_AROUND_SOURCE = "Eurostat, Comext, in the Critical Materials Atlas"
EU_IMPORTS_AROUND_CONTROLS_PUBLISHED: tuple[Published, ...] = (
    *(
        Published(f"{goods}, China's share before, %", share, _share(goods), 0.05, EU_AROUND_SOURCE)
        for goods, share in ((EU_AROUND_MAGNETS, 92.9), ("antimony", 11.4), ("graphite", 29.9), ("bismuth", 90.9))
    ),
)


UK_FILE = "rare_earths/critical-minerals-by-destination-2024-2026/uk_imports_from_china_monthly_cn8.csv"
UK_DAYS_TO_RELEASE = timedelta(days=50)
KG_PER_TONNE = 1000
UK_MAGNETS = "85051110"
WRONG_WEIGHT = (UK_MAGNETS, "2025-06", 900_796)
WRONG_WEIGHT_NOTE = "weight from all countries declared as 900,796 kg, an error of one declaration: left empty"


def uk_critical_imports_monthly(raw: Path) -> pd.DataFrame:
    """UK imports of critical materials by month, from China and from all countries.

    One row per material and month; a month in which nothing came from China has empty cells for China.
    """
    lines = pd.read_csv(raw_file(raw, UK_FILE), dtype={"cn8": str})
    cn8, month, kg = WRONG_WEIGHT
    wrong = (lines["cn8"] == cn8) & (lines["month"] == month) & (lines["world_quantity_kg"] == kg)
    months = pd.to_datetime(lines["month"], format="%Y-%m")
    table = pd.DataFrame(
        {
            "cn8": lines["cn8"],
            "hs_revision": "HS2022",
            "material": lines["material"],
            "month": months,
            "china_value_usd": lines["china_value_usd"],
            "china_quantity_t": lines["china_quantity_kg"] / KG_PER_TONNE,
            "world_value_usd": lines["world_value_usd"].astype(float),
            "world_quantity_t": (lines["world_quantity_kg"] / KG_PER_TONNE).mask(wrong),
            "released_on": months + pd.offsets.MonthEnd() + UK_DAYS_TO_RELEASE,
            "date_basis": "estimated",
            "note": wrong.map({True: WRONG_WEIGHT_NOTE, False: None}),
            "source_id": "hmrc_critical_imports",
        }
    )
    return table.sort_values(["cn8", "month"], ignore_index=True)
