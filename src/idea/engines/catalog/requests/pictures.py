"""Pictures people send: decoded, made smaller and written anew, so that nothing else comes along.

Needs Pillow; where it is not installed a showcase has a link and no picture.
"""

from importlib import import_module
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import IO, Final
from uuid import UUID

from django.conf import settings
from django.utils.translation import gettext as _

from idea.engines.catalog.requests.conf import conf
from idea.engines.catalog.requests.errors import BadShowcase
from idea.kernel.lake import lake

WIDEST: Final = (1200, 900)
PIXELS: Final = 40_000_000  # a bomb of a few kB can hold many more
FORMATS: Final = ("JPEG", "PNG", "WEBP")


def possible() -> bool:
    """Tell whether pictures can be taken on this machine."""
    return find_spec("PIL") is not None


def keep(showcase: UUID, sent: IO[bytes]) -> str:
    """Write the picture anew as JPEG into the lake and return its key. Raises BadShowcase."""
    if not possible():
        raise BadShowcase(_("This site takes no pictures."), remedy=_("Leave the picture out."))
    most = conf().showcase_picture_bytes
    given = sent.read(most + 1)
    if len(given) > most:
        raise BadShowcase(_("The picture is larger than %(most)s bytes.") % {"most": f"{most:,}"})
    fresh = _anew(given)
    key = f"showcases/{showcase}/picture.jpg"
    with NamedTemporaryFile(dir=_folder(), suffix=".jpg") as file:
        file.write(fresh)
        file.flush()
        lake().put(Path(file.name), key)
    return key


def _anew(given: bytes) -> bytes:
    image = import_module("PIL.Image")
    operations = import_module("PIL.ImageOps")
    try:
        with image.open(BytesIO(given), formats=FORMATS) as opened:
            wide, high = opened.size
            _check_size(wide * high)
            upright = operations.exif_transpose(opened)
            upright.thumbnail(WIDEST)
            # Onto white: what was see-through would turn black in a JPEG.
            flat = image.new("RGB", upright.size, "white")
            clear = upright.convert("RGBA")
            flat.paste(clear, mask=clear)
    except BadShowcase:
        raise
    except Exception as error:  # decoders of strangers' bytes fail in many ways
        raise BadShowcase(
            _("The picture cannot be read."), remedy=_("Send a JPEG, PNG or WebP file.")
        ) from error
    out = BytesIO()
    flat.save(out, "JPEG", quality=82, optimize=True)
    return out.getvalue()


def _check_size(pixels: int) -> None:
    if pixels > PIXELS:
        raise BadShowcase(_("The picture has too many pixels."))


def _folder() -> Path:
    folder = Path(settings.IDEA_HOME) / "work" / "uploads"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
