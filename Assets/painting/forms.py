"""Forms that things are put together of: each says how deep inside of it a place is, so that edges can be soft and
bodies round. Places as in make_pictures.py: y downwards from 0 to 1, x from the middle."""

from math import sqrt

from .brushes import clamp, distance_to_line, mix, scaled, smooth


def ellipse(x, y, cx, cy, rx, ry, c=1.0, s=0.0):
    """How high a round body stands at a place, 0...1 from its edge to its middle; turned by (c, s), a cosine and sine."""
    dx, dy = x - cx, y - cy
    u, v = (c * dx + s * dy) / rx, (c * dy - s * dx) / ry
    return sqrt(max(0.0, 1 - u * u - v * v))


def limb(x, y, x0, y0, x1, y1, r0, r1=None):
    """The same for a rod from one place to another, r0 thick at the one and r1 at the other."""
    r1 = r0 if r1 is None else r1
    dx, dy = x1 - x0, y1 - y0
    t = clamp(((x - x0) * dx + (y - y0) * dy) / (dx * dx + dy * dy))
    r = r0 + (r1 - r0) * t
    d = distance_to_line(x, y, x0, y0, x1, y1) / r
    return sqrt(max(0.0, 1 - d * d))


def inside(x, y, corners):
    """Whether a place lies inside of a polygon."""
    result = False
    x0, y0 = corners[-1]
    for x1, y1 in corners:
        if (y0 > y) != (y1 > y) and x < (x1 - x0) * (y - y0) / (y1 - y0) + x0:
            result = not result
        x0, y0 = x1, y1
    return result


def lit(color, height, y=0.0, bottom=0.55, top=1.08):
    """The colour of a body in light from above: darker towards its edge, and the lower it is."""
    return scaled(color, (bottom + (top - bottom) * height) * (1.06 - 0.22 * y))


def grass(x, y, noise):
    """A meadow, darker in the distance."""
    blades = noise(x * 90, y * 40)
    return mix(mix((0.30, 0.42, 0.16), (0.42, 0.56, 0.20), smooth(0.5, 1.0, y)), (0.22, 0.34, 0.12), 0.5 * blades)


def sky(y, top=(0.36, 0.58, 0.86), bottom=(0.78, 0.88, 0.96)):
    return mix(top, bottom, smooth(0.0, 0.7, y))
