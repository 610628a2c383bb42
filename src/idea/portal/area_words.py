"""What an area is called in the reader's language, with the county a town is in."""

from idea.kernel.boundaries import Area


def area_words(area: Area, language: str) -> str:
    return area.full_name_en if language.startswith("en") else area.full_name
