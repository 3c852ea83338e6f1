"""How χ² answers to a change of the counts of pairs: in full, and its slope, by products with the kernel.

The kernel is kept in single precision, which halves what must be read; all sums are in double precision. Four rows and
two or three pairs are taken at a time, so that what was read is used more than once.
"""

from __future__ import annotations

from typing import Any

import numba
import numpy as np

__all__ = ["chi_square_change", "refresh_slope"]


def _compiled(function: Any) -> Any:
    return numba.njit(cache=True, nogil=True, error_model="numpy")(function)


def _summing(function: Any) -> Any:
    # sums may be reordered, so that they can be vectors; the order is the same in every run of the same machine code
    return numba.njit(cache=True, nogil=True, error_model="numpy", fastmath={"reassoc", "contract"})(function)


@_summing
def _transform(kernel: Any, change: Any, touched: Any, rows: Any) -> None:
    """Rows of the kernel times the changes of the touched pairs, four rows and two pairs at a time."""
    number, stride = np.uint64(kernel.shape[0]), np.uint64(kernel.shape[1])
    for n in range(0, touched.size, 2):
        last = min(n + 1, touched.size - 1)
        p, q = np.uint64(touched[n]), np.uint64(touched[last])
        for four in range(number // np.uint64(4)):
            row = four * np.uint64(4)
            a0, a1, a2, a3 = 0.0, 0.0, 0.0, 0.0
            b0, b1, b2, b3 = 0.0, 0.0, 0.0, 0.0
            for k in range(stride):
                a, b = float(kernel[row, k]), float(kernel[row + np.uint64(1), k])
                c, d = float(kernel[row + np.uint64(2), k]), float(kernel[row + np.uint64(3), k])
                one, two = change[p, k], change[q, k]
                a0 += a * one
                a1 += b * one
                a2 += c * one
                a3 += d * one
                b0 += a * two
                b1 += b * two
                b2 += c * two
                b3 += d * two
            rows[p, row], rows[p, row + 1], rows[p, row + 2], rows[p, row + 3] = a0, a1, a2, a3
            rows[q, row], rows[q, row + 1], rows[q, row + 2], rows[q, row + 3] = b0, b1, b2, b3


@_summing
def _gain(ends: Any, weights: Any, rows: Any, residual: Any, step: Any) -> Any:
    """Δχ² of a data set of one pair after the other; leaves the steps of its points behind."""
    row, point, length = np.uint64(ends[0]), np.uint64(ends[1]), np.uint64(ends[2])
    for k in range(length):
        step[point + k] = 0.0
    for pair in range(np.uint64(weights.shape[0])):
        for k in range(length):
            step[point + k] += weights[pair, point + k] * rows[pair, row + k]
    total = 0.0
    for k in range(length):
        total += step[point + k] * (2.0 * residual[point + k] + step[point + k])
    return total


@_compiled
def chi_square_change(fit: Any, scratch: Any) -> Any:
    """Δχ² of the change of counts; leaves the steps of all points and the gain of each data set behind."""
    pairs, stride = fit.weights.shape[0], fit.kernel.shape[1]
    change, change_float = scratch.change, scratch.change_float
    touched = 0
    for pair in range(pairs):
        any_change = 0
        for k in range(stride):
            value = change[pair * stride + k]
            any_change |= value
            change_float[pair, k] = value
        if any_change != 0:
            scratch.touched[touched] = pair
            touched += 1
        else:
            scratch.rows[pair, :] = 0.0
    _transform(fit.kernel, change_float, scratch.touched[:touched], scratch.rows)
    total = 0.0
    for n in range(fit.length.size):
        ends = (fit.first_row[n], fit.first_point[n], fit.length[n])
        gain = _gain(ends, fit.weights, scratch.rows, fit.residual, scratch.step)
        scratch.gain[n] = gain
        total += gain
    return total


@_summing
def _add_rows(slope: Any, kernel: Any, rows: Any) -> None:
    """Add all rows of the kernel, each times a factor for each pair: four rows and three pairs at a time."""
    number, stride = np.uint64(kernel.shape[0]), np.uint64(kernel.shape[1])
    for four in range(number // np.uint64(4)):
        r0 = four * np.uint64(4)
        r1, r2, r3 = r0 + np.uint64(1), r0 + np.uint64(2), r0 + np.uint64(3)
        for three in range(np.uint64(rows.shape[0]) // np.uint64(3)):
            p = three * np.uint64(3)
            q, s = p + np.uint64(1), p + np.uint64(2)
            f0, f1, f2, f3 = rows[p, r0], rows[p, r1], rows[p, r2], rows[p, r3]
            g0, g1, g2, g3 = rows[q, r0], rows[q, r1], rows[q, r2], rows[q, r3]
            h0, h1, h2, h3 = rows[s, r0], rows[s, r1], rows[s, r2], rows[s, r3]
            for k in range(stride):
                a, b = float(kernel[r0, k]), float(kernel[r1, k])
                c, d = float(kernel[r2, k]), float(kernel[r3, k])
                slope[p, k] += f0 * a + f1 * b + f2 * c + f3 * d
                slope[q, k] += g0 * a + g1 * b + g2 * c + g3 * d
                slope[s, k] += h0 * a + h1 * b + h2 * c + h3 * d


@_summing
def _slope_of_rows(ends: Any, weights: Any, residual: Any, rows: Any) -> None:
    row, point, length = np.uint64(ends[0]), np.uint64(ends[1]), np.uint64(ends[2])
    for pair in range(np.uint64(weights.shape[0])):
        for k in range(length):
            rows[pair, row + k] += 2.0 * weights[pair, point + k] * residual[point + k]


@_compiled
def refresh_slope(fit: Any, rows: Any) -> None:
    """dχ²/dcount of every pair and bin."""
    # what pads the rows to fours and the pairs to threes is zero
    rows[:] = 0.0
    for n in range(fit.length.size):
        ends = (fit.first_row[n], fit.first_point[n], fit.length[n])
        _slope_of_rows(ends, fit.weights, fit.residual, rows)
    fit.slope[:] = 0.0
    _add_rows(fit.slope.reshape(rows.shape[0], fit.kernel.shape[1]), fit.kernel, rows)
    largest = 0.0
    for k in range(fit.slope.size):
        largest = max(largest, abs(fit.slope[k]))
    fit.largest_slope[0] = largest
