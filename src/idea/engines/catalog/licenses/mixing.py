"""What may be mixed with what, which licence results, and whom to name.

Reads terms and data sets; the answer is about giving the mixture on: at home anybody may mix
what they were allowed to take.
"""

from collections.abc import Iterable, Sequence
from typing import Final

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from idea.engines.catalog import labels, queries
from idea.engines.catalog.licenses.basis import FREE
from idea.engines.catalog.licenses.terms import ORDER, TERMS
from idea.engines.catalog.licenses.types import Answer, Ban, Duty, Source, Terms, Verdict
from idea.engines.catalog.linked import page_url
from idea.engines.catalog.types import Access, Dataset, License
from idea.kernel import clock

MOST: Final = 50


def terms(license_: License) -> Terms:
    return TERMS[license_]


def source_of(dataset: Dataset) -> Source:
    """Return a data set as something to be mixed."""
    refusal = ""
    if dataset.access is not Access.OPEN:
        refusal = _("%(title)s is not open: use of it has to be applied for.")
    elif dataset.fee.strip().lower() not in FREE:
        refusal = _("%(title)s costs a fee; its terms of delivery come on top of the license.")
    return Source(
        license=dataset.license,
        slug=dataset.slug,
        title=dataset.title,
        title_en=dataset.title_en,
        organization=dataset.organization,
        organization_en=dataset.organization_en,
        year=dataset.modified_at.astimezone(clock.TAIPEI).year,
        url=page_url(dataset.slug),
        license_given=dataset.license_given,
        refusal=refusal % {"title": dataset.title} if refusal else "",
    )


def combine_datasets(slugs: Sequence[str]) -> Verdict:
    """Answer for data sets of this site. Raises DatasetNotFound, DatasetWithdrawn."""
    wanted = list(dict.fromkeys(slugs))[:MOST]
    return combine([source_of(queries.present(slug)) for slug in wanted])


def combine(sources: Sequence[Source | License]) -> Verdict:
    """Return whether the sources may be mixed and given on, under which licences, naming whom."""
    given = [Source(each) if isinstance(each, License) else each for each in sources]
    known = [TERMS[each.license] for each in given]
    surely = _common(row.into | _kept(known, row) for row in known)
    perhaps = _common(row.into | row.perhaps | _kept(known, row) for row in known)
    reasons = [each.refusal for each in given if each.refusal]
    reasons += _reasons(known, surely=surely, perhaps=perhaps)
    if not perhaps:
        answer, found = Answer.NO, frozenset[License]()
    elif not surely or any(each.refusal for each in given):
        answer, found = Answer.ASK, surely or perhaps
    else:
        answer, found = Answer.YES, surely
    return Verdict(
        answer=answer,
        results=tuple(license_ for license_ in ORDER if license_ in found),
        attribution=tuple(line for each in given if (line := attribution(each))),
        reasons=tuple(dict.fromkeys(reasons)),
        duties=tuple(duty for duty in Duty if any(duty in row.duties for row in known)),
        bans=tuple(ban for ban in Ban if any(ban in row.bans for row in known)),
        sources=tuple(given),
    )


def attribution(source: Source) -> str:
    """Return the line that names a source, in the reader's language; empty for a bare licence."""
    if not source.slug:
        return ""
    english = (get_language() or "").startswith("en")
    facts = {
        "agency": (source.organization_en if english else "") or source.organization,
        "year": source.year,
        "title": (source.title_en if english else "") or source.title,
        "license": source.license_given
        if source.license is License.OTHER and source.license_given
        else labels.license_label(source.license),
        "terms": labels.LICENSE_URLS.get(source.license, ""),
        "url": source.url,
    }
    if Duty.ATTRIBUTION not in TERMS[source.license].duties:
        return (_("%(agency)s (%(year)s): %(title)s. %(license)s. %(url)s") % facts).strip()
    words = _("%(agency)s (%(year)s): %(title)s. Provided under %(license)s, %(terms)s. %(url)s")
    return (words % facts).strip()


def _kept(known: Sequence[Terms], row: Terms) -> frozenset[License]:
    """Return the licence itself where all sources bear it and it lets changes be given on."""
    same = all(other.license is row.license for other in known)
    changeable = row.acts and Ban.SHARED_CHANGES not in row.bans
    return frozenset({row.license}) if same and changeable and row.spdx else frozenset()


def _common(sets: Iterable[frozenset[License]]) -> frozenset[License]:
    rows = list(sets)
    return frozenset.intersection(*rows) if rows else frozenset()


def _reasons(
    known: Sequence[Terms], *, surely: frozenset[License], perhaps: frozenset[License]
) -> list[str]:
    found = []
    for row in dict.fromkeys(known):
        name = {"license": labels.license_label(row.license)}
        if row.license is License.OTHER:
            found.append(
                _("The terms of one source are not known here: ask the agency that offers it.")
            )
        if Ban.SHARED_CHANGES in row.bans:
            found.append(_("%(license)s does not let changed data be given on.") % name)
        if Duty.SHARE_ALIKE in row.duties:
            found.append(_("%(license)s asks that the mixture bear the same license.") % name)
        if Ban.COMMERCIAL in row.bans:
            found.append(_("%(license)s forbids commercial use, of the mixture too.") % name)
    if not perhaps and len({row.license for row in known}) > 1:
        found.append(_("No license keeps what all of these ask."))
    elif not surely and perhaps and all(row.license is not License.OTHER for row in known):
        found.append(
            _("Lawyers differ on whether these terms can be met together: ask the rights holders.")
        )
    if License.OGDL in {row.license for row in known} and License.CC_BY in surely:
        found.append(_("Taiwan's open government license says itself that CC BY 4.0 meets it."))
    return found
