"""The page of screenshots, taken by the browser tests' own script."""

from pathlib import Path

from idea.project.reference.markdown import heading

TITLES = {
    "home": "Home",
    "dataset": "A data set",
    "search": "Search",
    "near": "Near me",
    "desk": "Back office",
}


def page(docs: Path) -> str:
    pictures = sorted((docs / "images" / "generated").glob("*.png"))
    text = heading(
        "Screenshots",
        "Taken from a running site with the demonstration city by `tests/browser/screenshots.py`.",
    )
    if not pictures:
        return text + "None were taken before this build.\n"
    for picture in pictures:
        title = TITLES.get(picture.stem) or picture.stem.replace("-", " ").capitalize()
        text += f"## {title}\n\n![{title}](../../images/generated/{picture.name})\n\n"
    return text
