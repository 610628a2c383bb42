"""The data folder: made for its owner alone, and left as it is where it is."""

from pathlib import Path

import pytest

from idea.project.config import SiteSettings


@pytest.fixture
def of_site(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> SiteSettings:
    monkeypatch.setenv("IDEA_HOME", str(tmp_path / "home"))
    monkeypatch.delenv("IDEA_SECRET_KEY", raising=False)
    return SiteSettings()


def test_nobody_else_of_the_machine_looks_into_a_new_home(of_site: SiteSettings) -> None:
    assert of_site.read_secret() == of_site.read_secret()
    assert of_site.home.stat().st_mode & 0o777 == 0o700
    assert (of_site.home / "secret").stat().st_mode & 0o777 == 0o600


def test_a_home_that_is_there_keeps_its_mode(of_site: SiteSettings) -> None:
    of_site.home.mkdir(mode=0o750)
    of_site.home.chmod(0o750)
    of_site.make_home()
    assert of_site.home.stat().st_mode & 0o777 == 0o750
