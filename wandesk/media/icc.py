"""Makes ICC profiles from the numbers by which files describe their colours: primaries and a transfer function.

With a profile, every description of colours takes the same way to sRGB. HDR signals are tone-mapped by the curve of
the profile: what is as bright as paper keeps its brightness, what is brighter is compressed below white.
"""

from __future__ import annotations

import functools
import struct
from collections.abc import Callable

Point = tuple[float, float]
Primaries = tuple[Point, Point, Point, Point]
"""Chromaticities (x, y) of red, green, blue and white."""

D65: Point = (0.3127, 0.3290)
PRIMARIES: dict[int, Primaries] = {
    1: ((0.640, 0.330), (0.300, 0.600), (0.150, 0.060), D65),  # BT.709, sRGB
    4: ((0.67, 0.33), (0.21, 0.71), (0.14, 0.08), (0.310, 0.316)),
    5: ((0.64, 0.33), (0.29, 0.60), (0.15, 0.06), D65),
    6: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), D65),
    7: ((0.630, 0.340), (0.310, 0.595), (0.155, 0.070), D65),
    8: ((0.681, 0.319), (0.243, 0.692), (0.145, 0.049), (0.310, 0.316)),
    9: ((0.708, 0.292), (0.170, 0.797), (0.131, 0.046), D65),  # BT.2020
    11: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), (0.314, 0.351)),
    12: ((0.680, 0.320), (0.265, 0.690), (0.150, 0.060), D65),  # Display P3
    22: ((0.630, 0.340), (0.295, 0.605), (0.155, 0.077), D65),
}
"""By the number of ITU-T H.273, table 2."""
SRGB_PRIMARIES = PRIMARIES[1]
ADOBE_RGB: Primaries = ((0.64, 0.33), (0.21, 0.71), (0.15, 0.06), D65)
ADOBE_GAMMA = 563 / 256

PQ, HLG = 16, 18
GAMMAS = {4: 2.2, 5: 2.8, 8: 1.0}
"""Transfer functions of H.273, table 3, that are a plain power. Every other one that is not HDR counts as sRGB, as in
browsers: files of phones name BT.709 and mean sRGB."""

CURVE_POINTS = 4096
PAPER_NITS = 203.0
"""The luminance of diffuse white in HDR (ITU-R BT.2408)."""
PEAK_NITS = 1000.0
"""The peak of the scene for which highlights are compressed: that of HLG's nominal display and of most phones."""
HLG_GAMMA = 1.2
"""The system gamma at a peak of 1000 nits (ITU-R BT.2100)."""

_BRADFORD = ((0.8951, 0.2664, -0.1614), (-0.7502, 1.7135, 0.0367), (0.0389, -0.0685, 1.0296))
_D50 = (0.9642, 1.0, 0.8249)
Matrix = tuple[tuple[float, float, float], tuple[float, float, float], tuple[float, float, float]]


def cicp_profile(primaries: int, transfer: int) -> bytes | None:
    """The profile of colours named by H.273 numbers; None for sRGB and what counts as it."""
    points = PRIMARIES.get(primaries, SRGB_PRIMARIES)
    if transfer == PQ:
        return _profile(points, _pq_curve())
    if transfer == HLG:
        return _profile(points, _hlg_curve())
    gamma = GAMMAS.get(transfer)
    if gamma is not None:
        return _profile(points, _curve(lambda value: value**gamma))
    return None if points == SRGB_PRIMARIES else _profile(points, _curve(_from_srgb))


def is_hdr(transfer: int) -> bool:
    """Whether an H.273 transfer function is an HDR one."""
    return transfer in (PQ, HLG)


def gamma_profile(gamma: float | None, primaries: Primaries | None) -> bytes:
    """The profile of a PNG's gAMA (the exponent by which a display decodes) and cHRM; None is sRGB's own."""
    curve = _curve(_from_srgb) if gamma is None else _curve(lambda value: value**gamma)
    return _profile(primaries or SRGB_PRIMARIES, curve)


def adobe_rgb_profile() -> bytes:
    """Adobe RGB (1998), which cameras name in EXIF instead of embedding a profile."""
    return _profile(ADOBE_RGB, _curve(lambda value: value**ADOBE_GAMMA))


# ---------------------------------------------------------------- curves


def _curve(of: Callable[[float], float]) -> tuple[int, ...]:
    """A signal of 0 .. 1 to light of 0 .. 1, in sixteenths of bits as an ICC curve has them."""
    last = CURVE_POINTS - 1
    return tuple(round(65535 * min(1.0, max(0.0, of(each / last)))) for each in range(CURVE_POINTS))


def _from_srgb(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


_M1, _M2, _C1, _C2, _C3 = 2610 / 16384, 2523 / 32, 3424 / 4096, 2413 / 128, 2392 / 128


def _pq_to_nits(signal: float) -> float:
    """SMPTE ST 2084."""
    power = signal ** (1 / _M2)
    return 10000.0 * float((max(power - _C1, 0.0) / (_C2 - _C3 * power)) ** (1 / _M1))


def _nits_to_pq(nits: float) -> float:
    power = (max(nits, 0.0) / 10000.0) ** _M1
    return float(((_C1 + _C2 * power) / (1 + _C3 * power)) ** _M2)


def _hlg_to_nits(signal: float) -> float:
    """The inverse OETF of BT.2100 and the OOTF of a display of 1000 nits, for each colour by itself."""
    if signal <= 0.5:
        scene = signal * signal / 3
    else:
        scene = (2.718281828459045 ** ((signal - 0.55991073) / 0.17883277) + 0.28466892) / 12
    return PEAK_NITS * float(min(scene, 1.0) ** HLG_GAMMA)


def _tone_mapped(nits: float) -> float:
    """Light of 0 .. 1, where 1 is paper white: the EETF of ITU-R BT.2390, 5.4.1, with black left alone."""
    top = _nits_to_pq(PEAK_NITS)
    value = min(_nits_to_pq(nits) / top, 1.0)
    most = _nits_to_pq(PAPER_NITS) / top
    knee = 1.5 * most - 0.5
    if value > knee:
        along = (value - knee) / (1 - knee)
        value = (
            (2 * along**3 - 3 * along**2 + 1) * knee
            + (along**3 - 2 * along**2 + along) * (1 - knee)
            + (-2 * along**3 + 3 * along**2) * most
        )
    return _pq_to_nits(value * top) / PAPER_NITS


@functools.cache
def _pq_curve() -> tuple[int, ...]:
    return _curve(lambda signal: _tone_mapped(_pq_to_nits(signal)))


@functools.cache
def _hlg_curve() -> tuple[int, ...]:
    return _curve(lambda signal: _tone_mapped(_hlg_to_nits(signal)))


# ---------------------------------------------------------------- the profile


def _profile(primaries: Primaries, curve: tuple[int, ...]) -> bytes:
    """A display profile of version 2 with three colorants and one curve."""
    red, green, blue = _colorants(primaries)
    text = b"Wan Desk\0"
    curves = b"curv" + bytes(4) + struct.pack(f">I{len(curve)}H", len(curve), *curve)
    contents = {
        b"desc": b"desc" + bytes(4) + struct.pack(">I", len(text)) + text + bytes(78),
        b"cprt": b"text" + bytes(4) + text,
        b"wtpt": _xyz(_D50),
        b"rXYZ": _xyz(red),
        b"gXYZ": _xyz(green),
        b"bXYZ": _xyz(blue),
        b"rTRC": curves,
    }
    table, body = b"", b""
    start = 128 + 4 + 12 * (len(contents) + 2)
    places = {}
    for name, content in contents.items():
        places[name] = (start + len(body), len(content))
        body += content + bytes(-len(content) % 4)
    places[b"gTRC"] = places[b"bTRC"] = places[b"rTRC"]
    for name, (offset, size) in places.items():
        table += struct.pack(">4sII", name, offset, size)
    header = struct.pack(
        ">I4sI4s4s4s12s4s4sIII8sI12s",
        start + len(body),
        bytes(4),
        0x02100000,
        b"mntr",
        b"RGB ",
        b"XYZ ",
        struct.pack(">6H", 2026, 1, 1, 0, 0, 0),
        b"acsp",
        bytes(4),
        0,
        0,
        0,
        bytes(8),
        0,
        struct.pack(">3i", *(round(each * 65536) for each in _D50)),
    )
    return header.ljust(128, b"\0") + struct.pack(">I", len(places)) + table + body


def _xyz(value: tuple[float, float, float]) -> bytes:
    return b"XYZ " + bytes(4) + struct.pack(">3i", *(round(each * 65536) for each in value))


def _colorants(primaries: Primaries) -> Matrix:
    """XYZ of red, green and blue, adapted from the white point to D50."""
    white = _of_point(primaries[3])
    columns = [_of_point(point) for point in primaries[:3]]
    matrix: Matrix = tuple(zip(*columns, strict=True))  # type: ignore[assignment]
    shares = _times(_inverse(matrix), white)
    cone_there, cone_here = _times(_BRADFORD, white), _times(_BRADFORD, _D50)
    back = _inverse(_BRADFORD)
    adapted = []
    for column, share in zip(columns, shares, strict=True):
        cones = _times(_BRADFORD, tuple(share * each for each in column))  # type: ignore[arg-type]
        moved = tuple(cone * here / there for cone, here, there in zip(cones, cone_here, cone_there, strict=True))
        adapted.append(_times(back, moved))  # type: ignore[arg-type]
    return tuple(adapted)  # type: ignore[return-value]


def _of_point(point: Point) -> tuple[float, float, float]:
    x, y = point
    return x / y, 1.0, (1 - x - y) / y


def _times(matrix: Matrix, vector: tuple[float, float, float]) -> tuple[float, float, float]:
    first, second, third = (sum(a * b for a, b in zip(row, vector, strict=True)) for row in matrix)
    return first, second, third


def _inverse(matrix: Matrix) -> Matrix:
    (a, b, c), (d, e, f), (g, h, i) = matrix
    det = a * (e * i - f * h) - b * (d * i - f * g) + c * (d * h - e * g)
    return (
        ((e * i - f * h) / det, (c * h - b * i) / det, (b * f - c * e) / det),
        ((f * g - d * i) / det, (a * i - c * g) / det, (c * d - a * f) / det),
        ((d * h - e * g) / det, (b * g - a * h) / det, (a * e - b * d) / det),
    )
