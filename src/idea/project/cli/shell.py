"""`./idea shell`: a Python shell with the site loaded and the engines' faces at hand.

Starts an interpreter; it has every right on the data, so it is for those who run the site.
"""

import code
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType

import click

FACES = {
    "catalog": "idea.engines.catalog.api",
    "features": "idea.engines.features.api",
    "identity": "idea.engines.identity.api",
    "sources": "idea.engines.sources.api",
    "audit": "idea.kernel.audit.api",
    "events": "idea.kernel.events.api",
    "jobs": "idea.kernel.jobs.api",
    "search": "idea.kernel.search.api",
    "lake": "idea.kernel.lake",
    "clock": "idea.kernel.clock",
    "boundaries": "idea.kernel.boundaries",
}


def names() -> dict[str, object]:
    """Return what the shell knows from the start: the faces and who acts in it."""
    from idea.kernel.audit.types import Actor

    modules: dict[str, ModuleType] = {
        name: import_module(path) for name, path in FACES.items() if find_spec(path)
    }
    return {**modules, "actor": Actor.system("shell")}


@click.command()
def command() -> None:
    """Open a Python shell with the site loaded."""
    import django

    django.setup()
    known = names()
    banner = "ide@ shell. At hand: " + ", ".join(known)
    try:
        import readline
        import rlcompleter

        readline.set_completer(rlcompleter.Completer(known).complete)
        readline.parse_and_bind("tab: complete")
    except ImportError:  # Windows has no readline; the shell works without
        pass
    code.interact(banner=banner, local=known, exitmsg="")
