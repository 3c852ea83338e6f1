"""How much each partial structure factor counts in what X-rays measure: Faber-Ziman and anomalous weights."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping, species_pairs
from kyokutei.glass.scattering.anomalous_factors import AnomalousTable, anomalous_factor
from kyokutei.glass.scattering.element_tables import absorption_edges, electron_shell_element
from kyokutei.glass.scattering.form_factors import form_factor
from kyokutei.glass.scattering.mole_fractions import mole_fractions

__all__ = [
    "anomalous_normaliser",
    "anomalous_pair_terms",
    "anomalous_weights",
    "edges_between",
    "mean_square_form_factor",
    "require_energies",
    "scattering_factor",
    "squared_mean_form_factor",
    "weights",
]

_LOWEST_EDGE_EV = 1000.0  # shallower edges bind too few electrons to disturb hard X-rays
_VANISHING = 1e-12  # |α| over the sum of its absolute terms, below which only rounding is left
_Tables = Mapping[str, AnomalousTable] | None
_Ions = Mapping[str, str] | None


def scattering_factor(
    element: str,
    wavevector_per_angstrom: ArrayLike,
    *,
    energy_eV: float,
    tables: _Tables = None,
    ion: str | None = None,
) -> NDArray[np.complex128]:
    """f(Q, E) = f0(Q) + f′(E) + i f″(E) of an element [electrons].

    Parameters
    ----------
    element
        Symbol.
    wavevector_per_angstrom
        Q [1/Å], any shape.
    energy_eV
        Photon energy [eV].
    tables
        Anomalous factors to be used instead of Chantler's, by element.
    ion
        Ion whose f0 is taken instead of the neutral atom's, such as ``"Si4+"``.

    Raises
    ------
    OutOfRangeError
        If Q or the energy lies outside the tables, or there is no such element or ion.
    """
    real, imaginary = anomalous_factor(element, float(energy_eV), tables=tables)
    total: NDArray[np.complex128] = form_factor(ion or element, wavevector_per_angstrom) + np.complex128(
        real + 1j * imaginary
    )
    return total


def weights(
    composition: Mapping[str, float],
    wavevector_per_angstrom: ArrayLike,
    *,
    energy_eV: float,
    tables: _Tables = None,
    ions: _Ions = None,
) -> PairMapping[NDArray[np.float64] | float]:
    """Faber-Ziman X-ray weights w_ij(Q) = c_i c_j Re(f_i f_j*) / |<f>|².

    Parameters
    ----------
    composition
        Fractions that sum to 1, per cent that sum to 100, or whole numbers of a formula, by element.
    wavevector_per_angstrom
        Q [1/Å], any shape, 0 to 24π.
    energy_eV
        Photon energy [eV].
    tables
        Anomalous factors to be used instead of Chantler's, by element.
    ions
        Ions whose f0 is taken, by element, such as ``{"Si": "Si4+"}``.

    Returns
    -------
    PairMapping
        Arrays in the shape of Q, or numbers, by pair, in the order of the composition. Pairs i < j carry both orders,
        so that all values sum to 1 at each Q.

    Raises
    ------
    OutOfRangeError
        For a composition that does not sum, an unknown element, or Q or energy outside the tables.

    Notes
    -----
    T. E. Faber and J. M. Ziman, Phil. Mag. 11 (1965) 153.
    """
    terms = _pair_terms(composition, wavevector_per_angstrom, energy_eV=energy_eV, tables=tables, ions=ions)
    return _shares(terms)


def anomalous_weights(
    composition: Mapping[str, float],
    wavevector_per_angstrom: ArrayLike,
    *,
    near_eV: float,
    far_eV: float,
    tables: _Tables = None,
    ions: _Ions = None,
) -> PairMapping[NDArray[np.float64] | float]:
    """Weights W_ij(Q) = c_i c_j Δ[Re(f_i f_j*)] / Δ[|<f>|²] of the anomalous difference Δ_k S(Q).

    Δ is the value near an absorption edge of element k minus that far below it. What is measured is the difference of
    two intensities, α_k Δ_k S(Q), with the normaliser α_k = Δ|<f>|² of `anomalous_normaliser`; where α_k comes near
    zero, the weights grow without bound.

    Parameters
    ----------
    composition, wavevector_per_angstrom, tables, ions
        As in `weights`.
    near_eV, far_eV
        Photon energies: just below the edge, and farther below it [eV].

    Returns
    -------
    PairMapping
        As `weights`; the values sum to 1 at each Q, but may be negative or larger than 1.

    Raises
    ------
    OutOfRangeError
        As `weights`; also if far does not lie below near, if an edge of one of the elements lies between the two, or
        if α_k vanishes.

    Notes
    -----
    P. H. Fuoss, P. Eisenberger, W. K. Warburton and A. Bienenstock, Phys. Rev. Lett. 46 (1981) 1537,
    doi:10.1103/PhysRevLett.46.1537.
    """
    terms = anomalous_pair_terms(
        composition, wavevector_per_angstrom, near_eV=near_eV, far_eV=far_eV, tables=tables, ions=ions
    )
    return _shares(terms)


def anomalous_normaliser(
    composition: Mapping[str, float],
    wavevector_per_angstrom: ArrayLike,
    *,
    near_eV: float,
    far_eV: float,
    tables: _Tables = None,
    ions: _Ions = None,
) -> NDArray[np.float64]:
    """α_k(Q) = |<f>|² near the edge minus that far below it [electrons²]; negative for a useful pair of energies.

    Parameters and errors are those of `anomalous_weights`, but α_k may vanish.
    """
    terms = anomalous_pair_terms(
        composition, wavevector_per_angstrom, near_eV=near_eV, far_eV=far_eV, tables=tables, ions=ions
    )
    return np.asarray(sum(terms.values()), dtype=np.float64)


def squared_mean_form_factor(
    composition: Mapping[str, float],
    wavevector_per_angstrom: ArrayLike,
    *,
    energy_eV: float,
    tables: _Tables = None,
    ions: _Ions = None,
) -> NDArray[np.float64]:
    """|<f>|² per atom [electrons²], by which a Faber-Ziman S(Q) is normalised; parameters as in `weights`."""
    terms = _pair_terms(composition, wavevector_per_angstrom, energy_eV=energy_eV, tables=tables, ions=ions)
    return np.asarray(sum(terms.values()), dtype=np.float64)


def mean_square_form_factor(
    composition: Mapping[str, float],
    wavevector_per_angstrom: ArrayLike,
    *,
    energy_eV: float,
    tables: _Tables = None,
    ions: _Ions = None,
) -> NDArray[np.float64]:
    """<|f|²> per atom [electrons²], what independent atoms would scatter coherently; parameters as in `weights`."""
    total = np.zeros(np.shape(wavevector_per_angstrom))
    for element, fraction in mole_fractions(composition).items():
        factor = scattering_factor(
            element, wavevector_per_angstrom, energy_eV=energy_eV, tables=tables, ion=(ions or {}).get(element)
        )
        total = total + fraction * np.abs(factor) ** 2
    return total


def edges_between(elements: list[str], lower_eV: float, upper_eV: float) -> list[tuple[str, str, float]]:
    """Element, name and energy [eV] of every deep absorption edge in a range of energies, ascending."""
    found = [
        (element, edge, energy)
        for element in elements
        for edge, energy in absorption_edges(element).items()
        if energy >= _LOWEST_EDGE_EV and lower_eV <= energy <= upper_eV
    ]
    return sorted(found, key=lambda entry: entry[2])


def require_energies(elements: list[str], *, near_eV: float, far_eV: float) -> None:
    """See that a pair of energies lies on one side of all edges, and the far one below the near one.

    Raises
    ------
    OutOfRangeError
        If not, or if an energy is not finite.
    """
    for element in elements:
        electron_shell_element(element)
    if not (math.isfinite(near_eV) and math.isfinite(far_eV) and 0.0 < far_eV < near_eV):
        raise OutOfRangeError(
            Problem(
                "K303",
                f"far_eV = {far_eV:g} eV with near_eV = {near_eV:g} eV",
                "the far energy below the near one",
                key="far_eV",
                hint="Near is just below the edge, far is farther below it. Are the two exchanged?",
            )
        )
    edges = edges_between(elements, far_eV, near_eV)
    if edges:
        element, edge, energy = edges[0]
        raise OutOfRangeError(
            Problem(
                "K303",
                f"the {edge} edge of {element} at {energy:g} eV between far_eV = {far_eV:g} eV and near_eV = "
                f"{near_eV:g} eV",
                "both energies below the edge, with no edge between them",
                key="near_eV",
                hint="Above an edge its element fluoresces, and f″ jumps.",
            )
        )


def anomalous_pair_terms(
    composition: Mapping[str, float],
    wavevector_per_angstrom: ArrayLike,
    *,
    near_eV: float,
    far_eV: float,
    tables: _Tables = None,
    ions: _Ions = None,
) -> PairMapping[NDArray[np.float64]]:
    """c_i c_j Δ[Re(f_i f_j*)] by pair, both orders together [electrons²]; their sum is α_k(Q).

    Parameters and errors are those of `anomalous_weights`, but α_k may vanish.
    """
    require_energies(list(composition), near_eV=near_eV, far_eV=far_eV)
    near, far = (
        _pair_terms(composition, wavevector_per_angstrom, energy_eV=energy, tables=tables, ions=ions)
        for energy in (near_eV, far_eV)
    )
    return PairMapping({pair: near[pair] - far[pair] for pair in near})


def _pair_terms(
    composition: Mapping[str, float],
    wavevector: ArrayLike,
    *,
    energy_eV: float,
    tables: _Tables,
    ions: _Ions,
) -> PairMapping[NDArray[np.float64]]:
    fractions = mole_fractions(composition)
    _require_known("tables", tables, fractions)
    _require_known("ions", ions, fractions)
    factors = {
        element: scattering_factor(
            element, wavevector, energy_eV=energy_eV, tables=tables, ion=(ions or {}).get(element)
        )
        for element in fractions
    }
    terms = {}
    for first, second in species_pairs(tuple(fractions)):
        orders = 1.0 if first == second else 2.0
        product = (factors[first] * factors[second].conjugate()).real
        terms[first, second] = orders * fractions[first] * fractions[second] * product
    return PairMapping(terms)


def _require_known(name: str, given: Mapping[str, object] | None, species: Mapping[str, float]) -> None:
    for element in given or {}:
        if element not in species:
            raise OutOfRangeError(
                Problem("K303", f'"{element}" in {name}', f"one of the composition's {', '.join(species)}", key=name)
            )


def _shares(terms: Mapping[tuple[str, str], NDArray[np.float64]]) -> PairMapping[NDArray[np.float64] | float]:
    total = np.asarray(sum(terms.values()), dtype=np.float64)
    size = np.asarray(sum(np.abs(term) for term in terms.values()), dtype=np.float64)
    vanishing = np.abs(total) <= _VANISHING * size
    if np.any(vanishing):
        place = int(np.argmax(vanishing))
        raise OutOfRangeError(
            Problem(
                "K303",
                f"a normaliser that vanishes at index {place} of Q",
                "one that does not",
                hint="What the elements gain and lose between the two energies cancels there. Bring far_eV nearer "
                "to near_eV.",
            )
        )
    as_given: Callable[[NDArray[np.float64]], NDArray[np.float64] | float] = (
        (lambda share: share) if total.ndim else float
    )
    return PairMapping({pair: as_given(term / total) for pair, term in terms.items()})
