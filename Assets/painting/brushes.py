"""What the scenes are painted with: noise, blends and shapes.

Only + - * / and square roots are used, which give the same bits on every machine.
"""

from math import floor, sqrt


# Noise: a hash of a place, made smooth between whole places, and sums of it at finer and finer scales.

def speck(x, y):
    """A number of 0...1 that belongs to the whole place (x, y)."""
    n = (x * 374761393 + y * 668265263 + 974634777) & 0xFFFFFFFF
    n = ((n ^ (n >> 13)) * 1274126177) & 0xFFFFFFFF
    n = ((n ^ (n >> 16)) * 2246822519) & 0xFFFFFFFF
    return ((n ^ (n >> 15)) & 0xFFFF) / 65535


def noise(x, y):
    """Smooth noise of 0...1, one bump a unit."""
    column, row = floor(x), floor(y)
    u, v = x - column, y - row
    u, v = u * u * (3 - 2 * u), v * v * (3 - 2 * v)
    top = speck(column, row) * (1 - u) + speck(column + 1, row) * u
    bottom = speck(column, row + 1) * (1 - u) + speck(column + 1, row + 1) * u
    return top * (1 - v) + bottom * v


def cloudy(x, y, octaves):
    """Noise of 0...1 with detail at so many scales."""
    total, share, scale = 0.0, 0.5, 1.0
    for octave in range(octaves):
        total += share * noise(x * scale + 17 * octave, y * scale + 31 * octave)
        share, scale = share / 2, scale * 2
    return total / (1 - 2 * share)


def clamp(value, low=0.0, high=1.0):
    return low if value < low else high if value > high else value


def smooth(low, high, value):
    """0 below `low`, 1 above `high`, eased between."""
    t = clamp((value - low) / (high - low))
    return t * t * (3 - 2 * t)


def mix(a, b, t):
    return (a[0] + (b[0] - a[0]) * t, a[1] + (b[1] - a[1]) * t, a[2] + (b[2] - a[2]) * t)


def scaled(color, factor):
    return (color[0] * factor, color[1] * factor, color[2] * factor)


def distance_to_line(x, y, x0, y0, x1, y1):
    dx, dy = x1 - x0, y1 - y0
    t = clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy))
    dx, dy = x - x0 - t * dx, y - y0 - t * dy
    return sqrt(dx * dx + dy * dy)
