"""The datasets of a folder that ``parley ingest`` made."""

from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

import pyarrow as pa

from parley.explore.datasets import Dataset, levels_down_to
from parley.explore.limits import EngineError
from parley.explore.question import PRODUCTS
from parley.ingest.files import IngestError
from parley.ingest.folder import Holdings, read_note
from parley.ingest.form import BACI, CENSUS, CENSUS_ANNUAL, Form

PARTITIONS = {"year": pa.int16(), "chapter": pa.string()}
DIMENSION_OF = {
    "exporter_iso3": "origin",
    "importer_iso3": "destination",
    "month": "month",
    "quantity_unit": "unit",
}


def datasets(folder: Path) -> list[Dataset]:
    """What the folder holds, each dataset whole. Raises EngineError where it holds none, or a note is broken."""
    try:
        places = [place for place in sorted(folder.iterdir()) if place.is_dir()]
        read = [(place, there) for place in places if (there := read_note(place)) is not None and there.years]
    except (IngestError, OSError) as error:
        raise EngineError(f"PARLEY_BULK: {error}") from error
    if not read:
        raise EngineError(f"PARLEY_BULK: {folder} holds no dataset. Make one with parley ingest.")
    return [_with_sums(_dataset(place, there), place, there) for place, there in read]


def _dataset(place: Path, there: Holdings) -> Dataset:
    years = sorted(there.years)
    dataset = partial(
        Dataset,
        name=place.name,
        source="",
        origin="exporter_iso3",
        files=tuple(there.files(place)),
        partitions=tuple(PARTITIONS),
    )
    if there.kind == BACI.kind:
        return dataset(
            title=f"World trade by product, exporter and importer, {_span(years)} (BACI {there.edition})",
            measures=("value", "quantity"),
            dimensions=(*levels_down_to("hs6"), "origin", "destination", "year"),
            levels=levels_down_to("hs6"),
            gaps=(
                "Quantities are in tonnes as CEPII gives them and missing for some flows; "
                "the part of the value that has one is told beside each sum.",
            ),
            producer=f"CEPII, BACI {there.edition}",
            quantity_unit="t",
            product="hs6",
            destination="importer_iso3",
            time="year",
            quantity="quantity_t",
            columns=_columns(BACI),
        )
    if there.kind == CENSUS_ANNUAL.kind:
        return dataset(
            title=f"US imports by statistical line and origin, {_span(years)}",
            measures=("value", "duty", "rate_collected"),
            dimensions=(*levels_down_to("hts10"), "origin", "year"),
            levels=levels_down_to("hts10"),
            producer="US Census Bureau, International Trade API, annual totals",
            product="hts10",
            time="year",
            columns=_columns(CENSUS_ANNUAL),
        )
    months = sorted(month for year in there.years.values() for month in year.prints)
    return dataset(
        title=f"US imports by statistical line, origin and month, {months[0]} to {months[-1]}",
        measures=("value", "duty", "rate_collected", "quantity"),
        dimensions=(*levels_down_to("hts10"), "origin", "year", "month", "unit"),
        levels=levels_down_to("hts10"),
        gaps=_absent(months),
        producer="US Census Bureau, monthly files of imports",
        product="hts10",
        time="month",
        columns=_columns(CENSUS),
    )


def _with_sums(dataset: Dataset, place: Path, there: Holdings) -> Dataset:
    """The dataset with the sums that were made with every year of it."""
    (form,) = [form for form in (BACI, CENSUS, CENSUS_ANNUAL) if form.kind == there.kind]
    all_sums = []
    for by in form.sums:
        if files := there.sums(place, form.name_of(by)):
            product = next((column for column in by if column in PRODUCTS), "")
            places = [DIMENSION_OF[column] for column in by if column != product]
            sums = replace(
                dataset,
                name=f"{dataset.name}_by_{form.name_of(by)}",
                dimensions=(*(levels_down_to(product) if product else ()), *places, "year"),
                product=product,
                columns=pa.schema([*form.schema_of(by), pa.field("year", PARTITIONS["year"])]),
                files=tuple(files),
                partitions=("year",),
                covered=Form.COVERED if form.quantity else "",
            )
            all_sums.append(sums)
    return replace(dataset, sums=tuple(all_sums))


def _columns(form: Form) -> pa.Schema:
    stored = [field for field in form.schema if field.name not in PARTITIONS]
    return pa.schema([*stored, *PARTITIONS.items()])


def _span(years: Sequence[str]) -> str:
    whole = len(years) == int(years[-1]) - int(years[0]) + 1
    return f"{years[0]} to {years[-1]}" if whole and len(years) > 1 else ", ".join(years)


def _absent(months: Sequence[str]) -> tuple[str, ...]:
    """Which months of the years held are not there, so that no sum of a year is taken for a whole one."""
    every = {f"{year}-{month:02}" for year in {m[:4] for m in months} for month in range(1, 13)}
    lacking = sorted(every - set(months))
    sentence = f"These months are not in the folder, so sums of their years lack them: {', '.join(lacking)}."
    return (sentence,) if lacking else ()
