"""Pressure, enthalpy, entropy and their derivatives from a fundamental equation at given density and temperature."""

from __future__ import annotations

from math import exp, log, sqrt

from numba import njit

from kyokutei.helium.properties.equation import Equation


@njit(cache=True)
def residual(fluid: Equation, delta: float, tau: float) -> tuple[float, float, float, float, float, float]:
    """Residual part φ of the reduced Helmholtz energy and φ, δφ_δ, τφ_τ, δ²φ_δδ, δτφ_δτ, τ²φ_ττ.

    Every term is one exponential, n exp(d ln δ + t ln τ - δˡ - η(δ-ε)² - β(τ-γ)²), so that its scaled derivatives
    are the term times polynomials.
    """
    log_delta = log(delta)
    log_tau = log(tau)
    a = a_d = a_t = a_dd = a_dt = a_tt = 0.0
    terms = fluid.residual
    for i in range(terms.shape[0]):
        n, d, t, order = terms[i, 0], terms[i, 1], terms[i, 2], terms[i, 3]
        eta, beta = terms[i, 4], terms[i, 6]
        exponent = d * log_delta + t * log_tau
        by_delta = d
        by_delta_again = 0.0
        by_tau = t
        by_tau_again = 0.0
        if order > 0.0:
            power = delta
            for _ in range(int(order) - 1):
                power *= delta
            exponent -= power
            by_delta -= order * power
            by_delta_again -= order * order * power
        if eta != 0.0 or beta != 0.0:
            from_epsilon = delta - terms[i, 5]
            from_gamma = tau - terms[i, 7]
            exponent -= eta * from_epsilon * from_epsilon + beta * from_gamma * from_gamma
            by_delta -= 2.0 * eta * delta * from_epsilon
            by_delta_again -= 2.0 * eta * delta * (delta + from_epsilon)
            by_tau -= 2.0 * beta * tau * from_gamma
            by_tau_again -= 2.0 * beta * tau * (tau + from_gamma)
        term = n * exp(exponent)
        a += term
        a_d += term * by_delta
        a_t += term * by_tau
        a_dd += term * (by_delta * by_delta - by_delta + by_delta_again)
        a_dt += term * by_delta * by_tau
        a_tt += term * (by_tau * by_tau - by_tau + by_tau_again)
    return a, a_d, a_t, a_dd, a_dt, a_tt


@njit(cache=True)
def ideal(fluid: Equation, delta: float, tau: float) -> tuple[float, float, float]:
    """Ideal-gas part α of the reduced Helmholtz energy, τα_τ and τ²α_ττ."""
    lead = fluid.lead
    a = log(delta) + lead[0] + lead[1] * tau + lead[2] * log(tau)
    a_t = lead[1] * tau + lead[2]
    a_tt = -lead[2]
    for i in range(fluid.ideal_powers.shape[0]):
        t = fluid.ideal_powers[i, 1]
        term = fluid.ideal_powers[i, 0] * tau**t
        a += term
        a_t += t * term
        a_tt += t * (t - 1.0) * term
    for i in range(fluid.ideal_exponentials.shape[0]):
        n = fluid.ideal_exponentials[i, 0]
        x = fluid.ideal_exponentials[i, 1] * tau
        small = exp(-x)
        rest = small / (1.0 - small)
        a += n * log(1.0 - small)
        a_t += n * x * rest
        a_tt -= n * x * x * rest * (1.0 + rest)
    return a, a_t, a_tt


@njit(cache=True)
def pressure_and_slopes(fluid: Equation, density: float, temperature: float) -> tuple[float, float, float]:
    """Pressure [Pa], (∂p/∂ρ)_T and (∂p/∂T)_ρ; the ideal part is not needed."""
    _, a_d, _, a_dd, a_dt, _ = residual(
        fluid, density / fluid.reducing_density, fluid.reducing_temperature / temperature
    )
    rt = fluid.gas_constant * temperature
    return (
        density * rt * (1.0 + a_d),
        rt * (1.0 + 2.0 * a_d + a_dd),
        density * fluid.gas_constant * (1.0 + a_d - a_dt),
    )


@njit(cache=True)
def state(fluid: Equation, density: float, temperature: float) -> tuple[float, float, float, float, float, float]:
    """Pressure [Pa], enthalpy [J/kg], entropy and c_v [J/(kg K)], (∂p/∂ρ)_T and (∂p/∂T)_ρ."""
    delta = density / fluid.reducing_density
    tau = fluid.reducing_temperature / temperature
    a, a_d, a_t, a_dd, a_dt, a_tt = residual(fluid, delta, tau)
    i, i_t, i_tt = ideal(fluid, delta, tau)
    r = fluid.gas_constant
    rt = r * temperature
    return (
        density * rt * (1.0 + a_d),
        rt * (1.0 + a_d + i_t + a_t),
        r * (i_t + a_t - i - a),
        -r * (i_tt + a_tt),
        rt * (1.0 + 2.0 * a_d + a_dd),
        density * r * (1.0 + a_d - a_dt),
    )


@njit(cache=True)
def isobaric_heat_capacity(
    density: float, temperature: float, heat_capacity_v: float, slope_density: float, slope_temperature: float
) -> float:
    """c_p = c_v + T p_T² / (ρ² p_ρ) [J/(kg K)]."""
    return heat_capacity_v + temperature * slope_temperature**2 / (density**2 * slope_density)


@njit(cache=True)
def sound_speed(
    density: float, temperature: float, heat_capacity_v: float, slope_density: float, slope_temperature: float
) -> float:
    """Speed of sound w, w² = p_ρ + T p_T² / (ρ² c_v) [m/s]."""
    return sqrt(slope_density + temperature * slope_temperature**2 / (density**2 * heat_capacity_v))


@njit(cache=True)
def joule_thomson(
    density: float, temperature: float, heat_capacity_v: float, slope_density: float, slope_temperature: float
) -> float:
    """Joule-Thomson coefficient (∂T/∂p)_h = (T p_T / (ρ p_ρ) - 1) / (ρ c_p) [K/Pa]."""
    heat_capacity_p = isobaric_heat_capacity(density, temperature, heat_capacity_v, slope_density, slope_temperature)
    return (temperature * slope_temperature / (density * slope_density) - 1.0) / (density * heat_capacity_p)
