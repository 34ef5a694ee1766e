"""A fairground in greys: edges at many angles (spokes, struts, tents, pennants), textures (cobbles, bricks, shingles,
leaves) and smooth shading (sky, balloons, the round tent)."""

from math import floor, sqrt

from .brushes import clamp, cloudy, distance_to_line, noise, smooth, speck

# Unit vectors at every 15 degrees, the first to the right, by turning the one before.
COS15 = sqrt((1 + sqrt(3) / 2) / 2)
SIN15 = sqrt((1 - sqrt(3) / 2) / 2)


def turned(count):
    directions = [(1.0, 0.0)]
    for _ in range(count - 1):
        c, s = directions[-1]
        directions.append((c * COS15 - s * SIN15, s * COS15 + c * SIN15))
    return directions


DIRECTIONS = turned(24)

HORIZON = 0.74
HUB = (-0.165, 0.385)
RIM, INNER = 0.325, 0.285
TENT = 0.345  # the x of its axis
SQUARE = 0.80  # the y where the paving begins


def sky(x, y):
    """A clear evening, brighter towards the horizon, with a soft glow and thin clouds."""
    tone = 0.36 + 0.46 * smooth(-0.05, HORIZON, y)
    dx, dy = x + 0.50, y - 0.66
    tone += 0.16 * (1 - smooth(0.02, 0.60, sqrt(dx * dx + dy * dy)))
    cover = cloudy(x * 2.6 + 11, y * 9 + 3, 5)
    return tone + 0.16 * smooth(0.50, 0.80, cover) * smooth(0.0, 0.2, y)


def town(x, y):
    """Far roofs of different pitch, pale in the haze; none above them."""
    for index in range(-9, 10):
        middle = index * 0.072 + 0.03 * (speck(index, 5) - 0.5)
        half = 0.024 + 0.020 * speck(index, 6)
        eaves = HORIZON - 0.045 - 0.045 * speck(index, 7)
        ridge = eaves - 0.025 - 0.075 * speck(index, 8)
        u = abs(x - middle)
        if u < half and y > eaves:
            window = (u / half * 2.5) % 1 > 0.62 and ((y - eaves) * 46) % 1 > 0.55
            return 0.40 if window else 0.62 - 0.10 * speck(index, 9)
        if ridge < y <= eaves and u < (half + 0.006) * (y - ridge) / (eaves - ridge):
            return 0.47 + (0.08 if x < middle else -0.05)
    return None


def trees(x, y):
    """Round trees whose leaves are noise, before the town."""
    for index in range(-6, 7):
        middle = index * 0.105 + 0.05 * (speck(index, 15) - 0.5)
        radius = 0.040 + 0.030 * speck(index, 16)
        u, v = (x - middle) / radius, (y - (SQUARE - 0.035 - radius * 0.55)) / radius
        edge = u * u + v * v + 0.55 * (noise(x * 95, y * 95) - 0.5)
        if edge < 1:
            leaves = cloudy(x * 75 + 3, y * 75, 3)
            return clamp(0.30 - 0.16 * u - 0.20 * v + 0.75 * (leaves - 0.5), 0.06, 0.62)
        if abs(u) < 0.12 and 0 < v and y < SQUARE + 0.004:
            return 0.16
    return None


def wheel(x, y):
    """The big wheel: cabins, two rims with struts between, spokes, the hub, and the legs that carry it."""
    u, v = x - HUB[0], y - HUB[1]
    for index, (c, s) in enumerate(DIRECTIONS):
        if index % 2 == 0:
            cabin = gondola(u - RIM * c, v - RIM * s, index)
            if cabin is not None:
                return cabin
    away = sqrt(u * u + v * v)
    if away < 0.034:
        return clamp(0.55 - 9 * u - 9 * v, 0.12, 0.95) if away < 0.024 else 0.15
    if abs(away - RIM) < 0.0055 or abs(away - INNER) < 0.0042:
        return 0.94 if (u + v) * (1 if away > RIM or INNER - 0.004 < away < INNER else -1) < 0 else 0.30
    if away < RIM:
        for index, (c, s) in enumerate(DIRECTIONS):
            along, across = u * c + v * s, abs(u * s - v * c)
            if along > 0 and away < INNER and across < 0.0026:
                return 0.16
            nc, ns = DIRECTIONS[(index + 1) % 24]
            if away > INNER and along > 0.2:
                start, end = (INNER, RIM) if index % 2 == 0 else (RIM, INNER)
                if distance_to_line(u, v, c * start, s * start, nc * end, ns * end) < 0.0026:
                    return 0.20
    for foot in (-0.215, 0.215):
        width = 0.011 + 0.004 * clamp(v / 0.4)
        if v > 0 and distance_to_line(u, v, 0, 0, foot, SQUARE + 0.055 - HUB[1]) < width:
            edge = (u - foot * v / 0.47) / width
            return clamp(0.78 - 0.34 * edge, 0.25, 1.0)
    if 0.26 < v < 0.272 and abs(u) < 0.13:
        return 0.24
    return None


def gondola(u, v, index):
    """A cabin that hangs from its axle at (0, 0): a roof like a hat, a window, a rounded body."""
    if u * u + v * v < 0.000045:
        return 0.08
    if 0.004 < v < 0.020 and abs(u) < 0.030 * (v - 0.000) / 0.020:
        return 0.88 if index % 4 else 0.22
    if 0.020 <= v < 0.034 and abs(u) < 0.0235:
        return 0.86 if abs(u) < 0.0195 and abs(u) > 0.002 else 0.12
    belly = v - 0.034
    if 0 <= belly < 0.024 and abs(u) < 0.0255 * sqrt(max(0.0, 1 - belly * belly / 0.0006)):
        return clamp((0.34 if index % 4 else 0.80) - 8 * u, 0.08, 0.96)
    return None


def tent(x, y):
    """A round tent: its roof in gores as seen from the side, a scalloped valance, walls with a way in, a flag."""
    apex, eaves, floor_ = 0.455, 0.655, 0.835
    u = x - TENT
    if apex - 0.085 < y < apex + 0.01 and abs(u) < 0.0030:
        return 0.12
    if 0 < u < 0.085 and abs(y - (apex - 0.066) - 0.010 * (noise(u * 40, 2) - 0.5)) < 0.021 * (1 - u / 0.085):
        return 0.90 if u < 0.03 else 0.24
    if apex <= y < eaves:
        t = (y - apex) / (eaves - apex)
        half = 0.010 + 0.205 * (0.42 * t + 0.58 * t * t)
        if abs(u) < half:
            return gore(u / half)
    if eaves <= y < eaves + 0.028:
        half = 0.215
        scallop = (u * 27) % 1 - 0.5
        if abs(u) < half and y < eaves + 0.012 + 0.016 * sqrt(max(0.0, 1 - 4 * scallop * scallop)):
            return 0.20 + 0.72 * (floor(u * 27) % 2)
    if eaves <= y < floor_:
        half = 0.196
        if abs(u) < half:
            door = 0.055 * (0.30 + 0.70 * (y - eaves) / (floor_ - eaves))
            if abs(u + 0.02) < door:
                return 0.07 + 0.10 * smooth(0.70, floor_, y)
            if abs(u + 0.02) < door + 0.007:
                return 0.95
            return gore(u / half) * (0.74 + 0.26 * smooth(eaves, eaves + 0.07, y))
    return None


def gore(u):
    """The stripes of a round tent, `u` of its half width from the axis: narrower and darker where it turns away."""
    stripe = 0
    for c, s in DIRECTIONS[0:13]:
        stripe += u > -c
    facing = sqrt(max(0.0, 1 - u * u))
    return clamp((0.92 if stripe % 2 else 0.34) * (0.42 + 0.62 * facing - 0.30 * u), 0.04, 1.0)


def balloon(x, y):
    """Large balloons: nothing but smooth shading, each on a string that leads to the tent."""
    for bx, by, radius, tone in ((0.285, 0.165, 0.098, 0.92), (0.455, 0.225, 0.070, 0.48), (0.185, 0.315, 0.046, 0.66)):
        u, v = (x - bx) / radius, (y - by) / (radius * 1.12)
        if u * u + v * v < 1:
            deep = sqrt(1 - u * u - v * v)
            light = clamp(-0.50 * u - 0.52 * v + 0.69 * deep)
            gloss = smooth(0.955, 1.0, light)
            rim = 0.10 * clamp(0.5 * u + 0.5 * v) * (1 - deep)
            return clamp(tone * (0.16 + 0.84 * light) + rim + 0.5 * gloss)
        foot = by + radius * 1.12
        if 0 <= y - foot < 0.016 and abs(x - bx) < 0.3 * (y - foot) + 0.002:
            return tone * 0.4
        if distance_to_line(x, y, bx, foot + 0.01, TENT, 0.46) < 0.0013:
            return 0.20
    return None


def bunting(x, y):
    """Pennants on a line that sags from the wheel's leg to the tent's mast: small triangles below every slope of it."""
    start, high, end, fall, sag = -0.067, 0.60, 0.36, -0.215, 0.085
    t = (x - start) / (end - start)
    if 0 <= t <= 1:
        line = high + fall * t + sag * 4 * t * (1 - t)
        if abs(y - line) < 0.0016:
            return 0.14
        place = (x - start) / 0.036
        if 0 < y - line < 0.048 and abs(place % 1 - 0.5) < 0.40 * (1 - (y - line) / 0.048):
            return (0.95, 0.20, 0.62)[floor(place) % 3]
    return None


def booth(x, y):
    """The ticket booth in the left corner: bricks, a shingled roof that leans, a counter."""
    left, right, top, bottom = -0.60, -0.405, 0.715, 0.93
    if x < right + 0.035 and 0.60 + 0.33 * (x + 0.60) < y < top + 0.02 + 0.09 * (x - left):
        row = floor((y - 0.33 * x) * 62)
        place = x * 46 + 0.5 * (row % 2)
        gap = ((y - 0.33 * x) * 62) % 1 > 0.82 or place % 1 < 0.12
        return 0.16 if gap else 0.36 + 0.26 * speck(floor(place), row)
    if x < right and top <= y < bottom:
        if -0.565 < x < -0.455 and 0.765 < y < 0.835:
            if -0.560 < x < -0.460 and 0.770 < y:
                return 0.06 + 0.30 * smooth(0.765, 0.835, y)
            return 0.90
        if -0.575 < x < -0.445 and 0.835 <= y < 0.848:
            return 0.92 - 0.3 * (y - 0.835) / 0.013
        row = floor(y * 74)
        place = x * 30 + 0.5 * (row % 2)
        if (y * 74) % 1 > 0.84 or place % 1 < 0.07:
            return 0.74
        return 0.34 + 0.20 * speck(floor(place), row + 31) + 0.08 * (noise(x * 240, y * 240) - 0.5)
    return None


def paving(x, y):
    """Cobbles that shrink with distance, each a little dome, with long soft shadows over them."""
    depth = (y - SQUARE) / (1 - SQUARE)
    far = 1 / (depth + 0.42)
    rows = 13 * far
    row = floor(rows)
    place = x * 19 * far + 0.5 * (row % 2) + 0.25 * speck(row, 3)
    u, v = place % 1 - 0.5, rows % 1 - 0.5
    stone = u * u * u * u + v * v * v * v
    tone = 0.50 + 0.24 * speck(floor(place), row) - 0.30 * u + 0.34 * v + 0.10 * (noise(x * 300, y * 300) - 0.5)
    tone *= 1 - 0.75 * smooth(0.030, 0.052, stone)
    shadow = 1 - 0.50 * smooth(0.62, 0.40, abs((x - TENT - 0.35 * (y - 0.83)) / 0.33)) * (1 - smooth(0.0, 0.75, depth))
    return clamp(tone * shadow * (0.75 + 0.40 * depth), 0.03, 1.0)


def tone_at(x, y):
    """The brightness of the scene at a place, 0...1."""
    for layer in (booth, bunting, tent, wheel, balloon):
        tone = layer(x, y)
        if tone is not None:
            return tone
    if y >= SQUARE:
        return paving(x, y)
    tone = trees(x, y)
    if tone is None:
        tone = town(x, y)
    if tone is None:
        tone = sky(x, y) if y < HORIZON else 0.52
    return tone


def color_at(x, y):
    """The colour of the scene at a place, three components of 0...1: a grey."""
    tone = tone_at(x, y)
    return (tone, tone, tone)
