"""Contrast of colours, and the twin that a colour has on a dark page."""

from __future__ import annotations

import math

from kyokutei.plotting.palette import DARK_PAPER, DARK_TWINS, PAPER

_NEUTRAL_CHROMA = 0.03
_TINT_CHROMA, _TINT_CONTRAST = 0.1, 1.6  # paler colours are grounds and bands, stronger ones are marks
_MARK_CONTRAST = 4.0

# sRGB (linear) to the long, medium and short cone responses of Oklab, and those to Oklab
# (B. Ottosson 2020, "A perceptual color space for image processing"; CSS Color Module Level 4, section 9.4)
_TO_CONES = (
    (0.4122214708, 0.5363325363, 0.0514459929),
    (0.2119034982, 0.6806995451, 0.1073969566),
    (0.0883024619, 0.2817188376, 0.6299787005),
)
_TO_LAB = (
    (0.2104542553, 0.7936177850, -0.0040720468),
    (1.9779984951, -2.4285922050, 0.4505937099),
    (0.0259040371, 0.7827717662, -0.8086757660),
)
_FROM_LAB = (
    (1.0, 0.3963377774, 0.2158037573),
    (1.0, -0.1055613458, -0.0638541728),
    (1.0, -0.0894841775, -1.2914855480),
)
_FROM_CONES = (
    (4.0767416621, -3.3077115913, 0.2309699292),
    (-1.2684380046, 2.6097574011, -0.3413193965),
    (-0.0041960863, -0.7034186147, 1.7076147010),
)
_Triple = tuple[float, float, float]


def relative_luminance(colour: str) -> float:
    """Relative luminance of ``"#rrggbb"``, 0 to 1 (WCAG 2.2)."""
    return _luminance(_linear(colour))


def contrast_ratio(one: str, other: str) -> float:
    """Contrast of two colours ``"#rrggbb"``, 1 to 21 (WCAG 2.2)."""
    dark, light = sorted((relative_luminance(one), relative_luminance(other)))
    return (light + 0.05) / (dark + 0.05)


def dark_twin(colour: str) -> str:
    """What ``"#rrggbb"``, made for white paper, becomes on a dark page.

    Colours of the house have their twins in the palette. Of others, greys and pale tints keep the contrast that they
    have on white, and marks are lightened until they reach 4:1; the hue stays.
    """
    colour = colour.lower()
    if colour in DARK_TWINS:
        return DARK_TWINS[colour]
    lightness, chroma, hue = _polar(_linear(colour))
    on_white, on_dark = contrast_ratio(colour, PAPER), contrast_ratio(colour, DARK_PAPER)
    is_tint = chroma < _TINT_CHROMA and on_white < _TINT_CONTRAST
    if chroma < _NEUTRAL_CHROMA or is_tint:
        wanted = on_white
    elif on_dark < _MARK_CONTRAST:
        wanted = _MARK_CONTRAST
    else:
        return colour
    luminance = min(0.95, wanted * (relative_luminance(DARK_PAPER) + 0.05) - 0.05)
    return _hex(_with_luminance(luminance, chroma, hue, lightness))


def _with_luminance(luminance: float, chroma: float, hue: float, start: float) -> _Triple:
    """Linear sRGB of that luminance and hue, with as much of the chroma as can be shown."""
    colour: _Triple = (start, start, start)
    for step in range(21):
        low, high = 0.0, 1.0
        for _ in range(30):
            middle = (low + high) / 2.0
            colour = _from_polar(middle, chroma * (1.0 - step / 20.0), hue)
            low, high = (middle, high) if _luminance(colour) < luminance else (low, middle)
        if all(-1e-4 <= part <= 1.0001 for part in colour):
            break
    return colour


def _linear(colour: str) -> _Triple:
    parts = (int(colour[i : i + 2], 16) / 255.0 for i in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return red, green, blue


def _hex(linear: _Triple) -> str:
    parts = (min(1.0, max(0.0, part)) for part in linear)
    encoded = (12.92 * part if part <= 0.0031308 else 1.055 * part ** (1 / 2.4) - 0.055 for part in parts)
    return "#" + "".join(f"{round(255 * part):02x}" for part in encoded)


def _luminance(linear: _Triple) -> float:
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def _times(matrix: tuple[_Triple, _Triple, _Triple], vector: _Triple) -> _Triple:
    first, second, third = (sum(m * v for m, v in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _polar(linear: _Triple) -> _Triple:
    """Lightness, chroma and hue (radians) in Oklab."""
    cones = _times(_TO_CONES, linear)
    lightness, a, b = _times(_TO_LAB, (math.cbrt(cones[0]), math.cbrt(cones[1]), math.cbrt(cones[2])))
    return lightness, math.hypot(a, b), math.atan2(b, a)


def _from_polar(lightness: float, chroma: float, hue: float) -> _Triple:
    cones = _times(_FROM_LAB, (lightness, chroma * math.cos(hue), chroma * math.sin(hue)))
    return _times(_FROM_CONES, (cones[0] ** 3, cones[1] ** 3, cones[2] ** 3))
