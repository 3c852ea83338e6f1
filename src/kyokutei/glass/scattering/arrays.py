"""The results of the planner as labelled arrays."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kyokutei.glass.scattering.plan import Plan

if TYPE_CHECKING:
    import xarray

__all__ = ["labelled_edges", "labelled_searches", "labelled_sets"]


def labelled_sets(plan: Plan) -> xarray.Dataset:
    """Weights of every measurement, singular values, and errors of the partials."""
    import xarray

    pairs = list(plan.together.pairs)
    stacked = [np.stack([one.weights[pair] for pair in pairs]) for one in plan.sets]
    noise = np.stack([plan.together.partial_noise[pair] for pair in pairs])
    return xarray.Dataset(
        {
            "weight": (("set", "pair", "wavevector"), np.stack(stacked), _about("1", "weight, both orders together")),
            "set_noise": (
                ("set", "wavevector"),
                np.stack([one.noise for one in plan.sets]),
                _about("1", "standard deviation of the measured function per relative error of one intensity"),
            ),
            "singular_value": (
                ("wavevector", "order"),
                plan.together.singular_values,
                _about("1", "singular values of the weights"),
            ),
            "partial_noise": (
                ("pair", "wavevector"),
                noise,
                _about("1", "standard deviation of S_ij per relative error of one intensity; inf where undetermined"),
            ),
        },
        coords={
            "set": ("set", list(plan.together.sets), _about("1", "measurement")),
            "pair": ("pair", ["-".join(pair) for pair in pairs], _about("1", "pair of elements")),
            "wavevector": ("wavevector", plan.target.wavevector_per_angstrom, _about("1/Å", "wavevector Q")),
        },
    )


def labelled_edges(plan: Plan) -> xarray.Dataset:
    """Energies and normalisers, chosen and proposed."""
    import xarray

    choices = ("chosen", "proposed")
    rows = [[edge.chosen, edge.proposed] for edge in plan.edges]
    return xarray.Dataset(
        {
            "near": (
                ("edge", "choice"),
                [[one.pair.near_eV for one in row] for row in rows],
                _about("eV", "near energy"),
            ),
            "far": (("edge", "choice"), [[one.pair.far_eV for one in row] for row in rows], _about("eV", "far energy")),
            "normaliser": (
                ("edge", "choice", "wavevector"),
                np.array([[one.normaliser for one in row] for row in rows]),
                _about("1", "normaliser α(Q), squared electrons"),
            ),
            "contrast": (
                ("edge", "choice", "wavevector"),
                np.array([[one.contrast for one in row] for row in rows]),
                _about("1", "share of the coherent intensity that changes"),
            ),
            "amplification": (
                ("edge", "choice", "wavevector"),
                np.array([[one.amplification for one in row] for row in rows]),
                _about("1", "sum of absolute weights"),
            ),
        },
        coords={
            "edge": ("edge", [edge.chosen.pair.label for edge in plan.edges], _about("1", "absorption edge")),
            "choice": ("choice", list(choices), _about("1", "energies of the study file, and proposed ones")),
            "wavevector": ("wavevector", plan.target.wavevector_per_angstrom, _about("1/Å", "wavevector Q")),
        },
    )


def labelled_searches(plan: Plan) -> dict[str, xarray.Dataset]:
    """The searches for far energies, one group for each edge."""
    import xarray

    return {
        f"search_{edge.chosen.pair.element}_{edge.chosen.pair.edge}": xarray.Dataset(
            {
                "contrast": (
                    "offset",
                    edge.search.contrast,
                    _about("1", "smallest share of the coherent intensity that changes"),
                ),
                "amplification": (
                    "offset",
                    edge.search.amplification,
                    _about("1", "largest sum of absolute weights; inf at a zero"),
                ),
            },
            coords={"offset": ("offset", edge.search.offset_eV, _about("eV", "far energy below the edge"))},
        )
        for edge in plan.edges
    }


def _about(units: str, long_name: str) -> dict[str, str]:
    return {"units": units, "long_name": long_name}
