"""Claims, arrays, figures and tables of a liquefier study, put together."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from kyokutei.helium.liquefier import figures
from kyokutei.helium.liquefier.claims import MODEL_SOURCES, all_claims, slug
from kyokutei.helium.liquefier.machines import RANGED
from kyokutei.study.kind import Figure, Findings, Table

if TYPE_CHECKING:
    import xarray

    from kyokutei.helium.liquefier.machines import Machine
    from kyokutei.helium.liquefier.results import Other, Result
    from kyokutei.helium.liquefier.study import LiquefierSettings

REFERENCES = (
    *MODEL_SOURCES,
    "Cycle with two expanders: S. C. Collins, Rev. Sci. Instrum. 18, 157 (1947), doi:10.1063/1.1740913.",
    "Solver: C. T. Kelley and D. E. Keyes, SIAM J. Numer. Anal. 35, 508 (1998), doi:10.1137/S0036142996304796.",
)
NOTES = (
    "Streams lose no pressure, the cold box takes up no heat from the hall, and gas is pure: what a real plant loses "
    "to these is inside the ranges of effectiveness and efficiency, or missing.",
    "Ranges are statements of ignorance, all values in them equally likely; the bands are as good as the ranges.",
)


def findings(
    settings: LiquefierSettings, machine: Machine, results: Sequence[Result], others: Sequence[Other]
) -> Findings:
    """Everything that the record of a liquefier study holds."""
    return Findings(
        claims=all_claims(results, settings.confidence),
        data={slug(result.operation.name).replace("-", "_"): _labelled(result) for result in results},
        figures=_figures(settings, results, others),
        tables=[*_tables(machine, results), *([_gallery(others, settings.confidence)] if others else [])],
        notes=[*settings.remarks, *NOTES],
        references=REFERENCES,
    )


def _figures(settings: LiquefierSettings, results: Sequence[Result], others: Sequence[Other]) -> list[Figure]:
    shown = []
    for result in results:
        name, words = slug(result.operation.name).replace("-", "_"), f"{result.machine.name}, {result.operation.name}"
        shown.append(
            Figure(
                f"cycle_{name}",
                f"{words}: the cycle over temperature and entropy, in the middle of the ranges. Dots end an exchanger.",
                lambda axes, cycle=result.cycle: figures.draw_cycle(axes, cycle),
                size_inch=(6.4, 4.8),
            )
        )
        if result.surface is not None:
            shown.append(
                Figure(
                    f"yield_map_{name}",
                    f"{words}: liquid yield over the split of the flow, in the middle of the ranges.",
                    lambda axes, result=result: figures.draw_map(axes, result),
                    size_inch=(6.4, 4.8),
                )
            )
    shown.append(
        Figure(
            "exergy_losses",
            "Where the work goes, in the middle of the ranges: shares of the exergy of compressor and nitrogen.",
            lambda axes: figures.draw_losses(axes, results),
            size_inch=(6.4, 1.6 + 0.38 * len(results[0].cycle.losses)),
        )
    )
    rows: list[Result | Other] = [*results, *others]
    shown.append(
        Figure(
            "work_per_litre",
            f"Work per litre: {100 * settings.confidence:g} % of the plants inside the ranges of each machine, and "
            " published power over published rate where both are known. Ranges were not fitted to rates.",
            lambda axes: figures.draw_bands(axes, rows, settings.confidence),
            size_inch=(6.4, 1.4 + 0.42 * len(rows)),
        )
    )
    return shown


def _tables(machine: Machine, results: Sequence[Result]) -> list[Table]:
    inputs = [[name.replace("_", " "), str(machine.inputs[name])] for name in RANGED]
    if machine.flow_g_per_s is not None:
        inputs.append(["compressor flow g per s", str(machine.flow_g_per_s)])
    if machine.power_kW is not None:
        inputs.append(["compressor power kW", str(machine.power_kW)])
    tables = [Table(f"{machine.name}: what is known of it", ("input", "value or range"), inputs)]
    for result in results:
        rows = [
            [
                node.name,
                f"{node.flow:.4f}",
                f"{node.pressure_bar:.3f}",
                f"{node.temperature_K:.3f}",
                f"{node.enthalpy_J_per_kg / 1e3:.3f}",
                f"{node.entropy_J_per_kg_K / 1e3:.4f}",
                f"{node.vapour_quality:.3f}",
            ]
            for node in result.cycle.nodes
        ]
        heads = ("stream", "flow per compressed", "p / bar", "T / K", "h / kJ/kg", "s / kJ/(kg K)", "vapour")
        tables.append(Table(f"{result.operation.name}: streams, in the middle of the ranges", heads, rows))
        tables.append(_exchangers(result))
    return tables


def _exchangers(result: Result) -> Table:
    rows = [
        [
            exchanger.name,
            f"{exchanger.heat_J_per_kg / 1e3:.2f}",
            f"{exchanger.conductance_J_per_kg_K / 1e3:.2f}",
            f"{exchanger.warm_end_difference_K:.3f}",
            f"{exchanger.cold_end_difference_K:.3f}",
            f"{exchanger.closest_approach_K:.3f}",
        ]
        for exchanger in result.cycle.exchangers
    ]
    heads = ("exchanger", "heat / kJ/kg", "UA / kW/K per kg/s", "warm end / K", "cold end / K", "closest / K")
    return Table(f"{result.operation.name}: exchangers, per kg compressed", heads, rows)


def _gallery(others: Sequence[Other], confidence: float) -> Table:
    rows = []
    for other in others:
        published = "–" if other.operation.litres_per_hour is None else f"{other.operation.litres_per_hour:g}"
        known = other.machine.flow_g_per_s is not None or other.machine.power_kW is not None
        rows.append(
            [
                f"{other.machine.name}, {other.machine.year}",
                other.operation.name,
                published,
                _words(other, "litres_per_hour", confidence) if known else "not predicted: flow unknown",
                _words(other, "flow_g_per_s", confidence),
                _words(other, "work_kWh_per_L", confidence),
                other.operation.source,
            ]
        )
    heads = ("machine", "operation", "published L/h", "model L/h", "flow / g/s (known or needed)", "kWh/L", "source")
    return Table("Other machines: what is published, and what this model says inside their ranges", heads, rows)


def _words(row: Other, quantity: str, confidence: float) -> str:
    low, middle, high = row.band.quantiles(quantity, confidence)
    return f"{middle:.3g} ({low:.3g} to {high:.3g})" if high - low > 1e-9 * high else f"{middle:.3g}"


def _labelled(result: Result) -> xarray.Dataset:
    import xarray

    band, cycle = result.band, result.cycle
    nodes = cycle.nodes
    values: dict[str, tuple[Any, Any, dict[str, str]]] = {
        name: ("draw", band.inputs[:, k], {"units": _unit(name), "long_name": name.rsplit("_", 1)[0].replace("_", " ")})
        for k, name in enumerate(RANGED)
    }
    for name, unit in (
        ("liquid_yield", "1"),
        ("work_kWh_per_L", "kWh/L"),
        ("litres_per_hour", "L/h"),
        ("flow_g_per_s", "g/s"),
    ):
        values[name] = ("draw", getattr(band, name), {"units": unit, "long_name": name.replace("_", " ")})
    for name, unit in (("flow", "1"), ("pressure_bar", "bar"), ("temperature_K", "K"), ("enthalpy_J_per_kg", "J/kg"),
                       ("entropy_J_per_kg_K", "J/(kg K)"), ("vapour_quality", "1")):  # fmt: skip
        column = np.array([getattr(node, name) for node in nodes])
        values[f"node_{name}"] = ("node", column, {"units": unit, "long_name": f"{name.replace('_', ' ')} of a stream"})
    values["exergy_loss"] = (
        "component",
        np.array([loss.loss_J_per_kg for loss in cycle.losses]),
        {"units": "J/kg", "long_name": "exergy lost per kg compressed"},
    )
    coordinates: dict[str, Any] = {
        "node": [node.name for node in nodes],
        "component": [loss.component for loss in cycle.losses],
    }
    if result.surface is not None:
        surface = result.surface
        second = "cold_share" if result.machine.cycle == "collins" else "middle_pressure_bar"
        values["map_yield"] = (("share", second), surface.liquid_yield, {"units": "1", "long_name": "liquid yield"})
        coordinates |= {"share": surface.first, second: surface.second}
    return xarray.Dataset(values, coords=coordinates)


def _unit(name: str) -> str:
    return next((unit for unit in ("bar", "K") if name.endswith(f"_{unit}")), "1")
