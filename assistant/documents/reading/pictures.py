"""Pictures drawn anew: what is passed on has the same pixels and nothing else, no place, no camera, no program.

Law: the size a picture claims is looked at before a single pixel is unpacked.
"""

from __future__ import annotations

import io
import warnings

from assistant.errors_files import FileRefused

MOST_PIXELS = 25_000_000
QUALITY = 90
_FORMATS = ("PNG", "JPEG", "WEBP")


def load() -> None:
    """Load what is needed while files may still be opened."""
    from PIL import Image, JpegImagePlugin, PngImagePlugin, WebPImagePlugin

    Image.init()
    assert JpegImagePlugin
    assert PngImagePlugin
    assert WebPImagePlugin


def redrawn(content: bytes) -> bytes:
    """The picture in its own format, upright, without anything beside the pixels. Raises FileRefused."""
    from PIL import Image, ImageOps, UnidentifiedImageError

    warnings.simplefilter("ignore")
    try:
        with Image.open(io.BytesIO(content), formats=_FORMATS) as picture:
            form = picture.format or ""
            if picture.width * picture.height > MOST_PIXELS or getattr(picture, "n_frames", 1) > 1:
                raise FileRefused("image_too_large")
            picture.load()
            upright = ImageOps.exif_transpose(picture)
    except Image.DecompressionBombError as exc:
        raise FileRefused("image_too_large") from exc
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError) as exc:
        raise FileRefused("broken") from exc
    mode = "RGB" if form == "JPEG" else "RGBA" if "A" in upright.getbands() or "transparency" in upright.info else "RGB"
    bare = Image.new(mode, upright.size)
    bare.paste(upright.convert(mode))
    drawn = io.BytesIO()
    bare.save(drawn, form, quality=QUALITY)
    return drawn.getvalue()
