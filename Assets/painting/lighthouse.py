"""A lighthouse on a rocky coast at sunset: stripes, a horizon, windows, rigging, rocks, ripples and grass."""

from math import floor, sqrt

from .brushes import clamp, cloudy, distance_to_line, mix, noise, scaled, smooth, speck

HORIZON = 0.60
SUN = (-0.235, 0.515)
TOWER = 0.155  # the x of its axis
LAMP = 0.148  # the y of its light


def sky(x, y):
    """Dusk above the sea, with a sun just over the horizon and lit clouds."""
    height = clamp((HORIZON - y) / HORIZON)
    color = mix((1.00, 0.66, 0.34), (0.93, 0.44, 0.36), smooth(0.0, 0.30, height))
    color = mix(color, (0.46, 0.34, 0.52), smooth(0.18, 0.62, height))
    color = mix(color, (0.12, 0.17, 0.38), smooth(0.50, 1.0, height))
    dx, dy = x - SUN[0], y - SUN[1]
    away = sqrt(dx * dx + dy * dy)
    color = mix(color, (1.0, 0.80, 0.45), 0.75 * (1 - smooth(0.02, 0.34, away)))
    # Clouds lie in bands, thinner towards the horizon, and are lit from below.
    cover = cloudy(x * 3.2 + 5, y * 13 + 0.8 * noise(x * 6, y * 6), 5)
    cover = smooth(0.50, 0.72, cover) * smooth(0.02, 0.16, height)
    lower = cloudy(x * 3.2 + 5, (y + 0.018) * 13 + 0.8 * noise(x * 6, y * 6), 4)
    lit = smooth(0.36, 0.64, lower)
    cloud = mix((1.0, 0.62, 0.40), (0.33, 0.25, 0.40), lit)
    color = mix(color, cloud, 0.80 * cover)
    color = mix(color, (1.0, 0.97, 0.82), 1 - smooth(0.050, 0.056, away))
    if height > 0.45 and speck(floor(x * 300), floor(y * 300)) > 0.9975:
        color = mix(color, (1, 1, 0.95), smooth(0.45, 0.8, height) * 0.8 * (1 - cover))
    return color


def sea(x, y):
    """Water with ripples that grow towards the viewer, and the sun's path on it."""
    depth = (y - HORIZON) / (1 - HORIZON)
    perspective = 1 / (0.05 + 0.95 * depth)
    ripple = cloudy(x * 9 * perspective + 40, depth * 12 * perspective + 4 * perspective, 3)
    ripple = 0.65 * ripple + 0.35 * noise(x * 34 * perspective, 30 * perspective)
    color = mix((0.80, 0.47, 0.40), (0.10, 0.18, 0.30), smooth(0.0, 0.40, depth))
    color = mix(color, (0.03, 0.08, 0.16), smooth(0.30, 1.0, depth))
    color = scaled(color, 0.62 + 0.78 * ripple)
    width = 0.035 + 0.16 * depth
    path = 1 - smooth(0.25 * width, width, abs(x - SUN[0] + 0.05 * (ripple - 0.5)))
    glitter = smooth(0.44, 0.60, ripple) * path * (1 - 0.45 * depth)
    return mix(color, (1.0, 0.80, 0.48), 0.95 * glitter)


def hills(x):
    """The y of the far coast's outline."""
    return HORIZON - 0.075 * smooth(-0.12, 0.62, x) * (0.55 + 0.9 * cloudy(x * 5 + 3, 2, 4)) - 0.004


def cliff(x):
    """The y of the near coast's outline: it rises out of the sea to the lighthouse's rock."""
    rise = 0.30 * smooth(-0.20, 0.16, x) - 0.05 * smooth(0.26, 0.60, x)
    return 0.985 - rise + 0.045 * (cloudy(x * 8 + 1, 7, 4) - 0.5)


def sail(x, y):
    """A small yacht before the sun: its colour, or none beside it."""
    bx, by, size = -0.365, 0.655, 0.16
    u, v = (x - bx) / size, (by - y) / size
    if -0.11 <= v <= 0.0:
        if -0.42 - 0.6 * v < u < 0.46 + 1.3 * v:
            return scaled((0.17, 0.10, 0.13), 1.0 if v < -0.03 else 1.9)
    if abs(u) < 0.014 and 0 <= v <= 1.06:
        return (0.15, 0.10, 0.12)
    if 0.05 < v < 1.0:
        if -0.40 * (1 - v) < u < -0.03:  # main sail, seams across
            seam = 0.86 if (v * 8) % 1 < 0.12 else 1.0
            return scaled(mix((0.98, 0.90, 0.78), (0.62, 0.42, 0.42), clamp(-u * 2.2)), seam)
        if 0.03 < u < 0.34 * (0.92 - v) and v < 0.92:
            return mix((1.0, 0.94, 0.82), (0.86, 0.62, 0.52), clamp(u * 3))
    return None


def house(x, y):
    """The keeper's house beside the tower: walls, a tiled roof, lit windows."""
    left, right, ground, eaves, ridge = 0.225, 0.435, 0.735, 0.625, 0.545
    middle = (left + right) / 2
    if left <= x <= right and eaves <= y <= ground:
        wall = mix((0.90, 0.84, 0.80), (0.55, 0.48, 0.55), smooth(left, right, x))
        if y < eaves + 0.008:
            return scaled(wall, 0.5)
        for window in (0.262, 0.398):
            if abs(x - window) < 0.0185 and 0.654 < y < 0.698:
                frame = abs(x - window) < 0.0022 or abs(y - 0.676) < 0.0022
                return (0.30, 0.20, 0.18) if frame else mix((1.0, 0.86, 0.42), (1.0, 0.66, 0.24), (y - 0.654) / 0.044)
            if abs(x - window) < 0.0235 and 0.649 < y < 0.703:
                return (0.97, 0.95, 0.92)
        if abs(x - middle) < 0.0175 and y > 0.662:
            return (0.33, 0.13, 0.12) if abs(x - middle) > 0.0025 else (0.24, 0.09, 0.09)
        return scaled(wall, 0.94 + 0.08 * speck(floor(x * 160), floor(y * 90)))
    slope = (y - ridge) / (eaves + 0.006 - ridge)
    if 0 <= slope <= 1 and left + 0.018 - 0.036 * slope <= x <= right - 0.018 + 0.036 * slope:
        row = floor(slope * 7)
        tile = (x * 62 + 0.5 * (row % 2)) % 1
        shade = 0.74 if (slope * 7) % 1 > 0.80 or tile < 0.10 else 0.95 + 0.2 * speck(floor(x * 62 + 0.5 * (row % 2)), row)
        return scaled(mix((0.80, 0.30, 0.22), (0.47, 0.19, 0.24), smooth(left, right, x)), shade)
    if 0.375 <= x <= 0.400 and 0.510 <= y <= 0.575:
        brick = 0.75 if (y * 130) % 1 < 0.2 else 1.0
        return scaled(mix((0.62, 0.30, 0.24), (0.35, 0.18, 0.20), (x - 0.375) / 0.025), brick)
    return None


def tower(x, y):
    """The lighthouse: a round tower in red and white, a gallery, the lantern and its roof."""
    u = x - TOWER

    def round_shade(half):
        """Light falls from the sun's side, on the left."""
        t = u / half
        facing = sqrt(max(0.0, 1 - t * t))
        return clamp(0.26 + 0.55 * facing - 0.42 * t, 0.16, 1.12)

    if 0.215 <= y <= 0.76:
        half = 0.042 + 0.034 * (y - 0.215) / 0.545
        if abs(u) <= half:
            # Bands curve a little, as they do round a tower seen from below.
            bend = 0.012 * (1 - (u / half) * (u / half))
            band = (y - 0.215 + bend) / 0.099
            color = (0.86, 0.17, 0.14) if floor(band) % 2 == 0 else (0.98, 0.95, 0.91)
            for window in (0.362, 0.556):
                if abs(u + 0.010) < 0.0095 and abs(y - window) < 0.020:
                    return (1.0, 0.80, 0.36) if abs(u + 0.010) < 0.0065 and abs(y - window) < 0.0165 else (0.20, 0.12, 0.14)
            if abs(u + 0.004) < 0.018 and y > 0.70 + 0.35 * abs(u + 0.004):
                return (0.21, 0.12, 0.13)
            grain = 0.95 + 0.10 * noise(x * 130, y * 60)
            return scaled(color, round_shade(half) * grain)
    if 0.203 <= y < 0.217 and abs(u) <= 0.064:
        return scaled((0.30, 0.28, 0.34), 0.5 + round_shade(0.066))
    if 0.172 <= y < 0.203 and abs(u) <= 0.060:  # the gallery's rail, before the lantern's foot
        if y < 0.1765 or (u * 83) % 1 < 0.22:
            return (0.13, 0.12, 0.17)
        if abs(u) <= 0.034:
            return scaled((0.95, 0.93, 0.90), round_shade(0.034))
    if 0.112 <= y < 0.176 and abs(u) <= 0.031:
        if abs(abs(u) - 0.0145) < 0.0022 or abs(u) > 0.0282 or abs(y - 0.144) < 0.0018:
            return (0.14, 0.12, 0.16)
        dy, dx = y - LAMP, u
        glow = sqrt(dx * dx + dy * dy)
        return mix((1.0, 0.98, 0.80), (0.98, 0.68, 0.26), smooth(0.006, 0.036, glow))
    if 0.104 <= y < 0.112 and abs(u) <= 0.038:
        return (0.20, 0.14, 0.17)
    if 0.070 <= y < 0.104:
        half = 0.036 * sqrt(clamp((y - 0.066) / 0.038))
        if abs(u) <= half:
            return scaled((0.80, 0.17, 0.14), round_shade(half))
    if 0.040 <= y < 0.072 and abs(u) < 0.0024:
        return (0.16, 0.12, 0.15)
    dx, dy = u, y - 0.040
    if dx * dx + dy * dy < 0.0068 * 0.0068:
        return (0.30, 0.22, 0.22)
    return None


def ground(x, y):
    """Rock at the water, grass on top, a path to the door."""
    top = cliff(x)
    if y < top:
        return None
    depth = y - top
    grass = (0.055 + 0.05 * cloudy(x * 9, 3, 3)) * smooth(-0.13, 0.02, x + 0.03 * noise(x * 60, y * 60))
    if depth < grass:
        blades = noise(x * 190 + 30 * depth, y * 34) * 0.6 + 0.4 * noise(x * 60, y * 60)
        color = mix((0.16, 0.22, 0.10), (0.60, 0.54, 0.20), blades)
        color = mix(color, (0.80, 0.52, 0.24), 0.5 * (1 - smooth(0.0, 0.016, depth)))
        bend = TOWER - 0.002 + 0.9 * depth
        if abs(x - bend) < 0.012 + 0.25 * depth:
            color = mix((0.66, 0.55, 0.45), (0.46, 0.36, 0.32), noise(x * 120, y * 120))
        return color
    # Facets of rock: the slope of the noise towards the sun is what shines.
    here = cloudy(x * 11, y * 15, 5)
    left = cloudy((x - 0.012) * 11, (y - 0.006) * 15, 5)
    light = clamp(0.42 + 4.2 * (here - left) + 0.30 * (here - 0.5))
    crack = smooth(0.012, 0.05, abs(cloudy(x * 14 + 9, y * 9, 4) - 0.5))
    color = mix((0.09, 0.08, 0.12), (0.74, 0.52, 0.42), light)
    color = scaled(color, 0.45 + 0.55 * crack)
    return mix(color, (0.05, 0.07, 0.12), 0.6 * smooth(0.80, 1.0, y))


def beam(x, y):
    """How much of the lamp's light passes here on its way over the sea."""
    dx, dy = TOWER - x, y - LAMP
    if dx < 0.03:
        return 0.0
    width = 0.012 + 0.105 * dx
    across = abs(dy - 0.10 * dx)
    return 0.42 * (1 - smooth(0.30 * width, width, across)) * (1 - smooth(0.05, 0.80, dx))


def gulls(x, y):
    """Three birds, as the two strokes that everybody draws."""
    for bx, by, size in ((-0.08, 0.235, 0.034), (-0.155, 0.285, 0.024), (-0.02, 0.305, 0.020)):
        for side in (-1, 1):
            if distance_to_line(x, y, bx, by, bx + side * size * 0.6, by - size * 0.38) < size * 0.085:
                return True
            if distance_to_line(
                x, y, bx + side * size * 0.6, by - size * 0.38, bx + side * size * 1.15, by - size * 0.15
            ) < size * 0.07:
                return True
    return False


def color_at(x, y):
    """The colour of the scene at a place, three components of 0...1."""
    front = ground(x, y) if y > 0.62 else None
    if front:
        return front
    front = tower(x, y) or house(x, y)
    if front:
        return front
    boat = sail(x, y)
    if boat:
        return boat
    if y >= HORIZON:
        color = sea(x, y)
        mirrored = sail(x + 0.012 * (noise(x * 20, y * 160) - 0.5), 2 * 0.658 - y)
        if mirrored and y > 0.658:
            color = mix(color, mirrored, 0.38 * (1 - smooth(0.0, 0.15, y - 0.658)))
        # White water where the sea meets the rock.
        foam = (1 - smooth(0.004, 0.030, cliff(x) - y)) * smooth(0.76, 0.84, y)
        return mix(color, (0.92, 0.86, 0.86), 0.8 * foam * smooth(0.35, 0.6, noise(x * 70, y * 110)))
    if y > hills(x):
        haze = clamp((y - hills(x)) / 0.07)
        return mix((0.34, 0.24, 0.36), (0.62, 0.38, 0.38), haze)
    if gulls(x, y):
        return (0.13, 0.11, 0.18)
    return mix(sky(x, y), (1.0, 0.93, 0.66), beam(x, y))
