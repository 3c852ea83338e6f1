"""Measured functions from files: the reader by the file's name, the convention by the caller."""

from __future__ import annotations

import os
from pathlib import Path

from kyokutei.errors import OutOfRangeError, Problem
from kyokutei.glass.scattering.formats import columns, mint01, nexus
from kyokutei.glass.scattering.measured_function import MeasuredFunction
from kyokutei.study.data_text import Encoding

__all__ = ["read"]

_HDF5 = frozenset({".h5", ".hdf5", ".hdf", ".nxs", ".nx5", ".nexus"})
_USUAL = {
    ".sq": 'usually "faber-ziman"',
    ".fq": '"reduced" in PDFgetX3, "total-barn" in RMCProfile',
    ".gr": '"reduced-pair-distribution" in PDFgetX3, "keen-g" in RMCProfile',
}


def read(
    path: str | os.PathLike[str],
    *,
    convention: str | None = None,
    unit: str | None = None,
    encoding: Encoding = "utf-8",
) -> MeasuredFunction:
    """Read a measured function of Q or r.

    ``.mint01`` is Gudrun's, whose convention is known; ``.h5``, ``.nxs`` and the like are NeXus; everything else is
    text of two to four columns. Files with a column for each weight are read by ``formats.rmc_pot``.

    Parameters
    ----------
    path
        The file.
    convention
        A name of `kyokutei.glass.scattering.CONVENTIONS`. Files of one ending hold different functions: it must be
        said.
    unit
        Of the first column in a text file, such as ``"1/nm"``; by default 1/Å or Å.
    encoding
        Of a text file.

    Raises
    ------
    DataFileError
        K201 to K205, for everything that is wrong in the file.
    OutOfRangeError
        If the convention is not said, or there is no such one, or the unit is not one of Q or r.
    """
    suffix = Path(path).suffix.lower()
    if suffix == ".mint01":
        function = mint01.read(path, encoding=encoding)
        return MeasuredFunction(
            function.wavevector_per_angstrom, function.value, function.sigma, convention or "total-barn", function.title
        )
    if convention is None:
        raise OutOfRangeError(
            Problem("K303", "no convention", "its name, such as \"faber-ziman\"", key="convention",
                    hint=f"{suffix} is {_USUAL[suffix]}." if suffix in _USUAL else "")
        )  # fmt: skip
    if suffix in _HDF5:
        return nexus.read(path, convention=convention)
    return columns.read(path, convention=convention, unit=unit, encoding=encoding)
