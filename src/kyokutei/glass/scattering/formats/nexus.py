"""HDF5 files by the public NeXus definitions: NXcanSAS, and any NXdata with a signal and one axis.

Definitions: https://manual.nexusformat.org, NXcanSAS (Q, I, Idev) and NXdata (attributes signal, axes, errors).
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kyokutei.errors import DataFileError, Problem
from kyokutei.glass.scattering.formats.columns import in_our_units
from kyokutei.glass.scattering.measured_function import MeasuredFunction
from kyokutei.study.data_text import as_written

__all__ = ["read"]

_SIGNAL = {"SASdata": ("I", "Q"), "NXcanSAS": ("I", "Q")}


def read(path: str | os.PathLike[str], *, convention: str, group: str | None = None) -> MeasuredFunction:
    """Read the default data of a NeXus file.

    Parameters
    ----------
    path
        The file.
    convention
        What the signal is, a name of `kyokutei.glass.scattering.CONVENTIONS`.
    group
        Path of the NXdata group inside the file; by default the one that the ``default`` attributes lead to, or the
        only one there is.

    Raises
    ------
    DataFileError
        K201 if it cannot be opened, K203 if it has no data as the definitions say, K204 for numbers that cannot be
        used.
    OutOfRangeError
        If there is no such convention, or the axis has no unit of Q or r.
    """
    import h5py  # type: ignore[import-untyped,unused-ignore]

    name = as_written(Path(path))
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        found = f"a file that cannot be read as HDF5 ({error})"
        raise DataFileError(Problem("K201", found, "an HDF5 file", file=name)) from None
    with file:
        data = _data_group(file, group, name)
        signal, axis = _names(data, name)
        abscissa, value = _column(data, axis, name), _column(data, signal, name)
        error_name = _error_name(data, signal)
        sigma = _column(data, error_name, name) if error_name else None
        unit = _text(data[axis].attrs.get("units")) or None
        title = _text(data.parent["title"][()]) if "title" in data.parent else ""
    if len({column.shape for column in (abscissa, value, *([] if sigma is None else [sigma]))}) > 1:
        raise DataFileError(
            Problem(
                "K203", f"{axis} of shape {abscissa.shape} and {signal} of shape {value.shape}", "one shape", file=name
            )
        )
    try:
        return in_our_units(abscissa, value, sigma, name=convention, unit=unit, title=title)
    except DataFileError as error:
        raise DataFileError(*(problem.in_file(name) for problem in error.problems)) from None


def _data_group(file: Any, group: str | None, name: str) -> Any:
    import h5py  # type: ignore[import-untyped,unused-ignore]

    if group is not None:
        if group not in file:
            raise DataFileError(Problem("K203", f'no group "{group}"', "that group", file=name))
        return file[group]
    place = file
    while (default := _text(place.attrs.get("default"))) and default in place:
        place = place[default]
    found: list[Any] = []

    def keep(_: str, item: Any) -> None:
        if isinstance(item, h5py.Group) and _is_data(item):
            found.append(item)

    file.visititems(keep)
    if _is_data(place):
        return place
    if len(found) != 1:
        names = ", ".join(item.name for item in found)
        raise DataFileError(
            Problem("K203", f"{len(found)} groups of data{f' ({names})' if names else ''}", "one, or a default",
                    file=name,
                    hint="Say which group." if found else "")
        )  # fmt: skip
    return found[0]


def _is_data(item: Any) -> bool:
    return _text(item.attrs.get("NX_class")) == "NXdata" or _text(item.attrs.get("canSAS_class")) == "SASdata"


def _names(data: Any, name: str) -> tuple[str, str]:
    signal = _text(data.attrs.get("signal")) or ("I" if "I" in data else "")
    axes = data.attrs.get("axes", data.attrs.get("I_axes"))
    axis = _text(axes[0] if isinstance(axes, list | tuple | np.ndarray) and np.ndim(axes) else axes)
    axis = axis if axis in data else "Q" if "Q" in data else axis
    for role, key in (("signal", signal), ("axis", axis)):
        if key not in data:
            raise DataFileError(
                Problem(
                    "K203", f'no {role} "{key}" in {data.name}', "what its attributes signal and axes name", file=name
                )
            )
    return signal, axis


def _error_name(data: Any, signal: str) -> str:
    attribute = _text(data[signal].attrs.get("uncertainties"))
    candidates = (attribute, f"{signal}_errors", f"{signal}dev", "errors")
    return next((candidate for candidate in candidates if candidate and candidate in data), "")


def _column(data: Any, key: str, name: str) -> NDArray[np.float64]:
    values = np.asarray(data[key][()])
    if not np.issubdtype(values.dtype, np.number) or np.squeeze(values).ndim != 1:
        raise DataFileError(Problem("K203", f"{key} of shape {values.shape}", "a column of numbers", file=name))
    return np.squeeze(values).astype(np.float64)


def _text(value: Any) -> str:
    if isinstance(value, np.ndarray):
        value = value.ravel()[0] if value.size else ""
    return value.decode("utf-8") if isinstance(value, bytes) else str(value) if value is not None else ""
