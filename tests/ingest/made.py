"""Files in the forms of the two producers, with few rows: the layout from their documents, the figures our own."""

import zipfile
from pathlib import Path

# The first lines of the producer's own file of codes, V202501.
CODES = """country_code,country_name,country_iso2,country_iso3
4,Afghanistan,AF,AFG
156,China,CN,CHN
490,"Other Asia, nes",,S19
842,USA,US,USA
"""
# t, i, j, k, v, q: year, exporter, importer, HS6, thousand US dollars, tonnes; a quantity that is not known is NA.
FLOWS = {
    1995: ["1995,156,842,851712,100.5,2.5", "1995,842,156,010121,7.25,        NA", "1995,490,842,851712,3,0.125"],
    1996: ["1996,156,842,851712,200,4", "1996,156,4,10121,1.5,NA", "1996,4,842,570110,2,1"],
}


def baci_text(year: int, rows: list[str] | None = None) -> str:
    return "\n".join(["t,i,j,k,v,q", *(FLOWS[year] if rows is None else rows), ""])


def baci_archive(folder: Path, texts: dict[int, str] | None = None, version: str = "202501") -> Path:
    texts = texts or {year: baci_text(year) for year in FLOWS}
    path = folder / f"BACI_HS92_V{version}.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for year, text in texts.items():
            archive.writestr(f"BACI_HS92_Y{year}_V{version}.csv", text)
        archive.writestr(f"country_codes_V{version}.csv", CODES)
    return path


def detail(month: str, hts10: str, country: str, value: int, duty: int, quantity: int) -> str:
    """A record of IMP_DETL.TXT: 14 characters of key, ports and provision, year and month, then fields of 15."""
    head = f"{hts10}{country}{'0' * 8}{month[:4]}{month[5:7]}"
    fields = [1, quantity, 0, value, value, duty, 0, 0, 0, 0, value]
    return (head + "".join(f"{field:015}" for field in fields)).ljust(688)


def unit(hts10: str, first: str) -> str:
    """A record of CONCORD.TXT: the line, 150 characters of words, 50 of short words, the units at 211 and 214."""
    return (f"{hts10}{'GOODS':150}{'GOODS':50}{first:3}").ljust(235)


RECORDS = {
    "2024-05": [
        ("8517130000", "5700", 1000, 10, 4),
        ("8517130000", "5700", 500, 5, 2),
        ("0101210010", "4120", 7, 0, 1),
    ],
    "2024-06": [("8517130000", "5700", 2000, 30, 9), ("9801001012", "8220", 11, 0, 0)],
}
UNITS = {"8517130000": "NO", "0101210010": "NO", "9801001012": "X"}


def census_archive(folder: Path, month: str, records: list[str] | None = None) -> Path:
    lines = records if records is not None else [detail(month, *record) for record in RECORDS[month]]
    path = folder / f"IMDB{month[2:4]}{month[5:7]}.ZIP"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("IMP_DETL.TXT", "\r\n".join([*lines, ""]))
        archive.writestr("CONCORD.TXT", "\r\n".join([*(unit(*pair) for pair in UNITS.items()), ""]))
    return path
