"""Helium properties beside CoolProp's equation and tables in the same run: time per state and error, one table.

``pytest benchmarks/test_helium_properties.py -s`` prints the table at the end. States are 5.5-300 K, 1-20 bar (no
dome, which CoolProp's tables do not claim). Errors are against our solution of the equation, which the tests hold to
CoolProp's own to 1e-9.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray
from pytest_benchmark.fixture import BenchmarkFixture

from kyokutei.helium import properties
from kyokutei.helium.properties import arrays, inverse, tables

Table = list[tuple[str, str, float, float, float, float]]
FloatArray = NDArray[np.float64]

INPUTS = {"PH": inverse.ENTHALPY, "PS": inverse.ENTROPY}
BOTH = pytest.mark.parametrize("inputs", list(INPUTS))


@pytest.fixture(scope="module")
def rows() -> Iterator[Table]:
    collected: Table = []
    yield collected
    print("\ninputs  program                     µs/state   max |ΔT/T|   max |Δρ/ρ|   99 % |Δρ/ρ|")
    for inputs, program, time, temperature, density, most in sorted(collected):
        print(f"{inputs:6}  {program:25} {time:10.3f} {temperature:12.1e} {density:12.1e} {most:13.1e}")


def states(count: int, wanted: int) -> tuple[FloatArray, FloatArray, FloatArray]:
    generator = np.random.default_rng(8)
    temperature = 5.5 * np.exp(generator.uniform(0.0, np.log(300.0 / 5.5), count))
    pressure = 1e5 * np.exp(generator.uniform(0.0, np.log(20.0), count))
    exact = arrays.single_phase_states(temperature, pressure)
    return pressure, exact[:, wanted], np.column_stack([temperature, exact[:, 0]])


def report(  # noqa: PLR0917
    rows: Table, benchmark: BenchmarkFixture, inputs: str, program: str, found: FloatArray, exact: FloatArray
) -> None:
    error = np.abs(found / exact - 1.0)
    microseconds = 1e6 * benchmark.stats.stats.min / len(exact)
    benchmark.extra_info.update(max_error_T=float(error[:, 0].max()), max_error_rho=float(error[:, 1].max()))
    rows.append((inputs, program, microseconds, *map(float, error.max(axis=0)), float(np.quantile(error[:, 1], 0.99))))


@BOTH
@pytest.mark.parametrize("method", ["equation", "table"])
def test_ours(benchmark: BenchmarkFixture, rows: Table, inputs: str, method: Any) -> None:
    wanted = INPUTS[inputs]
    pressure, value, exact = states(1_000_000 if method == "table" else 20_000, wanted)
    kernel = tables.states_from_caloric if method == "table" else arrays.states_from_caloric
    found = kernel(pressure, value, wanted)
    benchmark.pedantic(kernel, args=(pressure, value, wanted), rounds=7, warmup_rounds=1)
    report(rows, benchmark, inputs, f"kyokutei {method}, kernel", found[:, :2], exact)


@BOTH
def test_ours_through_the_public_function(benchmark: BenchmarkFixture, rows: Table, inputs: str) -> None:
    pressure, value, exact = states(1_000_000, INPUTS[inputs])
    call = properties.state_from_enthalpy if inputs == "PH" else properties.state_from_entropy
    found = call(value, pressure, method="table")
    benchmark.pedantic(call, args=(value, pressure), kwargs={"method": "table"}, rounds=5, warmup_rounds=1)
    both = np.column_stack([found.temperature_K, found.density_kg_per_m3])
    report(rows, benchmark, inputs, "kyokutei table, checked", both, exact)


@pytest.mark.peer
@BOTH
@pytest.mark.parametrize("backend", ["HEOS", "BICUBIC&HEOS"])
def test_coolprop(benchmark: BenchmarkFixture, rows: Table, inputs: str, backend: str) -> None:
    """The TTSE tables are left out: one long loop of theirs ended in a segmentation fault, seen once."""
    coolprop = pytest.importorskip("CoolProp")
    pressure, value, exact = states(2000 if backend == "HEOS" else 20_000, INPUTS[inputs])
    # CoolProp's zero of enthalpy and entropy is ours to a few 1e-2 J/kg: it is taken out
    zero = zero_of_coolprop(coolprop, INPUTS[inputs])
    state = coolprop.AbstractState(backend, "Helium")
    found = coolprop_states(coolprop, state, inputs)(pressure, value - zero)
    benchmark.pedantic(coolprop_states(coolprop, state, inputs), args=(pressure, value - zero), rounds=3)
    report(rows, benchmark, inputs, f"CoolProp {backend}", found, exact)


def zero_of_coolprop(coolprop: Any, wanted: int) -> float:
    state = coolprop.AbstractState("HEOS", "Helium")
    state.update(coolprop.PT_INPUTS, 1e5, 300.0)
    ours = arrays.single_phase_states(np.array([300.0]), np.array([1e5]))[0, wanted]
    return float(ours - (state.hmass() if wanted == inverse.ENTHALPY else state.smass()))


def coolprop_states(coolprop: Any, state: Any, inputs: str) -> Callable[[FloatArray, FloatArray], FloatArray]:
    def loop(pressure: FloatArray, value: FloatArray) -> FloatArray:
        out = np.empty((pressure.size, 2))
        for index in range(pressure.size):
            if inputs == "PH":
                state.update(coolprop.HmassP_INPUTS, value[index], pressure[index])
            else:
                state.update(coolprop.PSmass_INPUTS, pressure[index], value[index])
            out[index] = state.T(), state.rhomass()
        return out

    return loop


def test_building_both_tables(benchmark: BenchmarkFixture) -> None:
    def both() -> None:
        for wanted in INPUTS.values():
            tables.building.build(wanted, columns=tables.COLUMNS, rows=tables.ROWS)

    benchmark.pedantic(both, rounds=3, warmup_rounds=1)
