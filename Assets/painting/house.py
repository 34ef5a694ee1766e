"""A house against the evening sky, in greys, of few and large forms: walls, posts and a door whose sides are upright
edges; eaves, rails and the ground line that are level ones; a roof and a path that slant; a round sun and tree; and a
sky and a cloud without any edge."""

from math import sqrt

from .brushes import clamp, smooth

GROUND = 0.79
LEFT, RIGHT, EAVES, RIDGE = -0.20, 0.28, 0.47, 0.19
MIDDLE = (LEFT + RIGHT) / 2


def sky(x, y):
    """Brighter towards the horizon, with one soft cloud."""
    u, v = (x + 0.02) / 0.30, (y - 0.09) / 0.075
    cloud = 1 - smooth(0.0, 1.0, sqrt(u * u + v * v))
    return 0.34 + 0.16 * smooth(-0.1, GROUND, y) + 0.18 * cloud


def sun(x, y):
    u, v = x + 0.40, y - 0.25
    return 0.97 if u * u + v * v < 0.0100 else None


def tree(x, y):
    """An egg-shaped crown on a trunk."""
    u, v = (x - 0.455) / 0.085, (y - 0.47) / 0.22
    if u * u + v * v < 1:
        return clamp(0.20 - 0.06 * u - 0.05 * v)
    return 0.10 if abs(x - 0.455) < 0.018 and 0.6 < y < GROUND + 0.01 else None


def fence(x, y):
    """Three posts and two rails."""
    for post in (-0.52, -0.41, -0.30):
        if abs(x - post) < 0.019 and 0.60 < y < GROUND + 0.02:
            return 0.93
    rail = 0.645 < y < 0.672 or 0.715 < y < 0.742
    return 0.93 if rail and -0.539 < x < -0.281 else None


def house(x, y):
    """Walls with a door and a window, under a roof with a chimney."""
    if RIDGE < y < EAVES:
        half = (y - RIDGE) / (EAVES - RIDGE) * ((RIGHT - LEFT) / 2 + 0.055)
        if abs(x - MIDDLE) < half:
            return 0.17 + 0.05 * (y - RIDGE)
    if RIGHT - 0.125 < x < RIGHT - 0.050 and RIDGE - 0.02 < y < EAVES:
        return 0.90
    if LEFT < x < RIGHT and EAVES <= y < GROUND:
        if -0.135 < x < -0.035 and 0.565 < y:
            return 0.15
        if 0.075 < x < 0.215 and 0.555 < y < 0.690:
            bar = abs(x - 0.145) < 0.0105 or abs(y - 0.6225) < 0.0105
            return 0.90 if bar else 0.20
        return 0.93 - 0.05 * smooth(LEFT, RIGHT, x)
    return None


def ground(x, y):
    """Grass, and a path that widens from the door to the front."""
    near = (y - GROUND) / (1 - GROUND)
    if abs(x + 0.085 - 0.05 * near) < 0.05 + 0.13 * near:
        return 0.58 - 0.05 * near
    return 0.27 - 0.04 * near


def color_at(x, y):
    """The grey of the scene at a place, 0...1, as three equal components."""
    tone = tree(x, y)
    if tone is None:
        tone = house(x, y)
    if tone is None:
        tone = fence(x, y)
    if tone is None:
        tone = ground(x, y) if y > GROUND else sun(x, y) or sky(x, y)
    return (tone, tone, tone)
