"""The terms of every licence the site knows: what each allows, asks, forbids and mixes with.

Declarations with the clause that says so; adding them up is `mixing.py`.
"""

from typing import Final

from idea.engines.catalog.labels import LICENSE_URLS
from idea.engines.catalog.licenses.types import Act, Ban, Duty, Terms
from idea.engines.catalog.types import License

L = License  # this table says it a hundred times
ALL: Final = frozenset(L) - {L.OTHER, L.PUBLIC_DOMAIN}  # a mark says a fact, it licenses nothing
_ACTS: Final = frozenset(Act)
_NAMED: Final = frozenset({Duty.ATTRIBUTION, Duty.NOTICE})
_NAMED_CHANGES: Final = _NAMED | {Duty.STATE_CHANGES}
_SHARED: Final = _NAMED_CHANGES | {Duty.SHARE_ALIKE}
# Licences that keep the names of those who gave the data: a mixture may be given on under any.
KEEPS_NAMES: Final = frozenset(
    {L.OGDL, L.CC_BY, L.CC_BY_SA, L.CC_BY_NC, L.CC_BY_NC_SA, L.OGL_UK, L.ETALAB, L.DL_DE_BY}
)
# For those that ask for names on their own terms: whether another licence does is disputed.
DISPUTED: Final = frozenset({L.ODC_BY, L.ODBL, L.CC_BY_3, L.CC_BY_3_TW, L.MIT})


def _terms(license_: L, norm: str, spdx: str | None = None, **said: frozenset[object]) -> Terms:
    return Terms(
        license=license_,
        spdx=str(license_) if spdx is None else spdx,
        uri=LICENSE_URLS.get(license_, ""),
        norm=norm,
        **{"acts": _ACTS, **said},  # type: ignore[arg-type]
    )


TERMS: Final[dict[L, Terms]] = {
    row.license: row
    for row in (
        _terms(
            L.OGDL,
            "條款二（授與權利）、三（義務：顯名聲明）、四（二）（與 CC BY 4.0 相容）",
            duties=_NAMED,
            into=KEEPS_NAMES,
            perhaps=DISPUTED,
        ),
        _terms(
            L.CC_BY,
            "CC BY 4.0 s. 2(a), 3(a); 3(a)(4): an adapter's license must not hinder attribution",
            duties=_NAMED_CHANGES,
            into=KEEPS_NAMES,
            perhaps=DISPUTED,
        ),
        _terms(
            L.CC_BY_3,
            "CC BY 3.0 s. 3, 4(a)-(b)",
            duties=_NAMED_CHANGES,
            into=KEEPS_NAMES | {L.CC_BY_3, L.CC_BY_3_TW},
            perhaps=DISPUTED,
        ),
        _terms(
            L.CC_BY_3_TW,
            "創用CC 姓名標示 3.0 臺灣，第 3、4 條",
            duties=_NAMED_CHANGES,
            into=KEEPS_NAMES | {L.CC_BY_3, L.CC_BY_3_TW},
            perhaps=DISPUTED,
        ),
        _terms(
            L.CC_BY_SA,
            "CC BY-SA 4.0 s. 3(b): adaptations under the same license or a BY-SA compatible one",
            duties=_SHARED,
            into=frozenset({L.CC_BY_SA}),
        ),
        _terms(
            L.CC_BY_NC,
            "CC BY-NC 4.0 s. 2(a), 1(i)",
            duties=_NAMED_CHANGES,
            bans=frozenset({Ban.COMMERCIAL}),
            into=frozenset({L.CC_BY_NC, L.CC_BY_NC_SA}),
        ),
        _terms(
            L.CC_BY_NC_SA,
            "CC BY-NC-SA 4.0 s. 3(b)",
            duties=_SHARED,
            bans=frozenset({Ban.COMMERCIAL}),
            into=frozenset({L.CC_BY_NC_SA}),
        ),
        _terms(
            L.CC_BY_ND,
            "CC BY-ND 4.0 s. 2(a)(1)(B): adapted material is produced, not shared",
            acts=_ACTS - {Act.DERIVE},
            duties=_NAMED,
            bans=frozenset({Ban.SHARED_CHANGES}),
        ),
        _terms(
            L.CC_BY_NC_ND,
            "CC BY-NC-ND 4.0 s. 2(a)(1)",
            acts=_ACTS - {Act.DERIVE},
            duties=_NAMED,
            bans=frozenset({Ban.COMMERCIAL, Ban.SHARED_CHANGES}),
        ),
        _terms(L.CC0, "CC0 1.0 s. 2-3", into=ALL),
        _terms(L.PDDL, "PDDL 1.0 s. 3", into=ALL),
        _terms(L.PUBLIC_DOMAIN, "Public Domain Mark 1.0", "", into=ALL),
        _terms(
            L.ODC_BY,
            "ODC-By 1.0 s. 4.2: derivative databases keep the notices and these terms",
            duties=_NAMED,
            into=frozenset({L.ODC_BY}),
            perhaps=KEEPS_NAMES | {L.ODBL},
        ),
        _terms(
            L.ODBL,
            "ODbL 1.0 s. 4.4: derivative databases under ODbL or a compatible license",
            duties=_NAMED | {Duty.SHARE_ALIKE},
            into=frozenset({L.ODBL}),
        ),
        _terms(
            L.OGL_UK,
            "OGL 3.0: compatible with CC BY 4.0 and ODC-By",
            duties=_NAMED,
            into=KEEPS_NAMES | {L.ODC_BY},
            perhaps=DISPUTED - {L.ODC_BY},
        ),
        _terms(
            L.ETALAB,
            "Licence Ouverte 2.0: compatible with licenses that ask for the source's name",
            duties=_NAMED,
            into=KEEPS_NAMES | {L.ODC_BY},
            perhaps=DISPUTED - {L.ODC_BY},
        ),
        _terms(
            L.DL_DE_BY,
            "dl-de/by-2-0 (2)-(3): source note, changes marked",
            duties=_NAMED_CHANGES,
            into=KEEPS_NAMES,
            perhaps=DISPUTED,
        ),
        _terms(
            L.MIT,
            "MIT License: the notice stays in all copies",
            duties=frozenset({Duty.NOTICE}),
            into=KEEPS_NAMES | {L.MIT},
            perhaps=DISPUTED - {L.MIT},
        ),
        Terms(L.OTHER, perhaps=ALL),
    )
}
# The most open first; a Taiwanese site offers Taiwan's own licence before its equals.
ORDER: Final = (
    *(L.CC0, L.PDDL, L.OGDL, L.CC_BY, L.OGL_UK, L.ETALAB, L.DL_DE_BY, L.CC_BY_3_TW, L.CC_BY_3),
    *(L.MIT, L.ODC_BY, L.ODBL, L.CC_BY_SA, L.CC_BY_NC, L.CC_BY_NC_SA, L.CC_BY_ND, L.CC_BY_NC_ND),
)
