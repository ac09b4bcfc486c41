"""An uploaded logo, drawn anew: nothing that was hidden in the file survives."""

import io
import struct
import warnings
import zlib

from PIL import Image, ImageOps

from throughline.base import rules

BYTES = 1024 * 1024
PIXELS = 4_000_000
HEIGHT = 120  # pixels kept: twice the height at which it is shown
FORMATS = ["PNG", "JPEG", "WEBP"]
BROKEN = (  # what Pillow says of a file that is not what it begins like
    *(OSError, ValueError, SyntaxError, EOFError, IndexError, TypeError, OverflowError),
    *(struct.error, zlib.error, MemoryError),
)


class LogoRefused(rules.Refused):
    """A file that cannot be the logo. The sentence is fit for the form."""


def redrawn(data: bytes) -> bytes:
    """The picture as a PNG of at most HEIGHT, the right way up, without what cameras and programs write into files."""
    if len(data) > BYTES:
        raise LogoRefused("The logo is larger than 1 MB. Save it smaller, as PNG, and upload that.")
    drawn = _pixels(data)
    drawn.thumbnail((HEIGHT * 8, HEIGHT))
    out = io.BytesIO()
    Image.frombytes("RGBA", drawn.size, drawn.tobytes()).save(out, "PNG")
    return out.getvalue()


def _pixels(data: bytes) -> Image.Image:
    refusal = LogoRefused("The logo could not be read. Upload a PNG, JPEG or WebP picture.")
    too_many = LogoRefused("The logo has more than 4 million pixels. Save it smaller, and upload that.")
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of pictures that are odd or large: the next lines decide
            with Image.open(io.BytesIO(data), formats=FORMATS) as picture:
                if picture.width * picture.height > PIXELS:
                    raise too_many
                return ImageOps.exif_transpose(picture).convert("RGBA")
    except LogoRefused:
        raise
    except Image.DecompressionBombError as bomb:
        raise too_many from bomb
    except BROKEN as broken:
        raise refusal from broken
