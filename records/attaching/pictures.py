"""A picture is made anew from its points alone: where it was taken, by which telephone, and its small copies stay out.

Done in the process of examiner.py. Limits and formats are those of security.md, T12.
"""

import io
import struct
from contextlib import suppress

from PIL import Image, ImageCms, ImageFile, ImageOps

from .kinds import LARGEST, Unfit

MOST_POINTS = 50_000_000
BROKEN = "it cannot be opened as a picture. Take the photograph again, or save the picture as JPEG."
TOO_MANY = "it has more than 50 million points. Save it smaller, or take a photograph of it."


def made_anew(data: bytes, key: str) -> bytes:
    """The same picture, upright, in ordinary colours, and nothing else. Raises Unfit."""
    if key == "heic":
        from pillow_heif import register_heif_opener

        register_heif_opener(thumbnails=False)
    picture = _bare(_opened(data, {"jpg": "JPEG", "png": "PNG", "heic": "HEIF"}[key]))
    made = io.BytesIO()
    if key == "png":
        picture.save(made, "PNG")
    else:
        picture.convert("RGB").save(made, "JPEG", quality=92, subsampling=0)
    if made.tell() > LARGEST:
        raise Unfit("it is larger than 20 MB once it is opened. Save it smaller, or as JPEG.")
    return made.getvalue()


def _opened(data: bytes, form: str) -> Image.Image:
    """Its size is asked before a single point is read: a few bytes may claim a billion of them."""
    Image.MAX_IMAGE_PIXELS = None  # ours is stricter, and asked first
    ImageFile.LOAD_TRUNCATED_IMAGES = False  # whatever another package of this process prefers
    try:
        picture = Image.open(io.BytesIO(data), formats=[form])
        if picture.width * picture.height > MOST_POINTS:
            raise Unfit(TOO_MANY)
        picture.load()
    except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as broken:
        raise Unfit(BROKEN) from broken
    return picture


def _bare(picture: Image.Image) -> Image.Image:
    """Upright, and in the colours every screen knows, so that neither a turn nor a profile need go with it."""
    profile = picture.info.get("icc_profile")
    with suppress(SyntaxError, ValueError, OSError, struct.error):  # what is written beside it may be broken
        picture = ImageOps.exif_transpose(picture)
    see_through = "transparency" in picture.info or picture.mode in {"RGBA", "LA", "PA"}
    picture = picture if profile and picture.mode == "CMYK" else picture.convert("RGBA" if see_through else "RGB")
    if profile:
        with suppress(ImageCms.PyCMSError, OSError, ValueError):
            usual, given = ImageCms.createProfile("sRGB"), ImageCms.ImageCmsProfile(io.BytesIO(profile))
            mode = "RGB" if picture.mode == "CMYK" else picture.mode
            picture = ImageCms.profileToProfile(picture, given, usual, outputMode=mode) or picture
    picture.info = {}
    return picture
