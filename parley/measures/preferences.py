"""Special rates of the ordinary US duty by origin, and origins that pay column 2.

Symbols of the special column: general note 3(c)(i) of the tariff schedule and, by agreement or programme, general notes
7 (Caribbean), 8 (Israel), 11 (USMCA), 16 (Africa), 18 (Jordan), 25 to 28, 29 (Central America), 30 to 36. The
Generalized System of Preferences (A) ended on 31 December 2020 and is left out; so are symbols for a use (civil
aircraft, dyes, medicines). The lists of countries of notes 7 and 16 are those of 2025.
"""

import re
from datetime import date

_CARIBBEAN = "ABW ATG BHS BRB BLZ CUW DMA GRD GUY HTI JAM MSR KNA LCA VCT TTO VGB"
_AFRICA = (
    "AGO BEN BWA CPV COM COG COD CIV DJI SWZ GMB GHA GNB KEN LSO LBR MDG MWI MRT MUS MOZ NAM NGA RWA STP SEN SLE ZAF "
    "TZA TGO ZMB"
)
_MEMBERS = {
    ("AU",): "AUS",
    ("BH",): "BHR",
    ("CL",): "CHL",
    ("CO",): "COL",
    ("IL",): "ISR",
    ("JO",): "JOR",
    ("JP",): "JPN",
    ("KR",): "KOR",
    ("MA",): "MAR",
    ("OM",): "OMN",
    ("PA",): "PAN",
    ("PE",): "PER",
    ("SG",): "SGP",
    ("P", "P+"): "CRI DOM GTM HND NIC SLV",
    ("S", "S+"): "CAN MEX",
    ("E", "E*"): _CARIBBEAN,
    ("D",): _AFRICA,
}
SYMBOLS = {origin: symbols for symbols, members in _MEMBERS.items() for origin in members.split()}
# general note 3(b); Cuba and North Korea long before the first day answered, the others since Public Law 117-110
COLUMN_2_SINCE = {
    "CUB": date.min,
    "PRK": date.min,
    "BLR": date(2022, 4, 9),
    "RUS": date(2022, 4, 9),
}
_OFFER = re.compile(r"([^()]+)\(([^)]*)\)")
_AD_VALOREM = re.compile(r"([\d.]+)%")


def pays_column_2(origin: str, on: date) -> bool:
    """Whether goods of an origin (ISO code) pay the rates of column 2 on a day."""
    return origin in COLUMN_2_SINCE and on >= COLUMN_2_SINCE[origin]


def special_pct(text: str | None, origin: str) -> float | None:
    """The special rate in percent a line offers an origin; None where it offers none.

    ``text``: the special column as printed. A rate that is not ad valorem, or stands in another heading, counts as 0:
    the least it can be.
    """
    of_origin = SYMBOLS.get(origin, ())
    if not of_origin or not text:
        return None
    for rate, symbols in _OFFER.findall(text):
        if set(of_origin) & {symbol.strip() for symbol in symbols.split(",")}:
            match = _AD_VALOREM.fullmatch(rate.strip(" |"))
            return float(match.group(1)) if match else 0.0
    return None
