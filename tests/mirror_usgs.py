"""The data release of USGS as the shipped tables have it, in the recorded forms."""

import csv
import hashlib
import io
import json
import zipfile

from parley.recipes.critical_minerals import MINERALS
from parley.recipes.usgs import LEAD
from parley.sources import usgs as source
from parley.tables.read import read_table
from tests.mirror import Mirror

ITEM_2025 = "677eaf95d34e760b392c4970"
ITEM, FILE = "696a75d5d4be0228872d3bf8", "www.sciencebase.gov/catalog/file/get/696a75d5d4be0228872d3bf8"
CRITICAL = "Is critical mineral 2025"
HISTORY = """Revision History

-----------------------------------------------------
First posted online February 6, 2026

-----------------------------------------------------
Revised and reposted May 27, 2026, as version 1.3
"""


def release(mirror: Mirror, body: bytes, history: str = HISTORY, year: int = 2026, world: bytes | None = None) -> None:
    """Have the mirror answer the reader with this file; ``year``: that of the newest release listed.

    ``world``: the file of world data of 2025, by itself; else it lies in its archive.
    """
    titles = {ITEM_2025: 2025, ITEM: year}
    items = [{"id": i, "title": f"Mineral Commodity Summaries {y} Data Release"} for i, y in titles.items()]
    items += [{"id": "68090ffed4be021123517b84", "title": "Data for assessment of mineral commodity supply risk 2018"}]
    base = "www.sciencebase.gov/catalog"
    mirror.gives(f"{base}/items", json.dumps({"total": len(items), "items": items}), "application/json")
    named = {f"MCS{year}_Commodities_Data.csv": body, f"mcs{year}_version_history.txt": history.encode(source.ENCODING)}
    _item(mirror, ITEM, named)
    of_2025 = {"World_Data_Release_MCS_2025.zip": world_of_2025()} if world is None else {source.WORLD_NAME: world}
    _item(mirror, ITEM_2025, of_2025)


def _item(mirror: Mirror, item: str, named: dict[str, bytes]) -> None:
    listed = [
        {
            "name": name,
            "url": f"https://{FILE}/{name}",
            "size": len(content),
            "checksum": {"type": "MD5", "value": hashlib.md5(content, usedforsecurity=False).hexdigest()},
        }
        for name, content in named.items()
    ]
    place = f"www.sciencebase.gov/catalog/item/{item}"
    mirror.gives(place, json.dumps({"title": "MCS", "files": listed}), "application/json")
    for name, content in named.items():
        mirror.gives(f"{FILE}/{name}", content, "text/csv")


def world_of_2025(name: str = "MCS2025_World_Data.csv") -> bytes:
    """The archive of the release of 2025 with China and the world of the minerals here; ``name``: of its file."""
    table = read_table("critical_mineral_shares").query("edition == 'MCS2025'")
    head = "SOURCE,COMMODITY,COUNTRY,TYPE,UNIT_MEAS,PROD_2023,PROD_EST_ 2024,PROD_NOTES,RESERVE_NOTES"
    lines = [head]
    for mineral, rows in table.groupby("mineral"):
        years = rows.set_index("year")
        for place, column in (("China", "china_output_t"), ("World total (rounded)", "world_output_t")):
            made = ",".join(f"{years.loc[year, column]:.6f}" for year in (2023, 2024))
            lines.append(f"MCS2025,{MINERALS[str(mineral)][1]} ,{place},Production,metric tons,{made},,")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as archive:
        archive.writestr(f"World_Data/{name}", "\r\n".join([*lines, ""]).encode("utf-8-sig"))
    return content.getvalue()


def commodities(reserves_of: str = "MCS2026", later: int = 0, encoding: str = source.ENCODING) -> bytes:
    """The file of all commodities with what four tables hold of it; ``reserves_of``: the edition of the reserves.

    ``later``: as many years on, with the same figures.
    """
    rows = [*_reliance(), *_prices(), *_world(reserves_of), *_shares()]
    for row in rows:
        row["Year"] = int(str(row["Year"])) + later
        if str(row["Statistics"]).startswith("Import sources"):
            row["Statistics"] = f"Import sources {2021 + later}-{2024 + later}"
    out = io.StringIO(newline="")
    writer = csv.DictWriter(out, [*source.COLUMNS, CRITICAL], restval="", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue().encode(encoding)


def edition_of_2027(mirror: Mirror, body: bytes | None = None) -> None:
    """Have the mirror's newest release be that of 2027, posted on 29 January; ``body``: its file."""
    history = HISTORY.replace("February 6, 2026", "January 29, 2027").replace("May 27, 2026", "March 3, 2027")
    release(mirror, commodities(later=1, encoding="utf-8-sig") if body is None else body, history, 2027)


def _reliance() -> list[dict[str, object]]:
    table = read_table("us_import_reliance").query("edition == 'MCS2026'")
    rows = []
    for row in table.to_dict("records"):
        is_source = row["statistic"] == "import_source"
        tail = "" if row["detail"] == "All" else f": {row['detail']}"
        head = f"Net import reliance as a percentage of {row['basis']} consumption{tail}"
        stated = "The United States was a net exporter" if row["basis"] == "stated" else head
        rows.append(
            {
                "MCS chapter": row["chapter"],
                "Commodity": row["commodity"],
                "Country": row["partner"] if is_source else "United States",
                "Statistics": "Import sources 2021-2024" if is_source else "Net import reliance",
                "Statistics_detail": row["detail"] if is_source else stated,
                "Year": row["year"],
                "Value": row["raw"],
                "Notes": row["note"] if isinstance(row["note"], str) else "",
                CRITICAL: "Yes" if row["is_critical"] else "No",
            }
        )
    return rows


def _prices() -> list[dict[str, object]]:
    table = read_table("oxide_prices").query("edition == 'MCS2026'")
    return [
        {
            "MCS chapter": "YTTRIUM" if row.basis == "fob_china" else "RARE EARTHS",
            "Statistics": "Price",
            "Statistics_detail": f"{LEAD}{row.specification}",
            "Year": row.year,
            "Value": f"{row.price_usd_per_kg:,}",
            "Notes": ("Estimated. -- " if row.is_estimate else "")
            + ("Free on board China. " if row.basis == "fob_china" else "Free on board. ")
            + f"Source: {row.quoted_by}",
        }
        for row in table.itertuples()
    ]


def _world(reserves_of: str) -> list[dict[str, object]]:
    common = {"MCS chapter": "RARE EARTHS", "Section": "World Mine Production and Reserves", "Unit": "metric tons"}
    mined = read_table("mine_production").query("edition == 'MCS2026'")
    reserves = read_table("reserves").query("edition == @reserves_of")
    rows: list[dict[str, object]] = [
        common
        | {"Country": r.country, "Statistics": "Production", "Year": r.year, "Value": f"{r.output_t:,.0f}"}
        | {"Notes": "Estimated." if r.is_estimate else "Reported."}
        for r in mined.itertuples()
    ]
    rows += [common | {"Country": "Canada", "Statistics": "Production", "Year": 2025, "Value": "—"}]
    rows += [
        common | {"Country": r.country, "Statistics": "Reserves", "Year": 2025, "Value": r.raw}
        for r in reserves.itertuples()
    ]
    return rows


def _shares() -> list[dict[str, object]]:
    """China and the world of the other minerals whose shares the tables have."""
    table = read_table("critical_mineral_shares").query("edition == 'MCS2026' and mineral != 'Rare earths'")
    common = {"Section": "World Mine Production and Reserves", "Statistics": "Production", "Unit": "metric tons"}
    places = {"China": "china_output_t", "World total": "world_output_t"}
    return [
        common | {"MCS chapter": MINERALS[row.mineral][0], "Country": place, "Year": row.year}
        | {"Value": f"{getattr(row, column):,.6f}"}
        for row in table.itertuples()
        for place, column in places.items()
    ]  # fmt: skip
