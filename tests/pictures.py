"""Pictures for tests, drawn when they are needed."""

import io

from PIL import Image


def saved(picture: Image.Image, kind: str, **options: object) -> bytes:
    """The picture as a file of this kind."""
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def png(width: int, height: int, colour: str) -> bytes:
    """One colour all over."""
    return saved(Image.new("RGB", (width, height), colour), "PNG")


def two_colours(size: tuple[int, int]) -> Image.Image:
    """Red on the left, blue on the right."""
    picture = Image.new("RGB", size, "#ff0000")
    picture.paste("#0000ff", (size[0] // 2, 0, *size))
    return picture
