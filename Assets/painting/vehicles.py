"""An airplane, an automobile, a ship and a truck, as photographs of 64 x 64 pixels show them."""

from .brushes import clamp, cloudy, mix, scaled, smooth
from .forms import ellipse, inside, limb, lit, sky


def wheel(x, y, cx, cy, r):
    """A tyre with its rim; none beside it."""
    d = ((x - cx) * (x - cx) + (y - cy) * (y - cy)) / (r * r)
    if d > 1:
        return None
    if d < 0.05:
        return (0.25, 0.25, 0.27)
    if d < 0.34:
        return (0.66, 0.67, 0.70)
    return (0.07, 0.07, 0.08)


def road(x, y):
    return mix((0.50, 0.50, 0.51), (0.40, 0.40, 0.41), smooth(0.7, 1.0, y) * 0.7 + 0.3 * cloudy(x * 30, y * 30, 2))


def airplane(x, y):
    """An airliner in flight, from its side and a little from below."""
    # Along the body: t from the tail to the nose, n across it, climbing a little.
    t, n = 0.985 * x - 0.17 * (y - 0.52), 0.985 * (y - 0.52) + 0.17 * x
    if inside(t, n, [(-0.42, -0.03), (-0.47, -0.21), (-0.40, -0.21), (-0.27, -0.04)]):
        return (0.16, 0.26, 0.56)
    if inside(t, n, [(0.10, 0.03), (-0.04, 0.03), (-0.20, 0.27), (-0.14, 0.27)]):
        return mix((0.62, 0.65, 0.70), (0.44, 0.47, 0.53), smooth(0.02, 0.25, n))
    if ellipse(t, n, 0.015, 0.115, 0.062, 0.030) > 0:
        return (0.33, 0.35, 0.42)
    if inside(t, n, [(-0.33, -0.01), (-0.40, -0.01), (-0.48, 0.06), (-0.44, 0.06)]):
        return (0.55, 0.58, 0.64)
    if inside(t, n, [(0.06, -0.04), (-0.04, -0.05), (-0.10, -0.15), (-0.06, -0.15)]):
        return (0.72, 0.75, 0.80)
    half = 0.063 * min(1.0, max(0.0, (0.47 - t) / 0.11)) ** 0.5 if t > 0.36 else 0.063
    half = half * clamp((t + 0.52) / 0.30, 0.12, 1.0)
    if abs(n) < half and -0.47 < t < 0.47:
        if abs(n + 0.012) < 0.009 and -0.30 < t < 0.33 and (t * 24) % 1 < 0.55:
            return (0.20, 0.26, 0.36)
        if t > 0.385 and n < -0.012:
            return (0.15, 0.19, 0.26)
        return mix((0.97, 0.97, 0.98), (0.60, 0.64, 0.70), smooth(-0.3, 1.0, n / half))
    return mix(sky(y), (0.97, 0.98, 1.0), 0.75 * smooth(0.52, 0.85, cloudy(x * 2.2 + 5, y * 4.0, 4)))


def automobile(x, y):
    """A red car from its side and a little from the front."""
    for cx in (-0.255, 0.26):
        color = wheel(x, y, cx, 0.700, 0.090)
        if color:
            return color
    body = [(-0.455, 0.66), (-0.46, 0.52), (-0.41, 0.475), (-0.27, 0.455), (0.20, 0.450), (0.40, 0.495), (0.455, 0.545),
            (0.46, 0.67), (0.36, 0.70), (-0.36, 0.70)]
    cabin = [(-0.34, 0.47), (-0.22, 0.335), (-0.10, 0.305), (0.05, 0.310), (0.15, 0.345), (0.27, 0.465)]
    if inside(x, y, body):
        for cx in (-0.255, 0.26):
            if (x - cx) * (x - cx) + (y - 0.70) * (y - 0.70) < 0.0112:
                return (0.05, 0.02, 0.02)
        if x > 0.40 and 0.525 < y < 0.565:
            return (0.96, 0.94, 0.82)
        if x < -0.43 and 0.51 < y < 0.56:
            return (0.50, 0.02, 0.02)
        if y > 0.655:
            return (0.22, 0.04, 0.04)
        if abs(x + 0.01) < 0.005 and y < 0.65:
            return (0.48, 0.04, 0.05)
        shine = smooth(0.035, 0.0, abs(y - 0.497))
        return mix(mix((0.86, 0.09, 0.10), (0.52, 0.04, 0.06), smooth(0.48, 0.67, y)), (1.0, 0.66, 0.64), 0.65 * shine)
    if inside(x, y, cabin):
        if y < 0.332 or abs(x + 0.02) < 0.014 or y > 0.455 or not inside(x * 1.13, y * 1.0 - 0.010, cabin):
            return (0.74, 0.08, 0.09)
        return mix((0.34, 0.42, 0.50), (0.10, 0.13, 0.17), smooth(0.33, 0.45, y))
    shadow = ellipse(x, y, 0.0, 0.775, 0.50, 0.045)
    if y > 0.66:
        return mix(road(x, y), (0.12, 0.12, 0.13), 0.85 * min(1.0, 1.6 * shadow))
    if y > 0.60:
        return (0.60, 0.59, 0.56)
    hedge = 0.36 + 0.10 * cloudy(x * 4 + 3, 1, 3)
    if y > hedge:
        return mix((0.20, 0.33, 0.14), (0.32, 0.45, 0.20), cloudy(x * 14, y * 14, 3))
    return sky(y + 0.2)


def ship(x, y):
    """A freighter at sea."""
    hull = [(-0.45, 0.545), (-0.41, 0.690), (0.36, 0.690), (0.47, 0.520), (0.33, 0.555), (-0.30, 0.555)]
    if inside(x, y, hull):
        if y > 0.655:
            return (0.55, 0.13, 0.11)
        if y < 0.568 + 0.0 * x:
            return (0.80, 0.82, 0.85)
        return mix((0.13, 0.18, 0.30), (0.07, 0.10, 0.19), smooth(0.56, 0.66, y))
    if -0.36 < x < -0.16 and 0.335 < y < 0.560:
        if (y - 0.335) % 0.056 > 0.022 and (y - 0.335) % 0.056 < 0.042 and (x * 30) % 1 < 0.6:
            return (0.18, 0.22, 0.30)
        return mix((0.97, 0.97, 0.96), (0.80, 0.83, 0.87), smooth(-0.3, -0.16, x))
    if -0.40 < x < -0.12 and 0.318 < y < 0.338:
        return (0.90, 0.91, 0.92)
    if -0.32 < x < -0.23 and 0.215 < y < 0.32:
        return (0.82, 0.35, 0.12) if y > 0.245 else (0.12, 0.12, 0.14)
    if abs(x - 0.345) < 0.007 and 0.30 < y < 0.56 or abs(x + 0.19) < 0.006 and 0.20 < y < 0.33:
        return (0.30, 0.31, 0.34)
    if -0.10 < x < 0.29 and 0.468 < y < 0.560:
        k = int((x + 0.10) / 0.065)
        color = [(0.72, 0.28, 0.16), (0.23, 0.42, 0.60), (0.66, 0.62, 0.52), (0.30, 0.48, 0.36)][(k + int(y > 0.514)) % 4]
        return scaled(color, 0.8 if ((x + 0.10) % 0.065) < 0.006 else 1.0)
    if y > 0.60:
        wave = cloudy(x * 7, y * 34, 3)
        water = mix((0.30, 0.46, 0.58), (0.10, 0.24, 0.38), smooth(0.60, 1.0, y))
        foam = smooth(0.055, 0.0, abs(y - 0.70)) * (1.0 if abs(x) < 0.46 else 0.0)
        return mix(mix(water, (0.55, 0.68, 0.76), 0.5 * smooth(0.5, 0.8, wave)), (0.85, 0.90, 0.93), 0.6 * foam)
    return mix(sky(y, (0.50, 0.68, 0.88), (0.86, 0.91, 0.95)), (0.97, 0.97, 0.98), 0.5 * smooth(0.5, 0.8, cloudy(x * 3, y * 6, 4)))


def truck(x, y):
    """A truck with a box, from its side."""
    for cx in (-0.33, -0.21, 0.305):
        color = wheel(x, y, cx, 0.745, 0.070)
        if color:
            return color
    if -0.46 < x < 0.155 and 0.235 < y < 0.655:
        if y < 0.25 or y > 0.64 or x < -0.45 or x > 0.145:
            return (0.62, 0.64, 0.66)
        if abs(y - 0.455) < 0.045:
            return (0.16, 0.34, 0.62)
        return mix((0.96, 0.96, 0.95), (0.82, 0.83, 0.85), smooth(0.25, 0.65, y))
    cab = [(0.175, 0.335), (0.335, 0.335), (0.385, 0.36), (0.435, 0.515), (0.455, 0.545), (0.455, 0.715), (0.175, 0.715)]
    if inside(x, y, cab):
        if inside(x, y, [(0.235, 0.385), (0.345, 0.385), (0.395, 0.515), (0.235, 0.515)]):
            return mix((0.42, 0.52, 0.60), (0.14, 0.18, 0.23), smooth(0.39, 0.51, y))
        if x > 0.425 and 0.59 < y < 0.64:
            return (0.96, 0.93, 0.78)
        if (x - 0.305) * (x - 0.305) + (y - 0.745) * (y - 0.745) < 0.0076 or y > 0.69:
            return (0.07, 0.07, 0.08)
        return mix((0.20, 0.40, 0.70), (0.10, 0.22, 0.44), smooth(0.36, 0.70, y))
    if -0.45 < x < 0.20 and 0.655 < y < 0.715:
        return (0.12, 0.12, 0.13)
    if y > 0.735:
        shadow = ellipse(x, y, -0.01, 0.805, 0.50, 0.040)
        return mix(road(x, y), (0.12, 0.12, 0.13), 0.8 * min(1.0, 1.6 * shadow))
    if y > 0.665:
        return mix((0.48, 0.50, 0.30), (0.38, 0.44, 0.24), cloudy(x * 20, y * 20, 2))
    if y > 0.50 + 0.06 * cloudy(x * 5 + 9, 2, 3):
        return mix((0.22, 0.32, 0.18), (0.36, 0.44, 0.24), cloudy(x * 12, y * 12, 3))
    return sky(y + 0.1)
