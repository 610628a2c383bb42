"""Bounds in time what is asked of DuckDB for a drawing: nobody waits longer, nor keeps others."""

from collections.abc import Iterator
from contextlib import contextmanager
from threading import Timer

import duckdb
from django.utils.translation import gettext as _

from idea.engines.features.conf import features_settings
from idea.engines.features.errors import TooLong


@contextmanager
def limited(cursor: duckdb.DuckDBPyConnection) -> Iterator[None]:
    """Interrupt what `cursor` does after the time the setting gives; raise TooLong then."""
    timer = Timer(features_settings().features_draw_seconds, cursor.interrupt)
    timer.daemon = True
    timer.start()
    try:
        yield
    except duckdb.InterruptException:
        raise TooLong(
            _("Drawing this takes too long."), remedy=_("Ask for a smaller part of the map.")
        ) from None
    finally:
        timer.cancel()
