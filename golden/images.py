"""Writes the small images of ImagesGoldenTest and what Pillow and NumPy read in them.

    python golden/images.py

Every image NAME.* has its pixels, [height,width,3] from 0 to 1, on white, in NAME.npy.
"""

import io
import pathlib
import struct
import zlib

import numpy as np
from PIL import Image, ImageOps

FOLDER = pathlib.Path(__file__).parent.parent / "ranvier-core/src/test/resources/golden/images"
FOLDER.mkdir(parents=True, exist_ok=True)
RANDOM = np.random.default_rng(7)
HEIGHT, WIDTH = 3, 5


def keep(name, pixels):
    np.save(FOLDER / (name.split(".")[0] + ".npy"), np.asarray(pixels, np.float32))


def on_white(values, alpha):
    return values * alpha + (1 - alpha)


def look(path):
    """As Pillow shows it: turned, on white."""
    image = ImageOps.exif_transpose(Image.open(path))
    pixels = np.asarray(image.convert("RGBA"), np.float64) / 255
    return on_white(pixels[..., :3], pixels[..., 3:])


def chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(name, color, bits, samples, extra=b"", interlaced=False):
    """Samples: [height,width,channels], whole numbers of so many bits."""
    height, width, channels = samples.shape

    def pack(rows):
        out = b""
        for row in rows:
            flat = row.reshape(-1)
            if bits == 16:
                out += b"\0" + flat.astype(">u2").tobytes()
            else:
                text = "".join(format(int(v), f"0{bits}b") for v in flat)
                text += "0" * (-len(text) % 8)
                out += b"\0" + bytes(int(text[i:i + 8], 2) for i in range(0, len(text), 8))
        return out

    if interlaced:
        data = b""
        for x, y, dx, dy in [(0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4),
                             (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2)]:
            part = samples[y::dy, x::dx]
            data += pack(part) if part.size else b""
    else:
        data = pack(samples)
    head = struct.pack(">IIBBBBB", width, height, bits, color, 0, 0, int(interlaced))
    (FOLDER / f"{name}.png").write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + extra
        + chunk(b"IDAT", zlib.compress(data)) + chunk(b"IEND", b""))


def pngs():
    for interlaced in (False, True):
        end = "-interlaced" if interlaced else ""
        for bits in (1, 2, 4, 8, 16):
            largest = 2**bits - 1
            grey = RANDOM.integers(0, largest + 1, (HEIGHT, WIDTH, 1))
            png(f"grey{bits}{end}", 0, bits, grey, interlaced=interlaced)
            keep(f"grey{bits}{end}", np.repeat(grey / largest, 3, 2))
            clear = int(grey[1, 1, 0])
            png(f"grey{bits}-clear{end}", 0, bits, grey, chunk(b"tRNS", struct.pack(">H", clear)),
                interlaced)
            keep(f"grey{bits}-clear{end}", np.repeat(np.where(grey == clear, 1, grey / largest), 3, 2))
        for bits in (8, 16):
            largest = 2**bits - 1
            color = RANDOM.integers(0, largest + 1, (HEIGHT, WIDTH, 4))
            unit = color / largest
            png(f"rgb{bits}{end}", 2, bits, color[..., :3], interlaced=interlaced)
            keep(f"rgb{bits}{end}", unit[..., :3])
            clear = color[1, 1, :3]
            png(f"rgb{bits}-clear{end}", 2, bits, color[..., :3],
                chunk(b"tRNS", struct.pack(">HHH", *map(int, clear))), interlaced)
            same = (color[..., :3] == clear).all(2, keepdims=True)
            keep(f"rgb{bits}-clear{end}", np.where(same, 1, unit[..., :3]))
            png(f"rgba{bits}{end}", 6, bits, color, interlaced=interlaced)
            keep(f"rgba{bits}{end}", on_white(unit[..., :3], unit[..., 3:]))
            png(f"greyalpha{bits}{end}", 4, bits, color[..., :2], interlaced=interlaced)
            keep(f"greyalpha{bits}{end}",
                 np.repeat(on_white(unit[..., :1], unit[..., 1:2]), 3, 2))
        for bits in (1, 2, 4, 8):
            count = min(2**bits, 40)
            palette = RANDOM.integers(0, 256, (count, 3), np.uint8)
            alphas = RANDOM.integers(0, 256, count // 2, np.uint8)
            index = RANDOM.integers(0, count, (HEIGHT, WIDTH, 1))
            png(f"palette{bits}{end}", 3, bits, index,
                chunk(b"PLTE", palette.tobytes()) + chunk(b"tRNS", alphas.tobytes()), interlaced)
            full = np.concatenate([alphas, np.full(count - len(alphas), 255)]) / 255
            keep(f"palette{bits}{end}",
                 on_white(palette[index[..., 0]] / 255, full[index[..., 0]][..., None]))
    png("one", 2, 8, np.array([[[10, 20, 30]]]))
    keep("one", np.array([[[10, 20, 30]]]) / 255)


def others():
    smooth = np.fromfunction(
        lambda y, x, c: 40 + 8 * y + 6 * x * (c != 1) + 60 * (c == 2), (9, 14, 3)).astype(np.uint8)
    picture = Image.fromarray(smooth)
    grey = picture.convert("L")
    alpha = picture.copy()
    alpha.putalpha(Image.fromarray((np.indices((9, 14))[1] * 18).astype(np.uint8)))

    def save(name, image, **options):
        image.save(FOLDER / name, **options)
        keep(name, look(FOLDER / name))

    save("rgb.jpg", picture, quality=95, subsampling=0)
    save("progressive.jpg", picture, quality=95, subsampling=0, progressive=True)
    save("grey.jpg", grey, quality=95)
    save("cmyk.jpg", picture.convert("CMYK"), quality=95)
    save("rgb.bmp", picture)
    save("grey.bmp", grey)
    save("bits.bmp", grey.convert("1"))
    save("palette.bmp", picture.quantize(16))
    save("palette.gif", picture.quantize(16))
    save("lossless.webp", picture, lossless=True)
    save("alpha.webp", alpha, lossless=True)
    save("lossy.webp", picture, quality=95)
    save("rgb.tif", picture)
    save("alpha.tif", alpha)
    save("grey.tif", grey)
    save("bits.tif", grey.convert("1"))
    save("palette.tif", picture.quantize(16))
    for name in ("tiff_lzw", "tiff_adobe_deflate", "packbits"):
        save(f"{name}.tif", picture, compression=name)
    wide = (np.indices((9, 14)).sum(0) * 2500).astype(np.uint16)
    Image.fromarray(wide).save(FOLDER / "wide.tif")
    keep("wide.tif", np.repeat(wide[..., None] / 65535, 3, 2))
    for value in range(1, 9):
        exif = Image.Exif()
        exif[274] = value
        save(f"turned{value}.jpg", picture, quality=95, subsampling=0, exif=exif.tobytes())
    for ending in ("png", "webp"):
        exif = Image.Exif()
        exif[274] = 6
        options = {"lossless": True} if ending == "webp" else {}
        save(f"turned-{ending}.{ending}", picture, exif=exif.tobytes(), **options)
    picture.save(FOLDER / "turned-tif.tif", tiffinfo={274: 8})
    keep("turned-tif.tif", np.rot90(smooth / 255, 1))
    large = RANDOM.integers(0, 256, (23, 37, 3)).astype(np.uint8)
    Image.fromarray(large).save(FOLDER / "resized.png")
    channels = [Image.fromarray(large[..., c].astype(np.float32) / 255) for c in range(3)]
    for name, size in (("smaller", (7, 5)), ("larger", (50, 40)), ("mixed", (20, 40))):
        np.save(FOLDER / f"{name}.npy", np.stack(
            [np.asarray(c.resize(size, Image.BILINEAR)) for c in channels], -1).astype(np.float32))


pngs()
others()
