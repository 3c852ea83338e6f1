"""One measured function that the atoms must describe, with its weights, errors, and what of its scale is free."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.pairs import PairMapping, PairName

__all__ = ["DataKind", "DataSet"]

DataKind = Literal["S(Q)", "G(r)"]


@dataclass(frozen=True, eq=False)
class DataSet:
    """A weighted sum of partial functions as measured.

    Parameters
    ----------
    name
        For people and for the record.
    abscissa
        ``(point,)`` Q [1/Å] or r [Å], ascending.
    value
        ``(point,)`` S(Q) in the convention of Faber and Ziman, tending to 1; or G(r) = 4π ρ r (g - 1) [1/Å²].
    sigma
        Standard deviation: one number or ``(point,)``, positive.
    weights
        By pair of species, each one number or ``(point,)``; i < j carries both orders.
    kind
        ``"S(Q)"`` or ``"G(r)"``. Weights of G(r) do not depend on r.
    scale_range
        Between which the factor on the model's S - 1 or G is fitted; (1, 1) leaves the absolute scale as it is.
    offset_fitted
        Whether a constant is added to the model.
    highest_wavevector
        Where the Fourier integral behind a measured G(r) ended [1/Å]; None for a G(r) without such a limit.

    Raises
    ------
    OutOfRangeError
        For everything that is not finite, ordered or positive where it must be, with its index.
    """

    name: str
    abscissa: NDArray[np.float64]
    value: NDArray[np.float64]
    sigma: NDArray[np.float64]
    weights: Mapping[PairName, ArrayLike]
    kind: DataKind = "S(Q)"
    scale_range: tuple[float, float] = (1.0, 1.0)
    offset_fitted: bool = False
    highest_wavevector: float | None = None

    def __post_init__(self) -> None:
        abscissa = np.array(self.abscissa, dtype=np.float64)
        if abscissa.ndim != 1 or len(abscissa) < 2:
            raise self._bad(f"an abscissa of shape {abscissa.shape}", "at least two points")
        value = self._like(abscissa, self.value, "value")
        sigma = self._like(abscissa, np.broadcast_to(np.asarray(self.sigma, dtype=np.float64), abscissa.shape), "sigma")
        for name, array in (("abscissa", abscissa), ("value", value), ("sigma", sigma)):
            if not np.isfinite(array).all():
                index = int(np.argmin(np.isfinite(array)))
                raise self._bad(f"{name} = {array[index]} at index {index}", "finite numbers")
        if (np.diff(abscissa) <= 0.0).any() or abscissa[0] < 0.0:
            index = int(np.argmax(np.diff(abscissa) <= 0.0))
            raise self._bad(f"{abscissa[index + 1]:g} behind {abscissa[index]:g} at index {index + 1}",
                            "ascending values that are not negative")  # fmt: skip
        if (sigma <= 0.0).any():
            index = int(np.argmax(sigma <= 0.0))
            raise self._bad(f"sigma = {sigma[index]:g} at index {index}", "positive standard deviations")
        if not 0.0 < self.scale_range[0] <= self.scale_range[1]:
            raise self._bad(f"a range of scales from {self.scale_range[0]:g} to {self.scale_range[1]:g}",
                            "two positive numbers in order")  # fmt: skip
        weights = {pair: self._weight(pair, weight, abscissa) for pair, weight in self.weights.items()}
        for name, array in (("abscissa", abscissa), ("value", value), ("sigma", sigma)):
            object.__setattr__(self, name, array)
        object.__setattr__(self, "weights", PairMapping(weights))

    def __len__(self) -> int:
        return len(self.abscissa)

    @property
    def limit(self) -> float:
        """What the function tends to where there is no structure: 1 for S(Q), 0 for G(r)."""
        return 1.0 if self.kind == "S(Q)" else 0.0

    def _weight(self, pair: PairName, weight: ArrayLike, abscissa: NDArray[np.float64]) -> NDArray[np.float64]:
        array = np.asarray(weight, dtype=np.float64)
        if array.ndim and array.shape != abscissa.shape:
            raise self._bad(f"a weight of shape {array.shape} for {'-'.join(pair)}", f"a number or {abscissa.shape}")
        if not np.isfinite(array).all():
            raise self._bad(f"a weight for {'-'.join(pair)} that is not finite", "finite numbers")
        return np.broadcast_to(array, abscissa.shape)

    def _like(self, abscissa: NDArray[np.float64], values: ArrayLike, name: str) -> NDArray[np.float64]:
        array = np.array(values, dtype=np.float64)
        if array.shape != abscissa.shape:
            raise self._bad(f"{name} of shape {array.shape}", f"the shape of the abscissa, {abscissa.shape}")
        return array

    def _bad(self, found: str, expected: str) -> OutOfRangeError:
        return OutOfRangeError(Problem("K303", found, expected, key=self.name))
