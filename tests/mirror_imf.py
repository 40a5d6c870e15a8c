"""A World Economic Outlook in the recorded form of the IMF's service, made from the shipped forecasts."""

import json

from parley.sources import imf
from parley.tables.read import read_table

FLOW = "api.imf.org/external/sdmx/3.0/data/dataflow/IMF.RES"


def outlook(edition: imf.Edition, points: float = 0.0, years_on: int = 0) -> str:
    """Growth of the edition of October 2025, moved by ``points`` and ``years_on``, as the edition named."""
    rows = read_table("forecasts").query("edition == 'WEO_2025_10' and decimals == 3")
    codes = {area: code for code, area in imf.GROUPS.items()}
    areas, years = sorted(rows["area"].unique()), sorted(rows["target_year"].unique())
    periods = [years[0] - 1, *years, years[-1] + 1]
    value = rows.set_index(["area", "target_year"])["value_pct"]
    series = {
        f"{n}:0:0": {
            "attributes": [0, None, 0],
            "observations": {
                f"{at}": [f"{value.get((area, year), 1.0) + points:g}", None, 0] for at, year in enumerate(periods)
            },
        }
        for n, area in enumerate(areas)
    }
    urn = f"urn:sdmx:org.sdmx.infomodel.datastructure.Dataflow=IMF.RES:{imf.flow(edition)}(1.0.0)"
    named = {"COUNTRY": [codes.get(a, a) for a in areas], "INDICATOR": [imf.GROWTH], "FREQUENCY": ["A"]}
    dimensions = [
        {"id": name, "keyPosition": n, "roles": [], "values": [{"id": v} for v in values]}
        for n, (name, values) in enumerate(named.items())
    ]
    time = {"id": "TIME_PERIOD", "keyPosition": 3, "values": [{"value": f"{y + years_on}"} for y in periods]}
    structure = {
        "dataSets": [0],
        "links": [{"urn": urn, "title": "Dataflow"}],
        "dimensions": {"series": dimensions, "observation": [time]},
    }
    sets = {"structure": 0, "action": "Replace", "series": series}
    return json.dumps({"meta": {}, "data": {"dataSets": [sets], "structures": [structure]}})
