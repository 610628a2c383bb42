"""The face of web hooks: be told of changes at an address of one's own."""

from idea.engines.catalog.hooks.actions import (
    add_hook,
    pause,
    remove_hook,
    send_test,
    switch_on,
    tell_due,
)
from idea.engines.catalog.hooks.queries import hook, hooks, messages
from idea.engines.catalog.hooks.signing import secret

__all__ = [
    "add_hook",
    "hook",
    "hooks",
    "messages",
    "pause",
    "remove_hook",
    "secret",
    "send_test",
    "switch_on",
    "tell_due",
]
