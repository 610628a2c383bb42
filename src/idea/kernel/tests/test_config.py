"""Settings come typed from IDEA_ variables, are frozen, and each says what it is for."""

import pytest
from pydantic import Field, ValidationError

from idea.kernel.conf_runtime import ObservabilitySettings
from idea.kernel.config import Settings, groups, settings_group


class Sample(Settings):
    tests_size: int = Field(3, ge=1, description="How many.")


def test_read_from_the_environment(monkeypatch):
    monkeypatch.setenv("IDEA_TESTS_SIZE", "7")
    assert Sample().tests_size == 7


def test_empty_means_the_default(monkeypatch):
    monkeypatch.setenv("IDEA_TESTS_SIZE", "")
    assert Sample().tests_size == 3


@pytest.mark.parametrize("value", ["0", "many"])
def test_a_wrong_value_is_refused_with_its_name(monkeypatch, value):
    monkeypatch.setenv("IDEA_TESTS_SIZE", value)
    with pytest.raises(ValidationError, match="tests_size"):
        Sample()


def test_frozen():
    with pytest.raises(ValidationError, match="frozen"):
        Sample().tests_size = 9


def test_a_group_is_registered_once():
    settings_group("tests.sample")(Sample)
    try:
        assert groups["tests.sample"] is Sample
        with pytest.raises(ValueError, match=r"tests\.sample"):
            settings_group("tests.sample")(Sample)
    finally:
        groups.unregister("tests.sample")


@pytest.mark.parametrize("name", ["observability", "jobs"])
def test_every_setting_says_what_it_is_for(name):
    import idea.kernel.jobs.conf  # noqa: F401  registers its group

    for field in groups[name].model_fields.values():
        assert len(field.description or "") > 20


def test_the_metrics_token_does_not_show_when_printed(monkeypatch):
    monkeypatch.setenv("IDEA_METRICS_TOKEN", "s3cret")
    assert "s3cret" not in repr(ObservabilitySettings())
