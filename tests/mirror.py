"""A mirror of the official sources on loopback: its answers are made from the shipped tables in the recorded forms."""

import io
import json
import re
import zipfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

import pandas as pd
import xlsxwriter
from pytest_httpserver import HTTPServer
from werkzeug import Request, Response

from parley.measures.trade import latest_vintage
from parley.sources import census_country, oecd
from parley.tables.read import read_table

Body = Callable[[Request], Response]

# Names of the Census Bureau's data sets, by its guide to the interface and by those who use it; not recorded.
VALUES_OF_IMPORTS = [f"{what}_VAL_{span}" for what in ("GEN", "CON", "DUT") for span in ("MO", "YR")]
OF_ALL = ["CTY_CODE", "CTY_NAME", "SUMMARY_LVL", "COMM_LVL", "YEAR", "MONTH", "time"]
CENSUS = {
    "api.census.gov/data/timeseries/intltrade/imports/hs": [
        "I_COMMODITY",
        *VALUES_OF_IMPORTS,
        "CAL_DUT_MO",
        "CAL_DUT_YR",
    ],
    "api.census.gov/data/timeseries/intltrade/imports/naics": ["NAICS", *VALUES_OF_IMPORTS, "CAL_DUT_MO", "CAL_DUT_YR"],
    "api.census.gov/data/timeseries/intltrade/exports/hs": ["E_COMMODITY", "ALL_VAL_MO", "ALL_VAL_YR"],
}


def names_of(place: str, without: str = "") -> Body:
    """The list of names of a data set of the Census Bureau, as its interface gives it, but for one."""
    known = {name: {"label": name, "limit": 0} for name in [*OF_ALL, *CENSUS[place]] if name != without}
    return lambda request: Response(json.dumps({"variables": known}), content_type="application/json")


@dataclass
class Mirror:
    """What the mirror answers by path (host first), and what was asked of it."""

    server: HTTPServer
    bodies: dict[str, Body] = field(
        default_factory=lambda: {f"{place}/variables.json": names_of(place) for place in CENSUS}
    )
    asked: list[Request] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.server.expect_request(re.compile(".*")).respond_with_handler(self.answer)

    @property
    def url(self) -> str:
        return self.server.url_for("").rstrip("/")

    def answer(self, request: Request) -> Response:
        self.asked.append(request)
        for path, body in self.bodies.items():
            if request.path.startswith(f"/{path}"):
                return body(request)
        return Response("Page not found", 404, content_type="text/plain")

    def gives(self, path: str, content: bytes | str, content_type: str, **headers: str) -> None:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        self.bodies[path] = lambda request: Response(content, 200, named, content_type=content_type)


def country_workbook(
    months: int = 1, first_year: int = 2025, change: Callable[[pd.DataFrame], pd.DataFrame] = lambda rows: rows
) -> bytes:
    """The country workbook as the newest vintage of the tables has it, and the months after it, a hundredth higher.

    ``first_year``: earlier ones are left out, which saves seconds.
    """
    rows = newest_country_rows()
    rows = rows[rows["month"].dt.year >= first_year]
    last = rows["month"].max()
    codes = read_table("countries").dropna(subset="census_code")
    codes = codes.assign(code=codes["census_code"].str.split(";").str[0]).set_index("iso3")
    for ahead in range(1, months + 1):
        new = rows[rows["month"] == last].assign(month=last + pd.DateOffset(months=ahead))
        rows = pd.concat([rows, new.assign(value_usd=(new["value_usd"] * 1.01**ahead).round())])
    rows = _with_united_kingdom(change(rows)).assign(code=lambda f: f["partner_iso3"].map(codes["code"]))
    rows["name"] = rows["partner_iso3"].map(codes["name"])
    number = rows["month"].dt.month - 1
    rows["cell"] = rows["flow"].map({"import": "I", "export": "E"}) + number.map(lambda n: census_country.MONTHS[n])
    rows["million"] = rows["value_usd"] / 1e6
    wide = rows.pivot_table(index=[rows["month"].dt.year, "code", "name"], columns="cell", values="million")
    wide = wide.reindex(columns=list(census_country.COLUMNS[3:])).fillna(0)
    content = io.BytesIO()
    with xlsxwriter.Workbook(content, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("Export Worksheet")
        sheet.write_row(0, 0, census_country.COLUMNS)
        for at, ((year, code, name), cells) in enumerate(zip(wide.index, wide.to_numpy().tolist(), strict=True), 1):
            sheet.write_row(at, 0, [str(year), code, f"{name:40}", *cells])
    return content.getvalue()


def _with_united_kingdom(rows: pd.DataFrame) -> pd.DataFrame:
    """The Union as the file has it: with the United Kingdom until the end of 2019."""
    early = rows[rows["month"] < "2020-01-01"].set_index(["month", "flow"])
    kingdom = early[early["partner_iso3"] == "GBR"]["value_usd"]
    union = rows["partner_iso3"].eq("EU27") & rows["month"].lt("2020-01-01")
    keys = pd.MultiIndex.from_frame(rows.loc[union, ["month", "flow"]])
    rows.loc[union, "value_usd"] += kingdom.reindex(keys).to_numpy()
    return rows


def newest_country_rows() -> pd.DataFrame:
    """General imports and f.a.s. exports, the newest vintage of each month; every partner runs to the newest month."""
    table = read_table("trade_monthly")
    rows = table[table["basis"].isin(["general", "fas"])].sort_values("vintage")
    key = ["month", "partner_iso3", "flow"]
    wide = rows.drop_duplicates(key, keep="last").pivot(index="month", columns=key[1:], values="value_usd")
    after_the_last = wide.ffill().where(wide.bfill().isna())
    long = wide.fillna(after_the_last).unstack().dropna().rename("value_usd").reset_index()
    return long[["partner_iso3", "month", "flow", "value_usd"]]


def gacc_page(year: int, month: int) -> str:
    """A page of the monthly bulletin in thousand dollars: exports 350 bn a month, imports 240 bn, two partners."""
    exports = {"TOTAL": 350_000_000, "United States (US)": 70_000_000, "Japan": 30_000_000}
    imports = {"TOTAL": 240_000_000, "United States (US)": 60_000_000, "Japan": 20_000_000}
    periods = [1] if month == 1 else [1, month]
    labels = [f"{month}"] if month == 1 else [f"{month}", f"1- to-{month}"]
    heads = "".join(f"<td><span><b>{name}</b></span></td>" for name in ("Total", "Exports", "Imports") for _ in periods)
    under = "".join(f"<td>{label}</td>" for _ in range(3) for label in labels)
    body = ""
    for name, sold in exports.items():
        bought = imports[name]
        cells = [value * n for value in (sold + bought, sold, bought) for n in periods]
        body += f"<tr><td>&nbsp;{name}&nbsp;</td>" + "".join(f"<td>{c:,}&nbsp;</td>" for c in cells)
        body += "<td>1.0</td><td>2.0</td><td>-0.5</td></tr>"
    title = f"（2）Imports and Exports by Country （Region） of Origin/Destination,{month}.{year}"
    day = f"{year + month // 12}/{month % 12 + 1:02}/18"
    return (
        f"<html><body><div class=atcl><div class='atcl-ttl'>{title}</div><div class='atcl-date'>{day}</div>"
        f"<div class='atcl-cnt'><table><tbody><tr><td colspan=7>{title}</td></tr>"
        f"<tr><td></td><td>Unit:US$1,000</td></tr>"
        f"<tr><td rowspan=2>Country （Region）</td>{heads}<td colspan=3>Percentage Change</td></tr>"
        f"<tr>{under}<td>Total</td><td>Exports</td><td>Imports</td></tr>{body}</tbody></table></div></div></body></html>"
    )


def gacc_index(pages: dict[int, str]) -> str:
    """The index of the monthly bulletin with links to these pages; months to come are no links."""
    names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()  # noqa: SIM905
    links = "".join(
        f"<a href={pages[n]}> {name}.</a>" if n in pages else f"<span>{name}.</span>"
        for n, name in enumerate(names, start=1)
    )
    monthly = "（2）Imports and Exports by Country （Region） of Origin/Destination"
    early = "(4) China's Total Export & Import Values by Country/Region (in USD)"
    rows = "".join(f"<tr><td>{title}</td><td>{links}</td></tr>" for title in (monthly, early))
    head = "<tr><th>Title</th><th>Month</th></tr>"
    return f"<html><body><table><thead>{head}</thead><tbody>{rows}</tbody></table></body></html>"


def oecd_csv(minor: int, ahead: float = 0.0) -> str:
    """Economic Outlook 114 + ``minor`` in the form of the service; figures of EO119, moved on by ``ahead`` points."""
    figures = read_table("forecasts").query("institution == 'OECD' and edition == 'EO119' and decimals == 3")
    actuals = read_table("gdp_actuals").query("vintage == 'EO119'")
    codes = {name: code for code, name in oecd.MEASURES.items()}
    rows = [
        (row.area, codes[row.measure], int(row.target_year) + (ahead != 0), row.value_pct + ahead)
        for row in figures.itertuples()
    ]
    rows += [(row.area, "GDPV_ANNPCT", int(row.year), row.growth_pct) for row in actuals.itertuples()]
    if ahead:
        done = figures[(figures["measure"] == "real_gdp_growth") & (figures["target_year"] == 2026)]
        rows += [(row.area, "GDPV_ANNPCT", 2026, row.value_pct) for row in done.itertuples()]
        rows = list({row[:3]: row for row in rows}.values())
    head = (
        "STRUCTURE,STRUCTURE_ID,STRUCTURE_NAME,ACTION,REF_AREA,Reference area,MEASURE,Measure,FREQ,"
        "Frequency of observation,TIME_PERIOD,Time period,OBS_VALUE"
    )
    flow, title = f"OECD.ECO.MAD:DSD_EO@DF_EO(1.{minor})", f"Economic Outlook {114 + minor}"
    lines = [f'DATAFLOW,{flow},{title},I,{a},"An area",{m},"A measure",A,Annual,{y},,{v}' for a, m, y, v in rows]
    return "\n".join([head, *lines]) + "\n"


def treasury_json(months: int = 1, factor: float = 1.0) -> str:
    """The customs line of the Monthly Treasury Statement since September 2024 and the months after, in dollars."""
    table = read_table("us_customs_revenue_monthly")
    table = table[table["month"] >= pd.Timestamp("2024-09-01")]
    last = table.iloc[-1]
    ahead = [last.to_dict() | {"month": last["month"] + pd.DateOffset(months=n)} for n in range(1, months + 1)]
    rows = [
        {
            "record_date": f"{row['month'] + pd.offsets.MonthEnd():%Y-%m-%d}",
            "classification_desc": "Customs Duties",
            "current_month_gross_rcpt_amt": f"{row['gross_receipts_usd'] * factor:.2f}",
            "current_month_refund_amt": f"{row['refunds_usd'] * factor:.2f}",
            "current_month_net_rcpt_amt": f"{row['customs_duties_usd'] * factor:.2f}",
            "prior_fytd_net_rcpt_amt": "null",
        }
        for row in [*table.to_dict("records"), *ahead]
    ]
    named = dict.fromkeys(rows[0], "")
    formats = {name: "$1.00" if name.endswith("_amt") else "String" for name in named}
    meta = {"count": len(rows), "labels": named, "dataTypes": named, "dataFormats": formats, "total-count": len(rows)}
    links = {"self": "&page%5Bnumber%5D=1&page%5Bsize%5D=10000", "next": None}
    return json.dumps({"data": rows, "meta": meta | {"total-pages": 1}, "links": links})


def census_json(months: int = 1, first: str = "2025-01-01", factor: float = 1.0) -> str:
    """Consumption imports and duty by country in the form of the interface, and one month more; every cell is text."""
    table = read_table("trade_monthly")
    rows = latest_vintage(table[(table["basis"] == "consumption") & (table["partner_iso3"] != "EU27")])
    rows = rows[rows["month"] >= pd.Timestamp(first)]
    last = rows["month"].max()
    whole = rows[rows["month"] == last - pd.DateOffset(months=1)]  # the newest month lacks partners
    ahead = [whole.assign(month=last + pd.DateOffset(months=n)) for n in range(months + 1)]
    known = set(rows.loc[rows["month"] == last, "partner_iso3"])
    ahead[0] = ahead[0][~ahead[0]["partner_iso3"].isin(known)]
    codes = read_table("countries").dropna(subset="census_code")
    code = codes.assign(code=codes["census_code"].str.split(";").str[0]).set_index("iso3")["code"].to_dict()
    code |= {"WLD": "-"}
    head = ["CTY_CODE", "CTY_NAME", "CON_VAL_MO", "CAL_DUT_MO", "SUMMARY_LVL", "time", "CTY_CODE"]
    lines = [
        [
            code[row.partner_iso3],
            row.partner_iso3,
            f"{row.value_usd * factor:.0f}",
            f"{row.duty_usd * factor:.0f}",
            "DET",
            f"{row.month:%Y-%m}",
            code[row.partner_iso3],
        ]
        for row in pd.concat([rows, *ahead]).itertuples()
    ]
    group = ["0014", "PACIFIC RIM COUNTRIES", "1", "1", "CGP", f"{last:%Y-%m}", "0014"]
    return "[" + ",\n".join(json.dumps(line) for line in [head, group, *lines]) + "]"


def census_file(month: str, records: list[tuple[str, str, int, int]]) -> bytes:
    """A month's fixed-width file in its archive: hts10, country, consumption value and duty of each record."""
    lines = []
    for hts10, country, value, duty in records:
        line = f"{hts10}{country}{'0' * 8}{month[:4]}{month[5:7]}{'1':>15}{'0' * 30}{value:015}{value:015}{duty:015}"
        lines.append(line.ljust(178, "0") + f"{value:015}")
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("IMP_DETL.TXT", "\r\n".join([*lines, ""]))
    return content.getvalue()


def world_bank_json(ahead: int = 1) -> str:
    """Growth of every country since 2010 in the form of the interface, and ``ahead`` years more."""
    table = read_table("gdp_actuals")
    rows = table[table["source_id"] == "actuals_wdi"]
    last = rows[rows["year"] == rows["year"].max()]
    every = pd.concat([rows, *(last.assign(year=last["year"] + n) for n in range(1, ahead + 1))])
    return world_bank_rows("NY.GDP.MKTP.KD.ZG", zip(every["area"], every["year"], every["growth_pct"], strict=True))


def world_bank_rows(indicator: str, rows: Iterable[tuple[str, int, float]]) -> str:
    """Figures of an indicator in the form of the interface; ``rows``: code, year and value."""
    listed = [
        {
            "indicator": {"id": indicator, "value": "An indicator"},
            "country": {"id": area[:2], "value": area},
            "countryiso3code": area,
            "date": f"{year}",
            "value": value,
            "unit": "",
            "obs_status": "",
            "decimal": 1,
        }
        for area, year, value in rows
    ]
    head = {"page": 1, "pages": 1, "per_page": 20000, "total": len(listed), "sourceid": "2"}
    return json.dumps([head | {"lastupdated": "2026-10-28"}, listed])
