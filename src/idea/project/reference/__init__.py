"""The reference pages of the documentation, written from the running code.

Each page is a module with `page() -> str` (Markdown); nothing here is kept by hand, so nothing
can go stale. What a thing means is said beside the thing, in its docstring or description.
"""

from importlib import import_module
from pathlib import Path

PAGES = ("settings", "commands", "errors", "events", "permissions", "routes", "formats", "pictures")


def write_all(docs: Path) -> list[Path]:
    """Write every page into `docs/reference/generated`; return the files. Django must be set up."""
    from django.utils import translation

    from idea.project.reference.modules import import_all

    import_all()
    folder = docs / "reference" / "generated"
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    with translation.override("en"):
        for name in PAGES:
            path = folder / f"{name}.md"
            text: str = import_module(f"idea.project.reference.{name}").page(docs)
            path.write_text(text, encoding="utf-8")
            written.append(path)
    return written
