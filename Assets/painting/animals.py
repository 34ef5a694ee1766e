"""A bird, a cat, a deer, a dog, a frog and a horse, as photographs of 64 x 64 pixels show them."""

from .brushes import clamp, cloudy, mix, noise, scaled, smooth
from .forms import ellipse, grass, inside, limb, lit, sky


def fur(color, other, x, y, scale=28):
    return mix(color, other, smooth(0.35, 0.65, cloudy(x * scale, y * scale, 3)))


def bird(x, y):
    """A small bird on a branch."""
    if ellipse(x, y, 0.222, 0.285, 0.017, 0.019) > 0:
        return (0.05, 0.04, 0.04) if (x - 0.217) ** 2 + (y - 0.279) ** 2 > 0.00003 else (0.9, 0.9, 0.9)
    if inside(x, y, [(0.285, 0.275), (0.395, 0.318), (0.280, 0.335)]):
        return (0.24, 0.20, 0.15) if y < 0.312 else (0.34, 0.28, 0.18)
    head = ellipse(x, y, 0.190, 0.300, 0.120, 0.112)
    if head > 0:
        cap = (0.45, 0.29, 0.18) if y < 0.275 - 0.3 * (x - 0.19) else (0.86, 0.52, 0.28)
        return lit(fur(cap, scaled(cap, 0.85), x, y), head, y)
    wing = ellipse(x, y, -0.075, 0.520, 0.235, 0.100, 0.86, 0.51)
    if wing > 0:
        stripe = ((0.86 * (y - 0.52) - 0.51 * (x + 0.075)) * 26 + 0.3 * x * 10) % 1
        return lit((0.30, 0.21, 0.14) if stripe < 0.5 else (0.50, 0.36, 0.24), wing, y)
    if inside(x, y, [(-0.17, 0.60), (-0.25, 0.53), (-0.47, 0.73), (-0.43, 0.78), (-0.36, 0.76)]):
        return (0.28, 0.20, 0.14)
    body = ellipse(x, y, 0.035, 0.485, 0.275, 0.190, 0.82, 0.57 * -1)
    body = max(body, ellipse(x, y, 0.02, 0.500, 0.255, 0.185, 0.84, 0.54))
    if body > 0:
        belly = mix((0.88, 0.56, 0.32), (0.92, 0.86, 0.76), smooth(0.48, 0.64, y))
        return lit(fur(belly, scaled(belly, 0.9), x, y), body, y)
    if limb(x, y, 0.02, 0.64, 0.035, 0.765, 0.011) > 0 or limb(x, y, 0.105, 0.63, 0.115, 0.765, 0.011) > 0:
        return (0.32, 0.22, 0.16)
    branch = limb(x, y, -0.6, 0.835, 0.6, 0.765, 0.036)
    if branch > 0:
        return lit(fur((0.42, 0.33, 0.24), (0.30, 0.23, 0.17), x, y * 3), branch, 0.4)
    blur = cloudy(x * 2.5 + 2, y * 2.5, 2)
    return mix((0.52, 0.66, 0.40), (0.74, 0.82, 0.58), smooth(0.3, 0.7, blur))


def cat(x, y):
    """The face of a grey cat with dark stripes, and its breast below."""
    for side in (-1, 1):
        u = side * x
        eye = ellipse(u, y, 0.125, 0.435, 0.060, 0.046)
        if eye > 0:
            if abs(u - 0.125) < 0.015 and eye > 0.25:
                return (0.03, 0.03, 0.03)
            return (0.10, 0.10, 0.09) if eye < 0.38 else mix((0.62, 0.66, 0.24), (0.80, 0.80, 0.38), smooth(0.42, 0.46, y))
    if inside(x, y, [(-0.036, 0.535), (0.036, 0.535), (0.0, 0.575)]):
        return (0.72, 0.44, 0.42)
    if abs(x) < 0.006 and 0.57 < y < 0.61 or limb(abs(x), y, 0.0, 0.612, 0.065, 0.630, 0.008) > 0:
        return (0.24, 0.19, 0.17)
    for k in (-1, 0, 1):
        if limb(abs(x), y, 0.10, 0.580 + 0.012 * k, 0.40, 0.565 + 0.055 * k, 0.0045) > 0:
            return (0.95, 0.94, 0.92)
    muzzle = ellipse(abs(x), y, 0.052, 0.590, 0.085, 0.066)
    if muzzle > 0:
        return lit((0.92, 0.88, 0.83), muzzle, y, 0.8)
    head = ellipse(x, y, 0.0, 0.460, 0.320, 0.255)
    grey, dark = (0.56, 0.50, 0.43), (0.24, 0.21, 0.18)
    if head > 0:
        stripes = 0.0
        if y < 0.36:
            stripes = smooth(0.55, 0.30, abs(((abs(x) * 11 + 0.5) % 1) - 0.5) * 2) * smooth(0.19, 0.12, abs(x))
        elif abs(x) > 0.19:
            stripes = smooth(0.55, 0.25, abs(((y * 11 + abs(x) * 3) % 1) - 0.5) * 2)
        color = mix(fur(grey, scaled(grey, 1.18), x, y, 34), dark, 0.85 * stripes)
        nose = smooth(0.06, 0.03, abs(x)) * smooth(0.38, 0.46, y)
        return lit(mix(color, (0.74, 0.66, 0.56), 0.7 * nose), head, y, 0.62)
    for side in (-1, 1):
        u = side * x
        if inside(u, y, [(0.075, 0.245), (0.300, 0.400), (0.285, 0.090)]):
            if inside(u, y, [(0.145, 0.255), (0.270, 0.345), (0.262, 0.145)]):
                return (0.78, 0.56, 0.51)
            return scaled(grey, 0.80)
    body = ellipse(x, y, 0.0, 0.950, 0.340, 0.330)
    if body > 0:
        stripes = smooth(0.55, 0.25, abs(((y * 9 - abs(x) * 3) % 1) - 0.5) * 2)
        color = mix(fur(grey, scaled(grey, 1.15), x, y, 34), dark, 0.8 * stripes * smooth(0.08, 0.16, abs(x)))
        breast = smooth(0.14, 0.04, abs(x))
        return lit(mix(color, (0.90, 0.86, 0.80), breast), body, y, 0.6)
    return mix((0.70, 0.58, 0.46), (0.52, 0.40, 0.32), smooth(-0.5, 0.5, x + 0.4 * y) * 0.8 + 0.2 * cloudy(x * 3, y * 3, 2))


def deer(x, y):
    """A stag on a meadow before trees, from its side."""
    coat, pale = (0.60, 0.40, 0.23), (0.82, 0.68, 0.50)
    for x0, y0, x1, y1 in [(0.255, 0.205, 0.215, 0.060), (0.235, 0.130, 0.300, 0.060), (0.222, 0.090, 0.160, 0.030),
                           (0.285, 0.205, 0.345, 0.070), (0.318, 0.130, 0.390, 0.095), (0.335, 0.090, 0.305, 0.020)]:
        if limb(x, y, x0, y0, x1, y1, 0.0105, 0.007) > 0:
            return (0.40, 0.30, 0.20)
    if ellipse(x, y, 0.308, 0.250, 0.013, 0.014) > 0:
        return (0.05, 0.04, 0.04)
    if ellipse(x, y, 0.425, 0.313, 0.020, 0.018) > 0:
        return (0.08, 0.06, 0.06)
    head = max(ellipse(x, y, 0.300, 0.262, 0.075, 0.058), limb(x, y, 0.30, 0.262, 0.405, 0.312, 0.050, 0.028))
    if head > 0:
        return lit(mix(coat, pale, smooth(0.28, 0.34, y)), head, y)
    ear = max(ellipse(x, y, 0.215, 0.215, 0.055, 0.022, 0.92, 0.38), 0.0)
    if ear > 0:
        return (0.52, 0.35, 0.22)
    neck = limb(x, y, 0.275, 0.285, 0.165, 0.465, 0.060, 0.105)
    if neck > 0:
        return lit(fur(coat, scaled(coat, 0.85), x, y), neck, y)
    tail = ellipse(x, y, -0.285, 0.455, 0.034, 0.050)
    if tail > 0:
        return (0.88, 0.80, 0.68)
    body = max(ellipse(x, y, -0.03, 0.505, 0.275, 0.125), ellipse(x, y, -0.17, 0.495, 0.125, 0.130))
    if body > 0:
        return lit(mix(fur(coat, scaled(coat, 0.86), x, y), pale, smooth(0.54, 0.63, y)), body, y, 0.6)
    for x0, x1, x2, shade in [(-0.215, -0.245, -0.215, 1.0), (-0.155, -0.135, -0.150, 0.72), (0.125, 0.130, 0.120, 1.0),
                              (0.185, 0.205, 0.195, 0.72)]:
        leg = max(limb(x, y, x0, 0.560, x1, 0.730, 0.040, 0.020), limb(x, y, x1, 0.730, x2, 0.895, 0.020, 0.016))
        if leg > 0:
            return lit(scaled(coat if y < 0.87 else (0.2, 0.15, 0.12), shade), leg, y)
    if y > 0.52:
        return grass(x, y, noise)
    trees = cloudy(x * 7, y * 3 + 4, 3)
    return mix((0.14, 0.22, 0.11), (0.36, 0.46, 0.24), smooth(0.3, 0.75, trees))


def dog(x, y):
    """The face of a golden dog with hanging ears, and its breast below."""
    gold, dark = (0.80, 0.60, 0.36), (0.58, 0.38, 0.20)
    for side in (-1, 1):
        u = side * x
        if ellipse(u, y, 0.115, 0.395, 0.034, 0.034) > 0:
            return (0.90, 0.88, 0.85) if (x - side * 0.115 + 0.010) ** 2 + (y - 0.385) ** 2 < 0.00008 else (0.10, 0.06, 0.04)
    nose = ellipse(x, y, 0.0, 0.535, 0.072, 0.052)
    if nose > 0:
        return mix((0.07, 0.06, 0.06), (0.36, 0.34, 0.34), smooth(0.53, 0.50, y) * nose * 0.6)
    if abs(x) < 0.007 and 0.57 < y < 0.64 or limb(abs(x), y, 0.0, 0.645, 0.105, 0.625, 0.010) > 0:
        return (0.14, 0.09, 0.07)
    tongue = ellipse(x, y, 0.0, 0.690, 0.052, 0.062)
    if tongue > 0 and y > 0.650:
        return lit((0.90, 0.46, 0.48), tongue, y, 0.8)
    muzzle = ellipse(x, y, 0.0, 0.580, 0.150, 0.120)
    if muzzle > 0:
        return lit(fur((0.93, 0.82, 0.64), (0.86, 0.72, 0.52), x, y), muzzle, y, 0.72)
    for side in (-1, 1):
        u = side * x
        ear = ellipse(u, y, 0.295, 0.440, 0.085, 0.200, 0.97, 0.22)
        if ear > 0:
            return lit(fur(dark, scaled(dark, 0.8), x, y), ear, y)
    head = max(ellipse(x, y, 0.0, 0.400, 0.270, 0.255), ellipse(x, y, 0.0, 0.500, 0.220, 0.200))
    if head > 0:
        color = mix(fur(gold, scaled(gold, 0.88), x, y), (0.92, 0.80, 0.60), smooth(0.07, 0.02, abs(x)) * 0.6)
        return lit(color, head, y, 0.62)
    body = ellipse(x, y, 0.0, 0.990, 0.360, 0.330)
    if body > 0:
        return lit(fur(gold, (0.92, 0.78, 0.56), x, y), body, y, 0.6)
    return mix((0.38, 0.52, 0.26), (0.26, 0.40, 0.18), smooth(0.3, 0.7, cloudy(x * 4, y * 4, 3)))


def frog(x, y):
    """A green frog that sits on brown ground, from the front and a little from above."""
    green, dark = (0.42, 0.58, 0.16), (0.24, 0.36, 0.09)
    for side in (-1, 1):
        u = side * x
        eye = ellipse(u, y, 0.165, 0.310, 0.066, 0.062)
        if eye > 0:
            if ellipse(u, y, 0.170, 0.315, 0.034, 0.022) > 0:
                return (0.03, 0.03, 0.02)
            if eye > 0.55:
                return (0.84, 0.66, 0.20)
            return lit(scaled(green, 1.1), eye, y)
    if limb(abs(x), y, 0.0, 0.478, 0.235, 0.430, 0.010) > 0:
        return (0.16, 0.20, 0.06)
    if ellipse(abs(x), y, 0.035, 0.395, 0.010, 0.008) > 0:
        return (0.14, 0.18, 0.05)
    for side in (-1, 1):
        u = side * x
        arm = max(limb(u, y, 0.190, 0.560, 0.205, 0.760, 0.055, 0.040), limb(u, y, 0.205, 0.780, 0.260, 0.825, 0.030, 0.016),
                  limb(u, y, 0.205, 0.780, 0.190, 0.840, 0.030, 0.016), limb(u, y, 0.205, 0.780, 0.130, 0.825, 0.030, 0.016))
        if arm > 0:
            return lit(fur(green, dark, x, y, 18), arm, y)
    head = ellipse(x, y, 0.0, 0.430, 0.270, 0.140)
    if head > 0:
        return lit(mix(fur(green, dark, x, y, 16), (0.80, 0.82, 0.50), smooth(0.475, 0.53, y)), head, y, 0.65)
    body = ellipse(x, y, 0.0, 0.610, 0.245, 0.180)
    if body > 0:
        return lit(mix((0.82, 0.82, 0.56), green, smooth(0.12, 0.24, abs(x))), body, y, 0.6)
    for side in (-1, 1):
        u = side * x
        thigh = max(ellipse(u, y, 0.295, 0.660, 0.130, 0.105, 0.9, 0.43), limb(u, y, 0.30, 0.765, 0.445, 0.800, 0.035, 0.018))
        if thigh > 0:
            return lit(fur(green, dark, x, y, 16), thigh, y)
    shadow = ellipse(x, y, 0.0, 0.790, 0.44, 0.075)
    ground = fur((0.46, 0.36, 0.24), (0.30, 0.23, 0.15), x, y, 9)
    return mix(mix(ground, (0.58, 0.50, 0.36), smooth(0.5, 0.0, y)), (0.10, 0.08, 0.05), 0.7 * shadow)


def horse(x, y):
    """A brown horse on a meadow, from its side."""
    coat, mane = (0.48, 0.25, 0.12), (0.10, 0.07, 0.06)
    if ellipse(x, y, 0.318, 0.222, 0.012, 0.012) > 0:
        return (0.03, 0.02, 0.02)
    if inside(x, y, [(0.245, 0.175), (0.268, 0.095), (0.295, 0.165)]):
        return scaled(coat, 0.9)
    head = max(limb(x, y, 0.285, 0.215, 0.405, 0.355, 0.062, 0.038), ellipse(x, y, 0.285, 0.215, 0.068, 0.062))
    if head > 0:
        if x > 0.385 and y > 0.335:
            return lit((0.22, 0.13, 0.10), head, y)
        blaze = limb(x, y, 0.335, 0.205, 0.430, 0.320, 0.014)
        return (0.93, 0.90, 0.86) if blaze > 0 else lit(coat, head, y)
    hair = max(limb(x, y, 0.235, 0.170, 0.120, 0.345, 0.038, 0.044), 0.0)
    if hair > 0 and noise(x * 60, y * 14) > 0.22:
        return mane
    neck = limb(x, y, 0.270, 0.220, 0.150, 0.440, 0.075, 0.125)
    if neck > 0:
        return lit(fur(coat, scaled(coat, 0.88), x, y, 14), neck, y)
    tail = max(limb(x, y, -0.315, 0.400, -0.385, 0.500, 0.026, 0.034), limb(x, y, -0.385, 0.500, -0.375, 0.730, 0.040, 0.018))
    if tail > 0:
        return mane
    body = max(ellipse(x, y, -0.05, 0.475, 0.270, 0.140), ellipse(x, y, -0.205, 0.450, 0.135, 0.145),
               ellipse(x, y, 0.145, 0.465, 0.120, 0.140))
    if body > 0:
        return lit(fur(coat, scaled(coat, 0.88), x, y, 14), body, y, 0.55, 1.25)
    for x0, x1, x2, shade in [(-0.245, -0.290, -0.260, 1.0), (-0.165, -0.185, -0.155, 0.68), (0.120, 0.130, 0.120, 1.0),
                              (0.195, 0.225, 0.205, 0.68)]:
        leg = max(limb(x, y, x0, 0.540, x1, 0.710, 0.058, 0.030), limb(x, y, x1, 0.710, x2, 0.885, 0.030, 0.024))
        if leg > 0:
            return lit(scaled(coat if y < 0.80 else (0.16, 0.10, 0.08), shade), leg, y)
    if y > 0.60:
        shade = ellipse(x, y, 0.0, 0.900, 0.36, 0.045)
        return mix(grass(x, y, noise), (0.12, 0.18, 0.07), 0.7 * shade)
    if y > 0.44 + 0.07 * cloudy(x * 5, 3, 3):
        return mix((0.20, 0.32, 0.14), (0.36, 0.46, 0.22), cloudy(x * 10, y * 10, 3))
    return sky(y + 0.1)
