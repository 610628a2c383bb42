"""Photos that people send: drawn anew, so that neither the place nor the camera they name is kept.

Only pixels are taken over. What is no picture, or too large, is refused.
"""

import io
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from django.db import transaction
from django.utils.translation import gettext as _

from idea.engines.features.contributions.conf import conf
from idea.engines.features.contributions.errors import BadPhoto
from idea.engines.features.contributions.models import ContributionRecord
from idea.kernel.errors import Issue
from idea.kernel.ids import uuid7
from idea.kernel.lake import lake

FORMATS: Final = ("JPEG", "PNG", "WEBP")
_LONGEST: Final = 1600  # pixels of the longer side
_MOST_PIXELS: Final = 60_000_000
_QUALITY: Final = 82


def redrawn(content: bytes) -> bytes:
    """Return a picture as JPEG, upright, at most 1600 pixels wide and high, without metadata.

    Raises BadPhoto for what is no JPEG, PNG or WebP, is broken, or has too many pixels or bytes.
    """
    from PIL import Image, ImageOps  # only those who send photos need it

    if len(content) > conf().contributions_photo_bytes:
        raise too_large()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(content), formats=FORMATS)
            small = picture.width * picture.height <= _MOST_PIXELS
            upright = ImageOps.exif_transpose(picture).convert("RGB") if small else None
    # Pillow's decoders raise whatever a broken file leads them to.
    except Exception as error:
        raise _unreadable() from error
    if upright is None:
        raise _unreadable()
    upright.thumbnail((_LONGEST, _LONGEST))
    out = io.BytesIO()
    bare = Image.frombytes("RGB", upright.size, upright.tobytes())
    bare.save(out, "JPEG", quality=_QUALITY, optimize=True)
    return out.getvalue()


def keep(picture: bytes) -> str:
    """Keep what `redrawn` gave; return its key in the lake."""
    key = f"contributions/photos/{uuid7()}.jpg"
    with TemporaryDirectory() as folder:
        path = Path(folder, "photo.jpg")
        path.write_bytes(picture)
        lake().put(path, key)
    return key


def drop(row: ContributionRecord) -> None:
    """Keep a contribution's photo no longer; the file goes once the transaction is done."""
    if key := row.photo_key:
        row.photo_key = ""
        transaction.on_commit(lambda: lake().delete(key))


def too_large() -> BadPhoto:
    most = conf().contributions_photo_bytes // 1024**2
    message = _("The photo has more than %(most)d MB.") % {"most": most}
    return BadPhoto(
        message,
        remedy=_("Send a smaller one."),
        issues=(Issue("too-large", message, column="photo"),),
    )


def _unreadable() -> BadPhoto:
    message = _("This is no photo that can be read.")
    remedy = _("Send a JPEG, PNG or WebP picture of at most 60 megapixels.")
    issue = Issue("unreadable", f"{message} {remedy}", column="photo")
    return BadPhoto(message, remedy=remedy, issues=(issue,))
