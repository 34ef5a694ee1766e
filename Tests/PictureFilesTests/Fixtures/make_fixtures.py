"""Writes pictures.txt: small picture files of every kind, and what other programs see in them.

    pip install pillow==13.0.0 && apt-get install libjpeg-turbo-progs
    python3 make_fixtures.py > pictures.txt

A line holds a name, the width and the height as seen, the tolerance of a component, the file in hexadecimal, and the
pixels, red, green and blue, in hexadecimal. The pixels of PNG, PGM and PPM follow from those that were put in; the PNG
files are written here with zlib alone, and Pillow is asked to agree wherever it keeps to 8 bits. Those of JPEG files are
what Pillow decodes. The tolerance of JPEG is for decoders that round differently.
"""

import io
import struct
import subprocess
import sys
import zlib

from PIL import Image, ImageOps

WIDTH, HEIGHT = 9, 7


def emit(name, data, pixels, width=WIDTH, height=HEIGHT, tolerance=0):
    flat = bytes(component for pixel in pixels for component in pixel)
    assert len(flat) == 3 * width * height, name
    print(name, width, height, tolerance, data.hex(), flat.hex())


def noise(count, largest, seed):
    """Whole numbers that look like chance."""
    state, numbers = seed, []
    for _ in range(count):
        state = (state * 1103515245 + 12345) & 0x7FFFFFFF
        numbers.append((state >> 8) % (largest + 1))
    return numbers


def to8(value, largest):
    return (2 * value * 255 + largest) // (2 * largest)


def linear(byte):
    c = byte / 255
    return c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4


def encoded(light):
    c = 12.92 * light if light <= 0.0031308 else 1.055 * light ** (1 / 2.4) - 0.055
    return int(c * 255 + 0.5)


def over_white(byte, alpha):
    """A component of 8 bits on white paper, mixed as light is."""
    return encoded(alpha * linear(byte) + (1 - alpha))


# PNG

# libpng mixes by the power 2.2, which comes close to sRGB's curve.
MIXED = 3

ADAM7 = [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]


def chunk(kind, content):
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def packed(samples, depth):
    """A row's samples as bytes, without its filter."""
    if depth == 16:
        return b"".join(struct.pack(">H", sample) for sample in samples)
    bits = "".join(format(sample, "0%db" % depth) for sample in samples)
    bits += "0" * (-len(bits) % 8)
    return bytes(int(bits[place:place + 8], 2) for place in range(0, len(bits), 8))


def filtered(rows, unit):
    """The rows, each with another of the five filters."""
    stream, before = b"", b""
    for number, row in enumerate(rows):
        kind = number % 5
        above = before if before else bytes(len(row))
        left = bytes(unit) + row[:-unit] if len(row) > unit else bytes(len(row))
        corner = bytes(unit) + above[:-unit] if len(row) > unit else bytes(len(row))
        guesses = []
        for a, b, c in zip(left, above, corner):
            p = a + b - c
            paeth = min((abs(p - a), 0, a), (abs(p - b), 1, b), (abs(p - c), 2, c))[2]
            guesses.append((0, a, b, (a + b) // 2, paeth)[kind])
        stream += bytes([kind]) + bytes((value - guess) & 0xFF for value, guess in zip(row, guesses))
        before = row
    return stream


def png(kind, depth, pixels, interlaced=False, extra=b"", width=WIDTH, height=HEIGHT):
    unit = max(1, len(pixels[0]) * depth // 8)
    passes = ADAM7 if interlaced else [(0, 0, 1, 1)]
    stream = b""
    for x0, y0, dx, dy in passes:
        rows = []
        for y in range(y0, height, dy):
            row = [sample for x in range(x0, width, dx) for sample in pixels[y * width + x]]
            if row:
                rows.append(packed(row, depth))
        stream += filtered(rows, unit)
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, int(interlaced))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + extra + chunk(b"IDAT", zlib.compress(stream, 9))
            + chunk(b"IEND", b""))


def pillow_agrees(name, data, pixels):
    image = Image.open(io.BytesIO(data))
    if image.mode in ("1", "L", "RGB", "P") and "transparency" not in image.info:
        assert list(image.convert("RGB").getdata()) == pixels, name


def png_files():
    names = {0: "grey", 2: "color", 3: "palette", 4: "grey-alpha", 6: "color-alpha"}
    depths = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
    for kind, kind_name in names.items():
        for depth in depths[kind]:
            largest = (1 << depth) - 1
            channels = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[kind]
            numbers = noise(WIDTH * HEIGHT * channels, largest, 10 * kind + depth)
            pixels = [tuple(numbers[channels * i:channels * (i + 1)]) for i in range(WIDTH * HEIGHT)]
            extra = b""
            if kind == 3:
                palette = noise(3 * (largest + 1), 255, depth)
                extra = chunk(b"PLTE", bytes(palette))
                seen = [tuple(palette[3 * p[0]:3 * p[0] + 3]) for p in pixels]
            else:
                seen = []
                for p in pixels:
                    color = (p[0],) * 3 if kind in (0, 4) else p[:3]
                    if kind in (4, 6):
                        color = tuple(over_white(to8(c, largest), p[-1] / largest) for c in color)
                        seen.append(color)
                    else:
                        seen.append(tuple(to8(c, largest) for c in color))
            for interlaced in (False, True):
                name = "png-%s-%d%s" % (kind_name, depth, "-interlaced" if interlaced else "")
                data = png(kind, depth, pixels, interlaced, extra)
                if depth <= 8:
                    pillow_agrees(name, data, seen)
                emit(name, data, seen, tolerance=MIXED if kind in (4, 6) else 1 if depth == 16 else 0)

    # Transparency that is no channel: of palette entries, of one grey, of one colour.
    palette = noise(12, 255, 3)
    numbers = noise(WIDTH * HEIGHT, 3, 8)
    alphas = [0, 128, 255]
    seen = [
        tuple(over_white(c, (alphas + [255])[n] / 255) for c in palette[3 * n:3 * n + 3]) for n in numbers]
    extra = chunk(b"PLTE", bytes(palette)) + chunk(b"tRNS", bytes(alphas))
    emit("png-palette-transparent", png(3, 2, [(n,) for n in numbers], extra=extra), seen, tolerance=MIXED)
    seen = [(255,) * 3 if n == 2 else (n * 85,) * 3 for n in numbers]
    extra = chunk(b"tRNS", struct.pack(">H", 2))
    emit("png-grey-transparent", png(0, 2, [(n,) for n in numbers], extra=extra), seen)
    colors = [(40 * n, 10, 200) for n in numbers]
    seen = [(255,) * 3 if c[0] == 120 else c for c in colors]
    extra = chunk(b"tRNS", struct.pack(">HHH", 120, 10, 200))
    emit("png-color-transparent", png(2, 8, colors, extra=extra), seen)

    emit("png-one-pixel", png(2, 8, [(1, 2, 3)], width=1, height=1), [(1, 2, 3)], 1, 1)
    wide = [(n,) for n in noise(300, 255, 4)]
    emit("png-wide", png(0, 8, wide, width=300, height=1), [p * 3 for p in wide], 300, 1)
    emit("png-high", png(0, 8, wide, width=1, height=300), [p * 3 for p in wide], 1, 300)

    # eXIf, which turns the picture; big and little endian.
    colors = [tuple(noise(3, 255, 77 + i)) for i in range(WIDTH * HEIGHT)]
    for orientation, order in ((6, b"MM"), (3, b"II")):
        stored = Image.new("RGB", (WIDTH, HEIGHT))
        stored.putdata(colors)
        turned = stored.transpose({6: Image.Transpose.ROTATE_270, 3: Image.Transpose.ROTATE_180}[orientation])
        extra = chunk(b"eXIf", tiff(orientation, order))
        emit("png-exif-%d" % orientation, png(2, 8, colors, extra=extra), list(turned.getdata()), *turned.size)


# EXIF

def tiff(orientation, order=b"MM", is_long=False):
    """EXIF data: a camera's name, then the orientation, as a short number or as cameras write it against the standard."""
    e = ">" if order == b"MM" else "<"
    entries = struct.pack(e + "HHI4s", 0x010F, 2, 4, b"cam\0")
    entries += struct.pack(e + "HHII", 0x0112, 4, 1, orientation) if is_long else struct.pack(
        e + "HHIHH", 0x0112, 3, 1, orientation, 0)
    return order + struct.pack(e + "HI", 42, 8) + struct.pack(e + "H", 2) + entries + struct.pack(e + "I", 0)


# JPEG

def scene():
    """Smooth colours with a dark corner, which survive compression well and have no symmetry."""
    image = Image.new("RGB", (24, 16))
    image.putdata([
        (30, 20, 40) if x < 8 and y < 8 else (10 * x, 255 - 12 * y, 5 * (x + y)) for y in range(16) for x in range(24)])
    return image


def jpeg(image, **options):
    stream = io.BytesIO()
    image.save(stream, "JPEG", **options)
    return stream.getvalue()


def emit_jpeg(name, data, tolerance=3):
    seen = ImageOps.exif_transpose(Image.open(io.BytesIO(data))).convert("RGB")
    emit("jpeg-" + name, data, list(seen.getdata()), *seen.size, tolerance=tolerance)


def jpeg_files():
    image = scene()
    emit_jpeg("444", jpeg(image, quality=90, subsampling=0))
    # Colours at half the resolution are smoothed differently by different decoders.
    emit_jpeg("422", jpeg(image, quality=90, subsampling=1), 12)
    emit_jpeg("420", jpeg(image, quality=90, subsampling=2), 12)
    emit_jpeg("progressive", jpeg(image, quality=90, subsampling=0, progressive=True))
    emit_jpeg("grey", jpeg(image.convert("L"), quality=90))
    emit_jpeg("one-pixel", jpeg(image.crop((10, 10, 11, 11)), quality=95, subsampling=0))
    emit_jpeg("odd-sides", jpeg(image.crop((3, 5, 20, 14)), quality=90, subsampling=0))
    emit_jpeg("restarts", jpeg(image, quality=90, subsampling=0, restart_marker_blocks=1))
    emit_jpeg("printed", jpeg(image.convert("CMYK"), quality=95), 4)
    small = scene().resize((12, 8))
    for orientation in range(1, 9):
        order = b"MM" if orientation % 2 else b"II"
        exif = b"Exif\0\0" + tiff(orientation, order)
        emit_jpeg("exif-%d" % orientation, jpeg(small, quality=90, subsampling=0, exif=exif))


    for orientation, order in ((6, b"MM"), (6, b"II"), (3, b"MM"), (5, b"II")):
        exif = b"Exif\0\0" + tiff(orientation, order, is_long=True)
        emit_jpeg("exif-%d-long-%s" % (orientation, order.decode()), jpeg(small, quality=90, subsampling=0, exif=exif))

    # Factors of sampling that no encoder chooses by itself, and that the standard allows (T.81, B.2.2: 1 to 4 each).
    for factors in ("2x2,1x1,1x2", "2x1,1x2,1x2", "1x2,2x1,1x1", "3x1,1x1,1x1", "2x4,1x1,1x1", "1x1,2x2,1x1",
                    "4x1,1x1,1x2", "2x1,2x2,1x1", "1x3,1x1,1x3"):
        stream = io.BytesIO()
        image.save(stream, "PPM")
        data = subprocess.run(["cjpeg", "-quality", "95", "-sample", factors], input=stream.getvalue(),
                              capture_output=True, check=True).stdout
        emit_jpeg("sampling-" + factors.replace(",", "_"), data, 24)

    # What libjpeg remarks on and reads nevertheless: the pixels are whole.
    plain = jpeg(image, quality=90, subsampling=0)
    tables, scan = plain.index(b"\xff\xdb"), plain.index(b"\xff\xda")
    last = scan + 2 + int.from_bytes(plain[scan + 2:scan + 4], "big")
    emit_jpeg("odd-scan", plain[:last - 3] + b"\0\0\0" + plain[last:])
    emit_jpeg("odd-scan-end", plain[:last - 3] + b"\0\x3e\0" + plain[last:])
    emit_jpeg("junk-before-tables", plain[:tables] + b"junk" + plain[tables:])
    emit_jpeg("escape-before-tables", plain[:tables] + b"\xff\0" + plain[tables:])
    emit_jpeg("junk-before-scan", plain[:scan] + b"\0\1\2" + plain[scan:])
    emit_jpeg("fill-before-scan", plain[:scan] + b"\xff" * 5 + plain[scan:])
    emit_jpeg("junk-before-end", plain[:-2] + b"\0\0\0" + plain[-2:])
    emit_jpeg("old-jfif", plain[:11] + b"\7" + plain[12:])
    # Printed colours without Adobe's mark: no ink is 255 nevertheless.
    printed = jpeg(image.convert("CMYK"), quality=95)
    adobe = printed.index(b"\xff\xee")
    length = int.from_bytes(printed[adobe + 2:adobe + 4], "big")
    emit_jpeg("printed-unmarked", printed[:adobe] + printed[adobe + 2 + length:], 4)


# PGM and PPM

def portable_files():
    for kind, components in ((b"P2", 1), (b"P3", 3), (b"P5", 1), (b"P6", 3)):
        for largest in (1, 9, 255, 256, 1000, 65535):
            values = noise(WIDTH * HEIGHT * components, largest, components + largest)
            if kind in (b"P2", b"P3"):
                body = b"\n".join(b"%d" % v for v in values)
                head = kind + b"\n# made by a script\n%d   %d # sides\n%d\n" % (WIDTH, HEIGHT, largest)
            else:
                body = b"".join(struct.pack(">H" if largest > 255 else "B", v) for v in values)
                head = kind + b" %d\n%d\n#c\n%d\n" % (WIDTH, HEIGHT, largest)
            bytes_ = [to8(v, largest) for v in values]
            seen = [
                tuple(bytes_[components * i:components * (i + 1)]) * (3 // components)
                for i in range(WIDTH * HEIGHT)]
            emit("%s-%d" % (kind.decode(), largest), head + body, seen)


def main():
    png_files()
    jpeg_files()
    portable_files()


if __name__ == "__main__":
    sys.exit(main())
