"""What the structure study hands to its record: claims, arrays, figures, tables and notes."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from kyokutei.glass.rmc.configuration import Configuration
from kyokutei.glass.structure import analysis, arrays, claims, figures, tables
from kyokutei.glass.structure.comparison_claims import comparison_claims
from kyokutei.glass.structure.pair_distribution import PartialPairDistribution
from kyokutei.glass.structure.settings import StructureSettings
from kyokutei.glass.structure.wording import in_words
from kyokutei.study.kind import Figure, Findings, Table
from kyokutei.study.settings import is_present

if TYPE_CHECKING:
    import xarray
    from matplotlib.axes import Axes

    from kyokutei.study.claim import Claim
    from kyokutei.study.work import Work

__all__ = ["findings"]

_REFERENCES = (
    "Names and normalisation of g(r), S(Q) and F(Q): D. A. Keen, J. Appl. Cryst. 34 (2001) 172, "
    "doi:10.1107/S0021889800019993.",
    "Partial structure factors: T. E. Faber and J. M. Ziman, Phil. Mag. 11 (1965) 153.",
    "Intervals: B. Efron and R. J. Tibshirani, An Introduction to the Bootstrap, Chapman and Hall (1993).",
)
_LORCH = "Window: E. Lorch, J. Phys. C: Solid State Phys. 2 (1969) 229."


@dataclass(frozen=True, eq=False)
class _Results:
    configuration: Configuration
    distribution: PartialPairDistribution
    peaks: list[analysis.PeakFinding]
    bonds: list[analysis.BondFinding]
    angles: list[analysis.AngleFinding]
    curve: analysis.NeutronCurve | None
    comparison: analysis.Comparison | None


def findings(settings: StructureSettings, configuration: Configuration, work: Work) -> Findings:
    """Compute everything the study file asks for, and word it."""
    distribution = analysis.count_pairs_in_steps(
        configuration,
        bin_width_angstrom=settings.bin_width_angstrom,
        maximum_angstrom=settings.maximum_angstrom,
        work=work,
    )
    results = _results(settings, configuration, distribution, work)
    return Findings(
        claims=_claims(settings, results),
        data=_data(results),
        figures=_figures(results),
        tables=_tables(results),
        notes=_notes(settings, results),
        references=(*_REFERENCES, *((_LORCH,) if settings.neutron.window == "lorch" else ())),
    )


def _results(
    settings: StructureSettings, configuration: Configuration, distribution: PartialPairDistribution, work: Work
) -> _Results:
    blocks = analysis.Blocks.of(
        configuration,
        per_edge=settings.blocks_per_edge,
        generator=work.generator("blocks"),
        confidence=settings.confidence,
    )
    with work.step("peaks, neighbours and angles", total=3) as step:
        found = [analysis.find_peak(configuration, distribution, pair, blocks) for pair in distribution.g]
        step.advance()
        bonds = [analysis.find_bond(configuration, distribution, bond, blocks) for bond in settings.bonds]
        step.advance()
        angles = [analysis.find_angle(configuration, distribution, angle, blocks) for angle in settings.angles]
        step.advance()
    curve = comparison = None
    if not _without_length(settings, configuration):
        neutron = settings.neutron
        with work.step("neutron structure factor"):
            curve = analysis.neutron_curve(configuration, distribution, neutron, neutron.wavevectors)
            if settings.measured is not None and is_present(settings.measured.file):
                comparison = analysis.compare(
                    configuration, distribution, neutron, settings.measured, encoding=settings.encoding
                )
    peaks = [peak for peak in found if peak is not None]
    return _Results(configuration, distribution, peaks, bonds, angles, curve, comparison)


def _without_length(settings: StructureSettings, configuration: Configuration) -> list[str]:
    """Species whose scattering length is not known."""
    from kyokutei.errors import OutOfRangeError
    from kyokutei.physics.elements import neutron_scattering_length_fm

    unknown = []
    for name in configuration.species_names:
        if name not in settings.neutron.scattering_lengths_fm:
            try:
                neutron_scattering_length_fm(name)
            except OutOfRangeError:
                unknown.append(name)
    return unknown


def _claims(settings: StructureSettings, results: _Results) -> list[Claim]:
    context = claims.ClaimContext(settings, results.configuration, results.distribution)
    by_pair = {tuple(sorted(peak.pair)): peak for peak in results.peaks}
    all_claims = [claims.density_claim(context)]
    for peak in results.peaks:
        all_claims += claims.peak_claims(context, peak)
    for bond in results.bonds:
        pair = tuple(sorted((bond.settings.centre, bond.settings.neighbour)))
        all_claims.append(claims.coordination_claim(context, bond, by_pair.get(pair)))
    for angle in results.angles:
        all_claims += claims.angle_claims(context, angle)
    if results.curve is not None:
        all_claims.append(claims.structure_factor_claim(context, results.curve))
        if results.comparison is not None and settings.measured is not None:
            all_claims += comparison_claims(context, results.curve, results.comparison, settings.measured)
    return all_claims


def _data(results: _Results) -> dict[str, xarray.Dataset]:
    data = {"pair_distribution": arrays.labelled_distribution(results.distribution)}
    if results.bonds:
        data["coordination"] = arrays.labelled_coordination(results.bonds)
    if results.angles:
        data["bond_angles"] = arrays.labelled_angles(results.angles)
    if results.curve is not None:
        data["structure_factor"] = arrays.labelled_curve(results.curve)
    if results.comparison is not None:
        data["interference_function"] = arrays.labelled_comparison(results.comparison)
    return data


def _figures(results: _Results) -> list[Figure]:
    pairs = len(results.distribution.g)
    drawn = [
        Figure(
            "pair_distributions",
            "Partial pair distribution functions of the configuration, as counted and smoothed; dashed lines are the "
            "cutoffs of the coordination numbers.",
            lambda *axes: figures.draw_pair_distributions(axes, results.distribution, results.bonds),
            layout=(pairs, 1),
            size_inch=(6.4, max(3.4, 1.0 + 1.55 * pairs)),
        )
    ]
    curve, comparison = results.curve, results.comparison
    if comparison is not None:
        drawn.append(
            Figure(
                "neutron_interference_function",
                "Measured neutron interference function, times Q, and that of the configuration without any adjustable "
                "number and with the best scale; below, data minus line. The errors of the data are from counting "
                "statistics and mostly smaller than the points.",
                lambda axes, residual: figures.draw_comparison(axes, residual, comparison),
                layout=(2, 1),
                size_inch=(6.4, 5.2),
            )
        )
    if curve is not None:
        drawn.append(_structure_factor_figure(curve, comparison))
    if results.angles:
        drawn.append(
            Figure(
                "bond_angles",
                "Distributions of bond angles, per degree; dashed lines are the means.",
                lambda axes: figures.draw_angles(axes, results.angles),
            )
        )
    return drawn


def _structure_factor_figure(curve: analysis.NeutronCurve, comparison: analysis.Comparison | None) -> Figure:
    beside = ", without any adjustable number, and the measured one" if comparison is not None else ""
    caption = f"Neutron structure factor of the configuration, from its partial pair distributions{beside}"
    name = "neutron_structure_factor"
    if len(curve.partials) == 1:
        return Figure(name, f"{caption}.", lambda axes: figures.draw_structure_factor(axes, curve, comparison))

    def draw(total: Axes, partials: Axes) -> None:
        figures.draw_structure_factor(total, curve, comparison)
        figures.draw_partials(partials, curve)

    return Figure(name, f"{caption}; below, its partial structure factors.", draw, layout=(2, 1), size_inch=(6.4, 5.6))


def _tables(results: _Results) -> list[Table]:
    listed = [tables.peak_table(results.peaks)]
    if results.bonds:
        listed.append(tables.coordination_table(results.bonds))
    if results.curve is not None:
        listed.append(tables.weight_table(results.curve))
    return listed


def _notes(settings: StructureSettings, results: _Results) -> list[str]:
    configuration = results.configuration
    notes = [*configuration.notes]
    if configuration.moves is not None and configuration.moves.generated:
        moves = configuration.moves
        notes.append(
            f"The file says that reverse Monte Carlo generated {moves.generated:,} moves, tried {moves.tried:,} and "
            f"accepted {moves.accepted:,}."
        )
    notes.append(
        "This is one configuration. Its intervals say how much a number varies from place to place inside it, not how "
        "much another configuration that fits the same data would differ."
    )
    unknown = _without_length(settings, configuration)
    if unknown:
        notes.append(
            f"No neutron structure factor was computed, because no scattering length is known for {in_words(unknown)}; "
            "give it in neutron.scattering_lengths_fm."
        )
    notes += _resonance_notes(settings, results)
    if settings.measured is not None and results.comparison is None and not unknown:
        notes.append(
            f"The comparison with {settings.measured.file.name} was left out, because this machine does not have that "
            "file of the reference data: set KYOKUTEI_REFERENCE_DATA to the folder that holds it and run again."
        )
    return notes


def _resonance_notes(settings: StructureSettings, results: _Results) -> list[str]:
    from kyokutei.physics.elements import has_neutron_resonance, is_element

    if results.curve is None:
        return []
    resonant = [
        name
        for name in results.configuration.species_names
        if name not in settings.neutron.scattering_lengths_fm and is_element(name) and has_neutron_resonance(name)
    ]
    if not resonant:
        return []
    return [
        f"The scattering length of {in_words(resonant)} changes with the energy of the neutrons; the one used holds at "
        "1.798 Å only. Give that of your instrument in neutron.scattering_lengths_fm."
    ]
