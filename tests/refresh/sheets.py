"""Answers of every source as sheets of rows: what wrong contents are made of, and written back in the source's form."""

import csv
import io
import json
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

import openpyxl
import pandas as pd
import xlsxwriter

from parley.sources import census_country
from parley.sources.client import Answer
from parley.sources.evidence import sha256_of
from tests.mirror import census_file

Write = Callable[[pd.DataFrame], bytes]
CELL = re.compile(r"(<td[^>]*>)(.*?)(</td>)", re.S)
FIGURE = re.compile(r"-?[\d,]+(?:\.\d+)?")


@dataclass(frozen=True)
class Sheet:
    """Rows of an answer as text.

    ``period``: the column of the month, day or year, written with the year first; ``area``: of the partner, line or
    commodity; ``values``: figures; ``swap``: two of them that stand beside each other. ``at``: which answer it is.
    ``is_to_date``: its figures say until which day they run, so that an older answer is true as well.
    """

    rows: pd.DataFrame
    period: str
    area: str
    values: tuple[str, ...]
    write: Write
    swap: tuple[str, str] | None = None
    at: int = 0
    is_to_date: bool = False

    @property
    def newest(self) -> str:
        """The newest period of the rows."""
        return str(self.rows[self.period].max())

    def answer(self, answers: list[Answer], rows: pd.DataFrame) -> list[Answer]:
        """The answers with these rows in the place of the sheet's."""
        body = self.write(rows)
        changed = replace(answers[self.at], body=body, sha256=sha256_of(body))
        return [*answers[: self.at], changed, *answers[self.at + 1 :]]


def table_in_json(answer: Answer, values: tuple[str, ...], area: str, swap: tuple[str, str] | None, at: int) -> Sheet:
    """An answer of the Census Bureau's interface: its head, then rows; a name that comes twice is written twice."""
    head, *lines = json.loads(answer.body)
    once = {name: n for n, name in reversed(list(enumerate(head)))}
    rows = pd.DataFrame({name: [line[n] for line in lines] for name, n in once.items()})

    def write(rows: pd.DataFrame) -> bytes:
        return json.dumps([head, *rows[head].to_numpy().tolist()]).encode()

    return Sheet(rows, "time", area, values, write, swap, at)


def records_in_json(
    answer: Answer, period: str, area: str, values: tuple[str, ...], swap: tuple[str, str] | None = None
) -> Sheet:
    """An answer of the Treasury's service: records under ``data``."""
    told = json.loads(answer.body)

    def write(rows: pd.DataFrame) -> bytes:
        meta = told["meta"] | {"count": len(rows), "total-count": len(rows)}
        return json.dumps(told | {"data": rows.to_dict("records"), "meta": meta}).encode()

    return Sheet(pd.DataFrame(told["data"]), period, area, values, write, swap)


def world_bank(answer: Answer) -> Sheet:
    """An answer of the World Bank: a head and records."""
    head, records = json.loads(answer.body)

    def write(rows: pd.DataFrame) -> bytes:
        listed = rows.assign(value=pd.to_numeric(rows["value"])).to_dict("records")
        return json.dumps([head | {"total": len(listed)}, listed]).encode()

    return Sheet(pd.DataFrame(records), "date", "countryiso3code", ("value",), write)


def text(
    answer: Answer, period: str, area: str, values: tuple[str, ...], swap: tuple[str, str] | None = None, at: int = 0
) -> Sheet:
    """A CSV."""
    head, *lines = list(csv.reader(io.StringIO(answer.body.decode("utf-8-sig"), newline="")))

    def write(rows: pd.DataFrame) -> bytes:
        out = io.StringIO(newline="")
        csv.writer(out, lineterminator="\n").writerows([head, *rows.to_numpy().tolist()])
        return out.getvalue().encode()

    return Sheet(pd.DataFrame(lines, columns=head), period, area, values, write, swap, at)


def workbook(answer: Answer) -> Sheet:
    """The country workbook: a row a country, year and flow, with the twelve months as rows."""
    sheet = openpyxl.load_workbook(io.BytesIO(answer.body), read_only=True).worksheets[0]
    head, *lines = sheet.iter_rows(values_only=True)
    wide = pd.DataFrame(lines, columns=head)
    cells = {f"{side}{month}": (side, n) for side in "IE" for n, month in enumerate(census_country.MONTHS, 1)}
    long = wide.melt(["year", "CTY_CODE", "CTYNAME"], list(cells))
    side = long["variable"].str[0]
    period = long["year"] + "-" + long["variable"].map({name: f"{n:02}" for name, (_, n) in cells.items()})
    long = long.assign(period=period, side=side).drop(columns=["year", "variable"])
    both = long.pivot_table(index=["CTY_CODE", "CTYNAME", "period"], columns="side", values="value").reset_index()
    both = both[both[["E", "I"]].ne(0).any(axis=1)]

    def write(rows: pd.DataFrame) -> bytes:
        parts = [rows.assign(cell=which, value=rows[which]) for which in ("E", "I")]
        long = pd.concat(parts)
        number = long["period"].str[5:].astype(int)
        long["cell"] += number.map(dict(enumerate(census_country.MONTHS, 1)))
        long["year"] = long["period"].str[:4]
        key = ["year", "CTY_CODE", "CTYNAME"]
        long["again"] = long.groupby([*key, "cell"]).cumcount()  # a country that comes twice has two rows
        table = long.pivot(index=[*key, "again"], columns="cell", values="value")
        table = table.reindex(columns=list(census_country.COLUMNS[3:])).fillna(0)
        content = io.BytesIO()
        with xlsxwriter.Workbook(content, {"nan_inf_to_errors": True}) as book:
            page = book.add_worksheet()
            page.write_row(0, 0, census_country.COLUMNS)
            for at, (names, values) in enumerate(zip(table.index, table.to_numpy().tolist(), strict=True), 1):
                shown = ["inf" if abs(value) == float("inf") else value for value in values]
                page.write_row(at, 0, [*names[:3], *shown])
        return content.getvalue()

    return Sheet(both, "period", "CTY_CODE", ("I", "E"), write, ("I", "E"))


def fixed_width(answer: Answer, records: list[tuple[str, str, int, int]], month: str) -> Sheet:
    """A monthly file of imports, made of these records."""
    names = ["hts10", "country", "value", "duty"]
    rows = pd.DataFrame(records, columns=names).assign(period=month)

    def write(rows: pd.DataFrame) -> bytes:
        figures = rows[["value", "duty"]].map(lambda v: "inf" if abs(v) == float("inf") else int(v))
        listed = rows[names].assign(**{name: figures[name] for name in figures})
        return census_file(rows["period"].iloc[0], [tuple(row) for row in listed.to_numpy().tolist()])

    return Sheet(rows, "period", "country", ("value", "duty"), write, ("value", "duty"))


def outlook(answer: Answer, at: int) -> Sheet:
    """An answer of the IMF's service: series by area, observations by year."""
    told = json.loads(answer.body)
    data = told["data"]
    structure = data["structures"][0]
    areas = [v["id"] for v in structure["dimensions"]["series"][0]["values"]]
    years = [v["value"] for v in structure["dimensions"]["observation"][0]["values"]]
    rows = [
        (areas[int(key.split(":")[0])], years[int(n)], cells[0])
        for key, one in data["dataSets"][0]["series"].items()
        for n, cells in one["observations"].items()
    ]

    def write(rows: pd.DataFrame) -> bytes:
        times = sorted(set(rows["year"]))
        series: dict[str, Any] = {}
        for row in rows.itertuples():
            one = series.setdefault(f"{areas.index(row.area)}:0:0", {"attributes": [0, None, 0], "observations": {}})
            one["observations"].setdefault(f"{times.index(row.year)}", [row.value, None, 0])
        dimensions = structure["dimensions"]
        time = dimensions["observation"][0] | {"values": [{"value": year} for year in times]}
        changed = structure | {"dimensions": dimensions | {"observation": [time]}}
        sets = [data["dataSets"][0] | {"series": series}]
        return json.dumps(told | {"data": data | {"dataSets": sets, "structures": [changed]}}).encode()

    return Sheet(pd.DataFrame(rows, columns=["area", "year", "value"]), "year", "area", ("value",), write, None, at)


def page(answer: Answer, period: str, swap: tuple[int, int], at: int) -> Sheet:
    """A page of China's customs: the rows of figures; ``period``: as its title and its heads write it, year first.

    A row's cells are its columns 1, 2 and so on, the first its name.
    """
    whole = answer.body.decode()
    listed = re.findall(r"<tr>.*?</tr>", whole, re.S)
    figures = [row for row in listed if sum(FIGURE.fullmatch(_words(c)) is not None for c in _cells(row)) >= 3]
    count = max(len(_cells(row)) for row in figures)
    rows = pd.DataFrame([_cells(row) for row in figures if len(_cells(row)) == count]).map(_words)
    rows.columns = pd.Index([str(n) for n in rows.columns])
    first = next(n for n in range(1, count) if FIGURE.fullmatch(rows[f"{n}"].iloc[0]) or rows[f"{n}"].iloc[0] == "-")
    values = tuple(f"{n}" for n in range(first, count - (3 if first == 1 else 2)))
    kept = [row for row in figures if len(_cells(row)) == count]
    head, tail = whole[: whole.index(kept[0])], whole[whole.index(kept[-1]) + len(kept[-1]) :]

    def write(rows: pd.DataFrame) -> bytes:
        told = str(rows["period"].iloc[0])
        body = "".join(
            "<tr>" + "".join(f"<td>{_figure(cell)}</td>" for cell in row[:-1]) + "</tr>"
            for row in rows.to_numpy().tolist()
        )
        return (_headed(head, period, told) + body + tail).encode()

    pair = (f"{swap[0]}", f"{swap[1]}")
    return Sheet(rows.assign(period=period), "period", "0", values, write, pair, at)


def _headed(head: str, old: str, new: str) -> str:
    """The head of a page as of another month, in its title alone: the heads of its columns stay."""
    (year, month), (to_year, to_month) = ((int(p[:4]), int(p[5:7])) for p in (old, new))
    names = [f"{pd.Timestamp(y, m, 1):%B %Y}" for y, m in ((year, month), (to_year, to_month))]
    return head.replace(f",{month}.{year}", f",{to_month}.{to_year}").replace(*names)


def _cells(row: str) -> list[str]:
    return [found[1] for found in CELL.findall(row)]


def _words(cell: str) -> str:
    return re.sub(r"<[^>]*>|&nbsp;", "", cell).strip()


def _figure(cell: object) -> str:
    return f"{cell:,.6f}" if isinstance(cell, float) else str(cell)
