"""What an area is called, with the county a town is in, as each language orders them."""

from idea.kernel.boundaries import Area


def area_words(area: Area, language: str) -> str:
    if language.startswith("en"):
        return area.name_en or area.name
    return area.name if area.kind == "county" else f"{area.county_name}{area.name}"
