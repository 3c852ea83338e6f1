"""The vapour pressure of helium-4 on the International Temperature Scale of 1990, which defines T90 from 1.25 to 5 K.

T90/K = Σ A_i [(ln(p/Pa) - B)/C]^i, ITS-90 eq. (3) and table 3: H. Preston-Thomas, Metrologia 27, 3 (1990),
doi:10.1088/0026-1394/27/1/002.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import ArrayLike, NDArray

from kyokutei.physics.validity import require_range

LAMBDA_K = 2.1768
"""The λ point at saturated vapour pressure, where the two sets of constants meet (ITS-90 table 3)."""

LOWEST_K, HIGHEST_K = 1.25, 5.0
WHY = "range of the ITS-90 vapour pressure of helium-4"

_BELOW = (1.392408, 0.527153, 0.166756, 0.050988, 0.026514, 0.001975, -0.017976, 0.005409, 0.013259), 5.6, 2.9
_ABOVE = (3.146631, 1.357655, 0.413923, 0.091159, 0.016349, 0.001826, -0.004325, -0.004973), 10.3, 1.9
"""A_0 to A_8, B and C below and above the λ point (ITS-90 table 3)."""


def _t90(
    log_pressure: NDArray[np.float64], above: NDArray[np.bool_]
) -> tuple[NDArray[np.float64], NDArray[np.float64]]:
    """T90 [K] and its slope over ln p, with the constants above the λ point where ``above``."""
    results = []
    for coefficients, offset, scale in (_BELOW, _ABOVE):
        series = np.polynomial.Polynomial(coefficients)
        u = (log_pressure - offset) / scale
        results.append((series(u), series.deriv()(u) / scale))
    (low, low_slope), (high, high_slope) = results
    return np.where(above, high, low), np.where(above, high_slope, low_slope)


def vapour_pressure(temperature_K: ArrayLike) -> NDArray[np.float64]:
    """Vapour pressure [Pa] at T90 from 1.25 to 5.0 K; Newton's method on the scale's own T90(p)."""
    temperature = require_range("temperature_K", temperature_K, LOWEST_K, HIGHEST_K, unit="K", why=WHY)
    above = temperature >= LAMBDA_K
    # ln p is nearly linear in 1/T on each side
    log_pressure = np.where(above, 14.05 - 10.68 / temperature, 12.9 - 10.2 / temperature)
    for _ in range(40):
        value, slope = _t90(log_pressure, above)
        step = np.clip((temperature - value) / slope, -0.5, 0.5)
        log_pressure = log_pressure + step
        if bool(np.all(np.abs(step) < 1e-14 * np.abs(log_pressure))):
            break
    return np.asarray(np.exp(log_pressure))


def saturation_temperature(pressure_Pa: ArrayLike) -> NDArray[np.float64]:
    """T90 [K] at a vapour pressure [Pa] between those at 1.25 and 5.0 K."""
    low, at_lambda, high = vapour_pressure([LOWEST_K, LAMBDA_K, HIGHEST_K])
    # a pressure that vapour_pressure() gave at an end of the range is inside it, whatever its last bit
    pressure = require_range("pressure_Pa", pressure_Pa, low * (1 - 1e-12), high * (1 + 1e-12), unit="Pa", why=WHY)
    return np.clip(_t90(np.log(pressure), pressure >= at_lambda)[0], LOWEST_K, HIGHEST_K)
