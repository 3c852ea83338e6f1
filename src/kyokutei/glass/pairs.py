"""Values by pair of species, where (Si, O) and (O, Si) are the same pair."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

__all__ = ["PairMapping", "PairName", "pair_label", "species_pairs"]

PairName = tuple[str, str]
Value = TypeVar("Value")


class PairMapping(Mapping[PairName, Value]):
    """Read-only values by unordered pair of species.

    Each pair is listed once, in the order in which it was given; the reversed key finds the same value.

    Parameters
    ----------
    values
        One value per pair; giving a pair in both orders is refused.

    Raises
    ------
    ValueError
        If a pair is given in both orders.
    """

    def __init__(self, values: Mapping[PairName, Value]) -> None:
        listed = set(values)  # what iteration lists: a PairMapping would find the reversed pair, too
        for first, second in listed:
            if first != second and (second, first) in listed:
                raise ValueError(f"the pair ({first}, {second}) is given in both orders; give it once")
        self._values = dict(values)

    def __getitem__(self, pair: PairName) -> Value:
        first, second = pair
        return self._values[pair] if pair in self._values else self._values[second, first]

    def __iter__(self) -> Iterator[PairName]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __repr__(self) -> str:
        return f"PairMapping({self._values!r})"


def species_pairs(species: Sequence[str]) -> list[PairName]:
    """All unordered pairs of species, like pairs included: A-A, A-B, ..., B-B, ..."""
    return [(first, second) for position, first in enumerate(species) for second in species[position:]]


def pair_label(pair: PairName) -> str:
    """A pair as people write it: ``"Si-O"``, with an en dash."""
    return "\N{EN DASH}".join(pair)
