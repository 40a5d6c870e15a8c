"""Every official source at once on a mirror, one period on: what a whole refresh is tried and measured on.

``python -m tests.whole_mirror`` answers until interrupted.
"""

import contextlib
import json
import threading
from datetime import date

import pandas as pd
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from parley.sources import imf, treasury_daily, usitc
from parley.tables.read import read_table
from tests import mirror as bodies
from tests import mirror_census, mirror_customs, mirror_fred, mirror_imf, mirror_trackers, mirror_usgs
from tests.mirror import Mirror

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
EDITION = "2026HTSRev22"
DAILY = f"api.fiscaldata.treasury.gov{treasury_daily.PATH}"
GOODS = {flow: {9: f"http://english.customs.gov.cn/Statics/goods-{flow.lower()}.html"} for flow in ("Export", "Import")}


def everything(mirror: Mirror, workbook: bytes) -> None:
    """Have the mirror answer every client: each source has one month, edition or year more than the tables."""
    released = "Thu, 05 Nov 2026 13:30:00 GMT"
    mirror.gives("www.census.gov/foreign-trade/balance/country.xlsx", workbook, XLSX, Last_Modified=released)
    flow = "sdmx.oecd.org/public/rest/data/OECD.ECO.MAD,DSD_EO@DF_EO,1"
    mirror.gives(f"{flow}.5", bodies.oecd_csv(5), "text/csv")
    mirror.gives(f"{flow}.6", bodies.oecd_csv(6, 0.5), "text/csv", Last_Modified="Wed, 02 Dec 2026 10:00:00 GMT")
    mirror.gives(DAILY, mirror_customs.daily_json(), "application/json")
    mirror.gives("api.fiscaldata.treasury.gov", bodies.treasury_json(), "application/json")
    later = mirror_usgs.HISTORY + "\nRevised and reposted November 12, 2026, as version 1.4\n"
    corrected = mirror_usgs.commodities("MCS2026 v1.3").replace(b'"11,000,000"', b'"10,000,000"')
    mirror_usgs.release(mirror, corrected, later)
    for edition in ((2025, "OCT"), (2026, "OCT")):
        body = mirror_imf.outlook(edition, *((0.25, 1) if edition[0] == 2026 else ()))
        mirror.gives(f"{mirror_imf.FLOW}/{imf.flow(edition)}", body, "application/json")
    mirror.bodies[mirror_imf.FLOW] = lambda request: Response("", 204)
    mirror_trackers.tracker(mirror, date(2026, 11, 20), points=0.5)
    mirror_trackers.waugh_files(mirror, points=0.2, new_day="2026-11-10")
    mirror.gives("api.worldbank.org", bodies.world_bank_json(), "application/json")
    page = "http://english.customs.gov.cn/Statics/nine.html"
    for path in ("preliminary", "monthly"):
        index = bodies.gacc_index({9: page}) + mirror_customs.goods_index(GOODS)
        mirror.gives(f"english.customs.gov.cn/statics/report/{path}.html", index, "text/html")
    mirror.gives("english.customs.gov.cn/Statics/nine.html", bodies.gacc_page(2026, 9), "text/html")
    for flow, pages in GOODS.items():
        mirror.gives(pages[9].removeprefix("http://"), mirror_customs.goods_page(2026, 9, flow), "text/html")
    mirror.gives("www.federalregister.gov", '{"count": 0}', "application/json")
    mirror.gives("hts.usitc.gov/reststop/currentRelease", json.dumps({"name": EDITION}), "application/json")
    mirror.gives("www.usitc.gov", archive(), "text/html")
    rates = read_table("us_mfn_rates")
    rates = rates[rates["valid_from"] == rates["valid_from"].max()]
    mirror.bodies["hts.usitc.gov/reststop/exportList"] = lambda request: chapter(rates, request)
    census = json.loads(bodies.census_json())

    def of_a_year(request: Request) -> Response:
        year = request.args["time"][5:9]
        kept = [census[0], *(row for row in census[1:] if row[5].startswith(year))]
        return Response(json.dumps(kept), content_type="application/json")

    by_level = {
        ("HS6", "2018-12"): mirror_census.from_taiwan("2018", 2017),
        ("HS2", "2025-12"): mirror_census.exports("2025", 2024),
    }

    def by_product(request: Request) -> Response:
        if "COMM_LVL" not in request.args:
            return of_a_year(request)
        body = by_level.get((request.args["COMM_LVL"], request.args["time"]))
        return Response(body) if body else Response("", 204)

    for way in ("imports", "exports"):
        mirror.bodies[mirror_census.HS.format(way)] = by_product
    mirror_fred.every_series(mirror)
    december = mirror_census.months("2025-12-01", 1)
    mirror.bodies[mirror_census.INDUSTRIES] = lambda request: (
        Response(december) if request.args["time"].startswith("from 2025-12") else Response("", 204)
    )


def archive() -> str:
    act = "https://www.federalregister.gov/documents/2026/11/20/2026-99999/modifying"
    return (
        "<html><div><span>2026 HTS Revision 22 (November 20, 2026)</span><a href='/x/hts_2026_revision_22_json.json'>"
        f"JSON</a> Modification Source(s): <a href='{act}'>91 Fed. Reg. 70000</a></div></html>"
    )


def chapter(rates: pd.DataFrame, request: Request) -> Response:
    """The lines of a chapter with two statistical lines each; the first ordinary duty of chapter 01 is another."""
    number = request.args["from"][:2]
    lines = []
    for row in rates[rates["hts8"].str.startswith(number)].itertuples():
        text = "9.9%" if row.hts8 == "01012900" else row.general_rate_text
        lines.append(line(f"{row.hts8[:4]}.{row.hts8[4:6]}.{row.hts8[6:]}", 0, text))
        lines += [line(f"{row.hts8}{suffix}", 1, "") for suffix in ("10", "20")]
    if number in ("98", "99"):
        lines.append(line(f"{number}03.01.99", 0, "The duty provided in the applicable subheading + 10%"))
    return Response(json.dumps(lines), content_type="application/json")


def line(htsno: str, indent: int, general: str) -> dict[str, object]:
    columns: dict[str, object] = dict.fromkeys(usitc.COLUMNS, "")
    return columns | {
        "htsno": htsno,
        "indent": f"{indent}",
        "general": general,
        "footnotes": [],
        "description": "Goods",
    }


def main(port: int = 8700) -> None:
    """Answer on this machine until interrupted, to try a refresh by hand without the network."""
    server = HTTPServer(host="127.0.0.1", port=port)
    everything(Mirror(server), bodies.country_workbook(first_year=2015))
    server.start()
    print(f"PARLEY_MIRROR={server.url_for('').rstrip('/')}", flush=True)
    with contextlib.suppress(KeyboardInterrupt):
        threading.Event().wait()
    server.stop()


if __name__ == "__main__":
    main()
