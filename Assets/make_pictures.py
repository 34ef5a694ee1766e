#!/usr/bin/env python3
"""Paints the pictures of the lecture.

    python3 Assets/make_pictures.py          paints the pictures again that the program embeds
    python3 Assets/make_pictures.py --check  says whether they are what this script paints
    python3 Assets/make_pictures.py house 640x560 house.pgm   one scene at a size; .ppm in colours, .pgm in greys

The scenes were made up for this project, and have what edge and texture filters look for. Only + - * / and square
roots are used, which give the same bits on every machine, so the files are the same wherever this runs.
"""

import pathlib
import sys
import types

sys.dont_write_bytecode = True

from painting import animals, balloon, house, lighthouse, vehicles
from painting.brushes import clamp, scaled

HERE = pathlib.Path(__file__).parent

# One of each class of photographs, in the order of the classes.
THINGS = {
    "airplane": vehicles.airplane, "automobile": vehicles.automobile, "bird": animals.bird, "cat": animals.cat,
    "deer": animals.deer, "dog": animals.dog, "frog": animals.frog, "horse": animals.horse, "ship": vehicles.ship,
    "truck": vehicles.truck,
}

SCENES = {"lighthouse": lighthouse, "house": house, "balloon": balloon}
SCENES |= {name: types.SimpleNamespace(color_at=color_at) for name, color_at in THINGS.items()}

# The pictures that are embedded: name, width, height.
PICTURES = [("lighthouse.ppm", 227, 227), ("house.pgm", 320, 280), ("balloon.ppm", 32, 32)]

# The things, one below the other.
SHEET = ("things.ppm", 64)


def paint(scene, width, height, components):
    """The picture row after row, a byte a component; each pixel is the mean of a grid of samples.

    Places: y is 0 at the top and 1 at the bottom; x is 0 in the middle, so that wider pictures show more.
    """
    samples = 3 if height >= 64 else 8
    side = 1.0 / height
    picture = bytearray()
    for row in range(height):
        for column in range(width):
            total = (0.0, 0.0, 0.0)
            for sy in range(samples):
                for sx in range(samples):
                    x = (column + (sx + 0.5) / samples - width / 2) * side
                    y = (row + (sy + 0.5) / samples) * side
                    c = scene.color_at(x, y)
                    total = (total[0] + clamp(c[0]), total[1] + clamp(c[1]), total[2] + clamp(c[2]))
            color = scaled(total, 1.0 / (samples * samples))
            if components == 1:
                color = (0.299 * color[0] + 0.587 * color[1] + 0.114 * color[2],)
            picture += bytes(int(clamp(c) * 255 + 0.5) for c in color)
    return bytes(picture)


def portable(scene, name, width, height):
    """The file's bytes: binary PPM in colours, binary PGM in greys."""
    kind, components = (b"P5", 1) if name.endswith(".pgm") else (b"P6", 3)
    return kind + b"\n%d %d\n255\n" % (width, height) + paint(scene, width, height, components)


def sheet(side):
    """The file's bytes of all things, one below the other."""
    rows = b"".join(paint(SCENES[name], side, side, 3) for name in THINGS)
    return b"P6\n%d %d\n255\n" % (side, side * len(THINGS)) + rows


def main(arguments):
    if len(arguments) == 3 and arguments[0] in SCENES and "x" in arguments[1]:
        width, height = (int(side) for side in arguments[1].split("x"))
        pathlib.Path(arguments[2]).write_bytes(portable(SCENES[arguments[0]], arguments[2], width, height))
        return 0
    if arguments not in ([], ["--check"]):
        sys.stderr.write(__doc__)
        return 64
    failures = 0
    files = [(name, portable(SCENES[name.split(".")[0]], name, width, height)) for name, width, height in PICTURES]
    for name, painted in files + [(SHEET[0], sheet(SHEET[1]))]:
        if arguments:
            same = (HERE / name).read_bytes() == painted
            print(name, "is what this script paints" if same else "differs from what this script paints")
            failures += not same
        else:
            (HERE / name).write_bytes(painted)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
