"""A hot-air balloon over fields, for very few pixels: large shapes in colours that differ in every channel."""

from math import floor, sqrt

from .brushes import clamp, distance_to_line, mix, scaled, smooth

TOP, SIDE, MIDDLE = 0.05, 0.31, 0.35


def envelope(x, y):
    """The balloon: gores of red, yellow and white round it, a blue belt, light from the left; none beside it."""
    v = (y - MIDDLE) / (MIDDLE - TOP)
    if v <= 0:
        half = SIDE * sqrt(max(0.0, 1 - v * v))
    else:
        half = SIDE * (1 - 0.60 * v * v * (1.22 - 0.22 * v))
    if not (-1 < v < 1.12) or abs(x) >= half:
        return None
    u = x / half
    color = (0.86, 0.10, 0.10)
    if abs(u) < 0.24:
        color = (1.0, 0.83, 0.12)
    elif 0.62 < abs(u) < 0.90:
        color = (0.97, 0.95, 0.90)
    if 0.02 < v < 0.30:
        color = (0.10, 0.22, 0.66)
    facing = sqrt(max(0.0, 1 - u * u))
    return scaled(color, clamp(0.50 + 0.56 * facing - 0.26 * u - 0.12 * v, 0.3, 1.12))


def color_at(x, y):
    """The colour of the scene at a place, three components of 0...1."""
    color = envelope(x, y)
    if color:
        return color
    if abs(x) < 0.080 and 0.775 < y < 0.885:
        return (0.30, 0.16, 0.07) if y < 0.80 or abs(x) > 0.062 else (0.62, 0.37, 0.16)
    if 0.66 < y < 0.80:
        for side in (-1, 1):
            if distance_to_line(x, y, side * 0.115, 0.68, side * 0.070, 0.79) < 0.010:
                return (0.20, 0.14, 0.12)
    hill = 0.80 + 0.10 * x - 0.22 * x * x
    if y > hill + 0.085 + 0.10 * x:
        furrow = ((x * 1.5 - 0.6) / (y - 0.55) * 2.2) % 1 < 0.5
        return (0.88, 0.68, 0.22) if furrow else (0.76, 0.52, 0.14)
    if y > hill:
        return mix((0.30, 0.58, 0.20), (0.16, 0.42, 0.16), smooth(-0.3, 0.4, x))
    if y > 0.735 - 0.10 * x - 0.05 * floor(x * 3 + 0.5) * x:
        return (0.36, 0.50, 0.62)
    return mix((0.22, 0.50, 0.88), (0.78, 0.90, 0.98), smooth(0.0, 0.80, y))
