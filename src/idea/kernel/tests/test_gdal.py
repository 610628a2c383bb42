"""GDAL opens the formats this site names, and nothing that leads to other files or addresses."""

import os
import subprocess
import sys
from pathlib import Path

import pyogrio
import pytest

from idea.kernel import gdal

VRT = (
    "<OGRVRTDataSource><!-- <kml> --><OGRVRTLayer name='leak'>"
    "<SrcDataSource>{path}</SrcDataSource><SrcLayer>leak</SrcLayer>"
    "</OGRVRTLayer></OGRVRTDataSource>"
)


def test_only_the_named_drivers_are_there() -> None:
    assert set(pyogrio.list_drivers()) == gdal.ALLOWED


@pytest.mark.parametrize("name", ["vrt.kml", "vrt.shp", "vrt.gpkg"])
def test_a_description_that_names_another_file_is_not_followed(tmp_path: Path, name: str) -> None:
    secret = tmp_path / "leak.csv"
    secret.write_text("id,secret\n1,TOPSECRET\n")
    (tmp_path / name).write_text(VRT.format(path=secret))
    with pytest.raises(pyogrio.errors.DataSourceError):
        pyogrio.raw.read(tmp_path / name)


def test_a_fresh_process_is_confined_by_the_settings_alone(tmp_path: Path) -> None:
    code = (
        "import django; django.setup(); import pyogrio; print(*sorted(pyogrio.list_drivers()), "
        "sep='|')"
    )
    environ = {name: value for name, value in os.environ.items() if name != "GDAL_SKIP"}
    environ |= {"IDEA_HOME": str(tmp_path), "DJANGO_SETTINGS_MODULE": "idea.project.settings"}
    said = subprocess.run(
        [sys.executable, "-c", code], env=environ, capture_output=True, text=True, check=True
    )
    assert set(said.stdout.strip().split("|")) == gdal.ALLOWED
