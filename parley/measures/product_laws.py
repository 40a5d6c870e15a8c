"""Law by law, what a US tariff says about one product from China on a day."""

from datetime import date
from typing import Any

import pandas as pd

from parley.measures.product_rates import chosen_metals, due, free, governing
from parley.measures.tariffs import in_force

# from what is owed to what is not
MONEY = ["value_usd", "duty_usd"]
STATES = (
    "in_scope",
    "partly",
    "some_goods",
    "outranked",
    "partly_exempt",
    "some_goods_exempt",
    "exempt",
    "under_232",
    "suspended",
)
COLUMNS = [
    "authority",
    "programme",
    "state",
    "rate_pct",
    "rate_basis",
    "use_limit",
    "heading_ch99",
    "valid_from",
    "scheduled_end",
    "confirmed_until",
    "lines",
    "share_pct",
    "event_id",
    "citation",
    "verification",
    "source_id",
]
SAME = [
    "authority",
    "programme",
    "role",
    "rate_pct",
    "rate_basis",
    "use_limit",
    "heading_ch99",
    "valid_from",
    "scheduled_end",
]
FIRST_OF = ["confirmed_until", "event_id", "citation", "verification", "source_id"]


def laws(lines: pd.DataFrame, matched: pd.DataFrame, layers: pd.DataFrame, on: date) -> pd.DataFrame:
    """One row per law and rate that touches the lines (``with_ordinary``) on a day, the ordinary duty left out.

    ``lines`` counts the lines it speaks of, ``share_pct`` their part of the imports of 2024 (of the lines, where
    nothing was imported); of a duty on all goods, those that owe it. States: in_scope; partly (some of the lines);
    some_goods (goods no code tells apart); outranked (listed, another list of the authority decides); exempt,
    partly_exempt, some_goods_exempt; under_232 (free of the duty on all goods because section 232 applies);
    suspended (listed, the duty never began). Goods that a list names in part are read as ``product_rates.CENTRAL``
    reads them; ``use_limit`` says which goods are meant.
    """
    present = governing(matched, on)
    china = in_force(layers, on)
    china = china[(china["importer_iso3"] == "USA") & (china["exporter_iso3"] == "CHN")]
    on_all = china[china["coverage"].isin(["all_goods", "broad_with_exemptions"])]
    own_list = present["programme"].isin(on_all["programme"]) & (present["role"] != "exempt_partial")
    under_232 = _owing_232(present, on)
    rows = [
        *_listed(lines, present[~own_list], _deciding(present, on)),
        *(_on_all(lines, layer, present[own_list], under_232) for _, layer in on_all.iterrows()),
    ]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    order = frame["state"].map(STATES.index)
    return frame.assign(order=order).sort_values(["order", "authority", "valid_from"]).drop(columns="order")


def _part(lines: pd.DataFrame, codes: pd.Series | pd.Index) -> tuple[int, float]:
    """How many of the lines these codes are, and their share of the value (or of the number) in percent."""
    hit = lines["hts10"].isin(codes)
    weight = lines["value_usd"] if lines["value_usd"].sum() > 0 else pd.Series(1.0, index=lines.index)
    return int(hit.sum()), float(weight[hit].sum() / weight.sum() * 100)


def _deciding(present: pd.DataFrame, on: date) -> pd.Index:
    """Index of the rows that set a rate: the highest list of section 301, the one programme of section 232."""
    lists = present[(present["authority"] == "section_301") & due(present)]
    highest = lists.sort_values("rate_pct").drop_duplicates("code", keep="last")
    return highest.index.union(chosen_metals(present, on).index)


def _owing_232(present: pd.DataFrame, on: date) -> pd.DataFrame:
    one = chosen_metals(present, on)
    return one[due(one) & (one["rate_basis"] != "metal_share")]


def _listed(lines: pd.DataFrame, present: pd.DataFrame, deciding: pd.Index) -> list[dict[str, Any]]:
    rows = []
    for key, group in present.groupby(SAME, dropna=False):
        law: dict[str, Any] = dict(zip(SAME, key, strict=True))
        decides, owed = group.index.isin(deciding), due(group).to_numpy()
        owing = group[decides] if (decides & owed).any() else group
        count, share = _part(lines, owing["code"])
        state = _state(law["role"], bool(owed.any()), bool(decides.any()), count < len(lines))
        first: dict[str, Any] = {column: group[column].iloc[0] for column in FIRST_OF}
        rows.append({**law, **first, "state": state, "lines": count, "share_pct": share})
    return rows


def _state(role: str, owed: bool, decides: bool, some_only: bool) -> str:
    if owed:
        return "outranked" if not decides else "partly" if some_only else "in_scope"
    if role == "exempt":
        return "partly_exempt" if some_only else "exempt"
    return {"in_scope_partial": "some_goods", "exempt_partial": "some_goods_exempt"}.get(role, role)


def _on_all(lines: pd.DataFrame, layer: pd.Series, lists: pd.DataFrame, under_232: pd.DataFrame) -> dict[str, Any]:
    """One duty on all goods: in scope but for its exempt list and, where it spares them, goods under section 232."""
    same = (lists["authority"] == layer["authority"]) & (lists["programme"] == layer["programme"])
    exempt = lists.loc[same & free(lists), "code"]
    metal = under_232["code"] if layer["coverage"] == "broad_with_exemptions" else under_232["code"].iloc[:0]
    count, share = _part(lines, lines.loc[~lines["hts10"].isin(exempt) & ~lines["hts10"].isin(metal), "hts10"])
    state = "in_scope" if count == len(lines) else "partly" if count else "exempt" if len(exempt) else "under_232"
    source_rows = lists[same].iloc[0] if state == "exempt" else layer
    return {
        **{column: layer.get(column) for column in COLUMNS},
        "state": state,
        "rate_basis": "additional",
        "use_limit": "none",
        "heading_ch99": source_rows.get("heading_ch99"),
        "citation": source_rows.get("citation", layer.get("instrument")),
        "lines": count,
        "share_pct": share,
        "verification": source_rows["verification"],
        "source_id": source_rows["source_id"],
    }


def ordinary(lines: pd.DataFrame, mfn: pd.DataFrame) -> pd.DataFrame:
    """The ordinary duty as printed, one row per rate: general_rate_text, ad_valorem_pct, lines, share_pct, source_id.

    Lines the schedule of 2025 does not have are left out.
    """
    printed = lines.assign(hts8=lines["hts10"].str[:8]).merge(mfn, on="hts8", how="inner")
    rows = []
    for text, group in printed.groupby("general_rate_text"):
        count, share = _part(lines, group["hts10"])
        first = group.iloc[0]
        rows.append((text, first["ad_valorem_pct"], count, share, first["valid_from"], first["source_id"]))
    columns = ["general_rate_text", "ad_valorem_pct", "lines", "share_pct", "valid_from", "source_id"]
    return pd.DataFrame(rows, columns=columns).sort_values("share_pct", ascending=False, ignore_index=True)


def lines_of(trade: pd.DataFrame, code: str) -> pd.DataFrame:
    """The ten-digit lines under a code with the imports from China of 2024; a line others shipped has zero.

    ``trade``: rows of us_imports_hs10_2024 of all partners. A code without any line stands for itself.
    """
    under = trade[trade["hts10"].str.startswith(code)]
    china = under["exporter_iso3"] == "CHN"
    of_country = under.assign(**{name: under[name].where(china, 0) for name in MONEY})
    lines = of_country.groupby("hts10", as_index=False)[MONEY].sum()
    if lines.empty:
        return pd.DataFrame({"hts10": [code], **{name: [0] for name in MONEY}})
    return lines
