"""Answers of the Daily Treasury Statement and of China's customs on goods, in the forms reported and printed."""

import json

import pandas as pd

from parley.sources import treasury_daily
from parley.tables.read import read_table

DEPOSITS, WITHDRAWALS = treasury_daily.DEPOSITS[-1], treasury_daily.WITHDRAWALS[0]
# China's customs, Major Exports by Quantity and Value, May 2026 (in USD), page of 10 June 2026: unit, then quantity and
# value of the month, of January to May, of the same months of 2025, and the printed changes.
MAY_2026 = (
    ("Agriculture products*", "—", "- 8,838.9 - 43,243.2 - 41,196.0 - 5.0"),
    ("&nbsp;&nbsp;&nbsp;&nbsp;Aquatic products", "10,000 Tons", "39.1 1,738.5 185.7 7,969.8 177.4 8,158.4 4.7 -2.3"),
    ("Grain food", "10,000 Tons", "28.6 149.0 126.1 702.8 114.3 745.2 10.3 -5.7"),
    ("Refined petroleum products", "10,000 Tons", "336.8 3,763.5 1,923.3 16,027.3 2,184.3 14,454.8 -12.0 10.9"),
    ("Rare-earth ore, metals, compounds", "Tons", "5,490.4 63.1 25,378.0 243.6 24,827.1 168.1 2.2 44.9"),
    ("Medical and pharmaceutical products", "10,000 Tons", "14.5 2,311.7 71.1 11,485.3 66.1 10,652.7 7.6 7.8"),
    ("Fertilizers", "10,000 Tons", "297.1 768.7 1,436.4 3,346.9 1,283.8 2,711.6 11.9 23.4"),
    ("Plastic articles", "-", "- 10,272.4 - 46,513.7 - 42,772.9 - 8.7"),
    ("Textile yarn, fabrics and articles thereof", "-", "- 12,587.7 - 59,482.5 - 58,465.6 - 1.7"),
    ("Garments and clothing accessories", "-", "- 13,016.7 - 57,244.3 - 58,184.9 - -1.6"),
    ("Footwear", "10,000 Pairs", "7.4 3,431.8 34.9 15,756.9 37.0 17,572.6 -5.7 -10.3"),
    ("Ceramic products", "10,000 Tons", "141.1 969.1 779.2 7,076.4 757.2 8,886.2 2.9 -20.4"),
    ("Products, of steel or iron", "10,000 Tons", "1,034.1 7,215.0 4,455.4 31,142.0 4,847.1 34,010.7 -8.1 -8.4"),
    (
        "Unwrought aluminium and aluminium products",
        "10,000 Tons",
        "63.2 2,597.1 268.5 10,560.3 243.2 8,476.6 10.4 24.6",
    ),
    ("Furniture and parts thereof", "-", "- 5,743.1 - 27,706.8 - 27,340.4 - 1.3"),
    ("Toys", "-", "- 2,808.5 - 12,187.3 - 13,945.0 - -12.6"),
    ("Mechanical and electrical products*", "-", "- 240,950.9 - 1,089,884.7 - 890,289.1 - 22.4"),
)


def goods_page(year: int = 2026, month: int = 5, flow: str = "Export") -> str:
    """The page of major goods with the figures of May 2026, whatever month it is headed; February joins January."""
    is_joined = month == 2
    own = [] if is_joined else [f"{month}"]
    heads = [*own, f"1-{month} Total", f"1-{month} Total,{year - 1}", f"1-{month} Total, Year-On-Year(%)&nbsp;"]
    body = ""
    for name, unit, figures in MAY_2026:
        cells = figures.split()[2 if is_joined else 0 :]
        body += f"<tr><td><span>{name}</span></td><td><span>{unit}</span></td>"
        body += "".join(f"<td align='right'><span>{cell}&nbsp;</span></td>" for cell in cells) + "</tr>"
    told = f"January-February {year}" if is_joined else f"{pd.Timestamp(year, month, 1):%B %Y}"
    title = f"(5) China's Major {flow}s by Quantity and Value, {told} (in USD)"
    day = pd.Timestamp(year, month, 1) + pd.DateOffset(months=1, days=8)
    return (
        f"<html><body><div class='atcl'><div class='atcl-ttl'>{title}</div><div class='atcl-date'>{day:%Y/%m/%d}</div>"
        f"<div class='atcl-cnt'><table><tbody><tr><td colspan=10><span>{title}</span></td></tr>"
        "<tr><td colspan=10><span>Unit: USD1 Million</span></td></tr>"
        "<tr><td rowspan=2>Commodity</td><td rowspan=2>Quantity Unit</td>"
        + "".join(f"<td colspan=2><span>{head}</span></td>" for head in heads)
        + f"</tr><tr>{'<td>Quantity</td><td>Value</td>' * len(heads)}</tr>{body}"
        "</tbody></table></div></div></body></html>"
    )


def goods_index(pages: dict[str, dict[int, str]]) -> str:
    """The index of preliminary pages: by flow, the address of each month that is out."""
    names = [f"{pd.Timestamp(2026, n, 1):%b}" for n in range(1, 13)]
    rows = ""
    for number, flow in ((5, "Export"), (6, "Import")):
        own = pages.get(flow, {})
        cells = "".join(
            f"<a href={own[n]}> {name}.</a>" if n in own else f"<span>{name}.</span>" for n, name in enumerate(names, 1)
        )
        for currency in ("CNY", "USD"):
            links = cells if currency == "USD" else cells.replace(".html", "-cny.html")
            title = f"({number}) China's Major {flow}s by Quantity and Value (in {currency})"
            rows += f"<tr><td>{title}</td><td>{links}</td></tr>"
    return f"<html><table><thead><tr><th>Title</th><th>Month</th></tr></thead><tbody>{rows}</tbody></table></html>"


def daily_json(last_day: str = "2026-10-09", since: str = "2026-08-01", factor: float = 1.0) -> str:
    """Both customs lines and another of every working day, in millions: days of equal size that add to the months here.

    The month that runs here is carried on at its pace; a later month has as much a day as the one before.
    """
    table = read_table("us_customs_deposits_monthly").set_index("month")
    rows: list[dict[str, str]] = []
    pace = (1000, 800)
    for month in pd.date_range(since, last_day, freq="MS"):
        days = pd.bdate_range(month, min(month + pd.offsets.MonthEnd(), pd.Timestamp(last_day)))
        here = table.loc[month] if month in table.index else None
        if here is not None and not here["is_partial_month"]:
            days = days[days <= here["last_day"]]
        known = len(days) if here is None else int((days <= here["last_day"]).sum())
        sums = [0, 0]
        for number, day in enumerate(days, 1):
            for at, (kind, line) in enumerate((("Deposits", DEPOSITS), ("Withdrawals", WITHDRAWALS))):
                if here is None or number > known:
                    today = pace[at]
                else:
                    whole = round(here[("customs_deposits_usd", "cbp_withdrawals_usd")[at]] / 1e6)
                    today = whole * number // known - whole * (number - 1) // known
                sums[at] += today
                rows.append(_line(day, kind, line, today * factor, sums[at] * factor))
            rows.append(_line(day, "Deposits", "Taxes - Corporate Income", 5, 5))
    named = dict.fromkeys(rows[0], "")
    formats = {name: "$1,000,000" if name.endswith("_amt") else "String" for name in named}
    meta = {"count": len(rows), "labels": named, "dataTypes": named, "dataFormats": formats, "total-count": len(rows)}
    return json.dumps({"data": rows, "meta": meta | {"total-pages": 1}, "links": {"next": None}})


def _line(day: pd.Timestamp, kind: str, line: str, today: float, to_date: float) -> dict[str, str]:
    return {
        "record_date": f"{day:%Y-%m-%d}",
        "transaction_type": kind,
        "transaction_catg": line,
        "transaction_today_amt": f"{today:.0f}",
        "transaction_mtd_amt": f"{to_date:.0f}",
    }
