"""What is kept of a picture: its pixels, and nothing that a camera or somebody else wrote beside them."""

import asyncio
import struct
from dataclasses import dataclass
from io import BytesIO
from typing import TYPE_CHECKING

from services.kit.errors import Invalid

if TYPE_CHECKING:
    from PIL import Image

KEPT_SIDE = 1600
SMALL_SIDE = 480
_MOST_PIXELS = 20_000_000
"""Read from the header, before a single pixel is unpacked: a bomb is refused for what it says it is."""
_FORMATS = ("JPEG", "PNG", "WEBP")
_BROKEN = (OSError, ValueError, SyntaxError, EOFError, OverflowError, struct.error)
"""What the reader of pictures raises on bytes that are none, or not whole, beside its own two of bombs."""
_at_once = asyncio.Semaphore(2)


class NotAPicture(Invalid):
    """The bytes are no JPEG, PNG or WebP picture, or the picture is not whole."""

    sentence = "Ce fichier n’est pas une photo lisible (JPEG, PNG ou WebP)."


class PictureTooWide(Invalid):
    """The picture unpacks to more than 20 million pixels. Shrink it first."""

    sentence = "Cette photo a trop de points\u00a0: réduisez-la d’abord."


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture as it is kept: JPEG, 1600 points a side at most, upright, without metadata; and a small one of it."""

    whole: bytes
    small: bytes
    width: int
    height: int


async def clean(content: bytes) -> Picture:
    """Draw a picture anew, from its pixels alone, beside the loop that answers others.

    Raises: NotAPicture, PictureTooWide.
    """
    async with _at_once:
        return await asyncio.to_thread(cleaned, content)


def cleaned(content: bytes) -> Picture:
    """Draw a picture anew. Position, date, camera, thumbnails, comments and what follows the picture do not pass.

    Raises: NotAPicture, PictureTooWide.
    """
    from PIL import Image, ImageOps  # nine megabytes, for who takes photos

    try:
        with Image.open(BytesIO(content), formats=_FORMATS) as image:
            if image.width * image.height > _MOST_PIXELS:
                raise PictureTooWide
            image.draft("RGB", (KEPT_SIDE, KEPT_SIDE))
            pixels = ImageOps.exif_transpose(image).convert("RGBA")
    except (*_BROKEN, Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise NotAPicture from error
    whole = _drawn(pixels, KEPT_SIDE)
    return Picture(_written(whole, 85), _written(_drawn(whole, SMALL_SIDE), 72), whole.width, whole.height)


def _drawn(pixels: "Image.Image", side: int) -> "Image.Image":
    """Put the pixels on a new white sheet: whatever came beside them stays behind."""
    from PIL import Image

    pixels = pixels.copy()
    pixels.thumbnail((side, side))
    sheet = Image.new("RGB", pixels.size, "white")
    sheet.paste(pixels, mask=pixels if pixels.mode == "RGBA" else None)
    return sheet


def _written(sheet: "Image.Image", quality: int) -> bytes:
    written = BytesIO()
    sheet.save(written, "JPEG", quality=quality, optimize=True)
    return written.getvalue()
