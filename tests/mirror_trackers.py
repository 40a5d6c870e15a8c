"""The Budget Lab's release and Waugh's files as the shipped tables have them, in the recorded forms."""

import json
from datetime import date

import pandas as pd

from parley.recipes.trade_monthly import partners_by_name
from parley.recipes.us_tariff_tracker import AUTHORITIES
from parley.sources import budget_lab, waugh
from parley.sources.evidence import sha256_of
from parley.tables.read import read_table
from tests.mirror import Mirror

YALE = f"raw.githubusercontent.com{budget_lab.RELEASE}"
WAUGH = f"raw.githubusercontent.com{waugh.FOLDER}"
RELEASED = date(2026, 6, 9)


def _days(provider: str) -> pd.DataFrame:
    """Rates in percent by day, a column an authority."""
    steps = read_table("us_tariff_average").query("provider == @provider")
    steps = steps[steps["vintage"] == steps["vintage"].max()]
    days = [pd.date_range(row.valid_from, row.valid_to) for row in steps.itertuples()]
    return steps.assign(date=days).explode("date").pivot(index="date", columns="authority", values="rate_pct")


def tracker(mirror: Mirror, released: date = RELEASED, points: float = 0.0, revision: str = "2026_rev_10") -> None:
    """A release of the tracker, every total moved by ``points``."""
    rates = _days("Yale")
    days = rates.index.strftime("%Y-%m-%d")
    total = pd.DataFrame({"date": days, "weighted_etr": ((rates["total"] + points) / 100).to_numpy()})
    named = {column: name for column, name in AUTHORITIES.items() if name != "total"}
    parts = pd.DataFrame({column: (rates[name] / 100).to_numpy() for column, name in named.items()})
    parts = parts.assign(date=days, etr_other=0.0)
    bodies = {budget_lab.OVERALL: total.to_csv(index=False), budget_lab.BY_AUTHORITY: parts.to_csv(index=False)}
    listed = [
        {"name": n, "path": f"data/{n}_{released}.csv", "n_rows": len(rates), "sha256": sha256_of(body.encode())}
        for n, body in bodies.items()
    ]
    as_of = {"last_revision": revision, "last_build_time": f"{released}T16:54:15-0400"}
    manifest = {"publication_date": f"{released}", "data_as_of": as_of, "files": listed}
    mirror.gives(f"{YALE}/MANIFEST.json", json.dumps(manifest), "text/plain")
    for n, body in bodies.items():
        mirror.gives(f"{YALE}/data/{n}_{released}.csv", body, "text/plain")


def waugh_files(mirror: Mirror, points: float = 0.0, new_day: str = "") -> None:
    """Both files, the average moved by ``points``, the partners with one day of action more."""
    days = _days("Waugh")["total"] + points
    daily = pd.DataFrame({"date": days.index.strftime("%Y-%m-%d"), "import_weighted_avg_tariff": days.to_numpy()})
    mirror.gives(f"{WAUGH}/{waugh.DAILY}", daily.to_csv(), "text/plain")
    rates = read_table("average_tariffs").query("provider == 'Waugh' and method == 'waugh'")
    if new_day:
        rates = pd.concat([rates, rates[rates["date"] == rates["date"].max()].assign(date=pd.Timestamp(new_day))])
    names = {iso3: name for name, iso3 in partners_by_name().items()}
    table = pd.DataFrame(
        {
            "date": rates["date"].dt.strftime("%Y-%m-%d"),
            "country_name": rates["exporter_iso3"].map(names),
            "effective tariff": rates["rate_pct"],
            "total imports": 1.0,
            "2024 tariff": 0.0,
        }
    )
    mirror.gives(f"{WAUGH}/{waugh.PARTNERS_FILE}", table.to_csv(index=False), "text/plain")
