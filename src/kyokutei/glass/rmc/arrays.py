"""Labelled arrays of the reverse Monte Carlo study."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import xarray

    from kyokutei.glass.rmc.report import Result

__all__ = ["labelled"]


def labelled(result: Result) -> dict[str, xarray.Dataset]:
    """Pair distributions, fits, histories and last configurations by group."""
    import xarray

    groups = {"pair_distributions": _pairs(result), "history": _history(result), "configurations": _last(result)}
    first = 0
    for place, one in enumerate(result.data):
        model = result.ensemble.fitted[:, first : first + len(one)]
        first += len(one)
        groups[f"fit_{place}"] = xarray.Dataset(
            {
                "data": ("Q", one.value, _about("1", f"S(Q) of {one.name}")),
                "sigma": ("Q", one.sigma, _about("1", "standard deviation")),
                "model": (("replica", "Q"), model, _about("1", "model of each replica")),
            },
            coords={"Q": ("Q", one.abscissa, _about("1/Å", "wavevector"))},
            attrs={"name": one.name},
        )
    return groups


def _pairs(result: Result) -> xarray.Dataset:
    import xarray

    g = result.ensemble.pair_distributions
    names = ["-".join(pair) for pair in g]
    variables = {
        "g": (("pair", "replica", "r"), np.stack(list(g.values())), _about("1", "partial pair distribution function"))
    }
    if result.without is not None:
        rest = np.stack(list(result.without.pair_distributions.values()))
        variables["g_without"] = (("pair", "replica", "r"), rest, _about("1", "the same without some data"))
    dataset = xarray.Dataset(
        variables,
        coords={
            "r": ("r", result.r, _about("Å", "distance, centre of the bin")),
            "pair": ("pair", names, _about("1", "pair of species")),
        },
    )
    if result.truth is not None:
        truth = np.stack([result.truth[pair] for pair in g])
        dataset["g_true"] = (("pair", "r"), truth, _about("1", "of the truth of the twin experiment"))
    return dataset


def _history(result: Result) -> xarray.Dataset:
    import xarray

    return xarray.Dataset(
        {
            "chi_square": (
                ("replica", "block", "set"),
                result.ensemble.chi_square,
                _about("1", "χ² with the stated errors"),
            ),
            "moves": (
                ("replica", "stage"),
                result.ensemble.moves,
                _about("1", "moves generated, tried, transformed, accepted"),
            ),
        },
        coords={"set": ("set", [one.name for one in result.data], _about("1", "data set"))},
    )


def _last(result: Result) -> xarray.Dataset:
    import xarray

    from kyokutei.glass.rmc.replicas import chain_of

    last = [chain_of(result.ensemble.plan, kept).configuration for kept in result.ensemble.last]
    positions = np.stack([one.positions for one in last])
    return xarray.Dataset(
        {
            "positions": (("replica", "atom", "axis"), positions, _about("Å", "positions at the end of each replica")),
            "species": (("replica", "atom"), np.stack([one.species for one in last]), _about("1", "species")),
            "cell": (("vector", "axis"), last[0].cell, _about("Å", "lattice vectors as rows")),
        }
    )


def _about(units: str, long_name: str) -> dict[str, str]:
    return {"units": units, "long_name": long_name}
