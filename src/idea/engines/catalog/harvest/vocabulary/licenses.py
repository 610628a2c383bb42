"""From the words and addresses of licenses to those this site knows."""

import re
from typing import Final

from idea.engines.catalog.faces.taiwan import words as taiwan
from idea.engines.catalog.types import License

_L = License
_EXACT: Final = {
    "cc-by": _L.CC_BY,
    "cc by": _L.CC_BY,
    "cc_by": _L.CC_BY,
    "cc by 4.0": _L.CC_BY,
    "cc_by_4_0": _L.CC_BY,
    "cc-by-sa": _L.CC_BY_SA,
    "cc by-sa 4.0": _L.CC_BY_SA,
    "cc-zero": _L.CC0,
    "cc0 1.0": _L.CC0,
    "odc-pddl": _L.PDDL,
    "odc-odbl": _L.ODBL,
    "odbl": _L.ODBL,
    "odc-by": _L.ODC_BY,
    "uk-ogl": _L.OGL_UK,
    "uk open government licence (ogl)": _L.OGL_UK,
    "lov2": _L.ETALAB,
    "fr-lo": _L.ETALAB,
    "licence ouverte version 2.0": _L.ETALAB,
    "licence ouverte / open licence version 2.0": _L.ETALAB,
    "other-pd": _L.PUBLIC_DOMAIN,
    "public domain": _L.PUBLIC_DOMAIN,
    "us-pd": _L.PUBLIC_DOMAIN,
    "mit license": _L.MIT,
}
_CC: Final = re.compile(
    r"creativecommons\.org/(?:licenses|publicdomain)/(?P<which>[a-z-]+)/"
    r"(?P<version>\d\.\d)(?:/(?P<place>[a-z]{2}))?"
)
_CC_CODES: Final = {
    ("by", "4.0"): _L.CC_BY,
    ("by-sa", "4.0"): _L.CC_BY_SA,
    ("by-nc", "4.0"): _L.CC_BY_NC,
    ("by-nd", "4.0"): _L.CC_BY_ND,
    ("by-nc-sa", "4.0"): _L.CC_BY_NC_SA,
    ("by-nc-nd", "4.0"): _L.CC_BY_NC_ND,
    ("by", "3.0"): _L.CC_BY_3,
    ("zero", "1.0"): _L.CC0,
    ("mark", "1.0"): _L.PUBLIC_DOMAIN,
}
_WITHIN: Final = (  # parts of addresses, and of EU authority names
    ("data.gov.tw/license", _L.OGDL),
    ("authority/licence/cc_by_4_0", _L.CC_BY),
    ("authority/licence/cc_bysa_4_0", _L.CC_BY_SA),
    ("authority/licence/cc0", _L.CC0),
    ("opendatacommons.org/licenses/pddl", _L.PDDL),
    ("opendatacommons.org/licenses/by", _L.ODC_BY),
    ("opendatacommons.org/licenses/odbl", _L.ODBL),
    ("nationalarchives.gov.uk/doc/open-government-licence", _L.OGL_UK),
    ("reference.data.gov.uk/id/open-government-licence", _L.OGL_UK),
    ("etalab.gouv.fr", _L.ETALAB),
    ("govdata.de/dl-de/by-2-0", _L.DL_DE_BY),
    ("usa.gov/publicdomain", _L.PUBLIC_DOMAIN),
    ("usa.gov/government-works", _L.PUBLIC_DOMAIN),
    ("opensource.org/licenses/mit", _L.MIT),
)
_LONGEST: Final = 2_000  # a license's name, not its text


def license_of(*said: str) -> License | None:
    """Return the license that one of the words or addresses names; None where none does."""
    for text in said:
        word = " ".join(text[:_LONGEST].split()).casefold()
        known = (_EXACT.get(word) or taiwan.license_of(word) or _by_address(word)) if word else None
        if known is not None and known is not License.OTHER:
            return known
    return None


def _by_address(word: str) -> License | None:
    if found := _CC.search(word):
        key = (found["which"], found["version"])
        if key == ("by", "3.0"):
            return {"tw": License.CC_BY_3_TW, None: License.CC_BY_3}.get(found["place"])
        return _CC_CODES.get(key)
    return next((code for part, code in _WITHIN if part in word), None)
