"""The page of screenshots, taken by the browser tests from a running site."""

from pathlib import Path

from idea.project.reference.markdown import heading

PHONE = "-phone"
WIDTH = {True: 320, False: 960}  # CSS pixels on the page, by whether it is a phone's picture


def page(docs: Path) -> str:
    pictures = sorted((docs / "images" / "generated").glob("*.png"))
    text = heading(
        "Screenshots",
        "Taken by the browser tests (`tests/browser/test_screenshots.py`) from a running site with "
        "the made-up city; made anew with every run.",
    )
    if not pictures:
        return text + "None were taken before this build.\n"
    for picture in pictures:
        title = picture.stem.replace("-", " ").capitalize()
        width = WIDTH[picture.stem.endswith(PHONE)]
        link = f"../../images/generated/{picture.name}"
        text += f"## {title}\n\n![{title}]({link}){{ width={width} loading=lazy }}\n\n"
    return text
