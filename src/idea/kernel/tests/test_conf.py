import pytest
from pydantic import ValidationError

from idea.kernel.conf import KernelSettings, kernel_settings


def test_every_setting_says_what_it_is_for():
    for name, field in KernelSettings.model_fields.items():
        assert field.description, name


def test_settings_follow_the_environment(monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_ALLOW", " data.internal , 10.0.0.0/8,, ")
    monkeypatch.setenv("IDEA_HTTP_TIMEOUT", "5")
    assert kernel_settings().http_allow == ["data.internal", "10.0.0.0/8"]
    assert kernel_settings().http_timeout == 5
    monkeypatch.setenv("IDEA_HTTP_TIMEOUT", "-1")
    with pytest.raises(ValidationError, match="http_timeout"):
        kernel_settings()


def test_a_rule_that_cannot_be_read_is_refused_at_start(monkeypatch):
    monkeypatch.setenv("IDEA_HTTP_ALLOW", "host:eighty")
    with pytest.raises(ValidationError, match="host:eighty"):
        kernel_settings()
