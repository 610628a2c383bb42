"""Structured logs: one line a fact, with the request's id, without secrets.

Sets up structlog and the standard library's logging as one stream; what is worth a line is
each package's to say.
"""

import logging
import sys
from collections.abc import MutableMapping
from typing import Any, Literal, TextIO

import orjson
import structlog
from django.http import HttpRequest
from structlog.typing import EventDict, Processor, WrappedLogger

from idea.kernel.conf_runtime import ObservabilitySettings
from idea.kernel.redaction import redact, redact_path

Stream = Literal["stdout", "stderr"]

# Chatty at INFO, or telling again what the access line tells.
_QUIETER = {
    "django.request": logging.ERROR,
    "django.security.DisallowedHost": logging.CRITICAL,
    "django_tasks": logging.WARNING,
    "django_tasks_db": logging.WARNING,
    "httpx": logging.WARNING,
    "httpcore": logging.WARNING,
    "botocore": logging.WARNING,
    "fastexcel": logging.ERROR,
    "asyncio": logging.WARNING,
}


class _Handler(logging.StreamHandler[TextIO]):
    """Writes to what sys.stdout or sys.stderr is at that moment (tests and servers replace it)."""

    def __init__(self, name: Stream) -> None:
        self._name_of_stream = name
        logging.Handler.__init__(self)

    @property
    def stream(self) -> TextIO:
        found: TextIO = getattr(sys, self._name_of_stream)
        return found

    @stream.setter
    def stream(self, value: TextIO) -> None:  # noqa: ARG002  StreamHandler has it
        raise AttributeError("the stream is looked up at each line")


def request_id() -> str:
    """Return the id of the request (or of the one that started the job) at work here, or ""."""
    found: str = structlog.contextvars.get_contextvars().get("request_id", "")
    return found


def configure(*, stream: Stream = "stdout", level: str = "") -> None:
    """Send all logs to `stream`, as JSON or, on a terminal, for eyes. Can be called again.

    `level` overrides IDEA_LOG_LEVEL. Web and worker processes log to stdout; short commands
    to stderr (see `configure_quietly`), so that their output can be piped.
    """
    settings = ObservabilitySettings()
    handler = _Handler(stream)
    eyes = settings.log_format == "console" or (
        settings.log_format == "auto" and handler.stream.isatty()
    )
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.add_log_level,
        structlog.stdlib.PositionalArgumentsFormatter(),
        structlog.stdlib.ExtraAdder(),
        structlog.processors.TimeStamper(fmt="iso", utc=not eyes),
        structlog.processors.StackInfoRenderer(),
    ]
    # Plain tracebacks: the pretty ones print local variables, passwords among them.
    plain = structlog.dev.plain_traceback
    render: Processor = _json
    if eyes:
        colors = handler.stream.isatty()
        render = structlog.dev.ConsoleRenderer(colors=colors, exception_formatter=plain)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.format_exc_info,
                _redact,
                render,
            ],
        )
    )
    structlog.configure(
        processors=[
            *(one for one in shared if not isinstance(one, structlog.stdlib.ExtraAdder)),
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=False,
    )
    root = logging.getLogger()
    for old in [one for one in root.handlers if isinstance(one, _Handler)]:
        root.removeHandler(old)  # only ours: a test's or a server's own handler stays
    root.addHandler(handler)
    root.setLevel(level or settings.log_level)
    for name, least in _QUIETER.items():
        logging.getLogger(name).setLevel(least)
    logging.captureWarnings(capture=True)


def configured() -> bool:
    return any(isinstance(one, _Handler) for one in logging.getLogger().handlers)


def configure_quietly() -> None:
    """Set up logs for a short command: warnings and worse, to stderr; unless set up already."""
    if not configured():
        configure(stream="stderr", level="WARNING")


def _redact(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    if event.get("message") == event.get("event"):
        event.pop("message", None)  # another handler's formatter left it on the record
    request = event.get("request")  # Django's own lines carry it
    if isinstance(request, HttpRequest):
        del event["request"]
        match = request.resolver_match
        path = redact_path(request.path, match.kwargs if match else {})
        event["event"] = str(event.get("event", "")).replace(request.path, path)
    clean: MutableMapping[str, Any] = redact(event)
    return clean


def _json(_logger: WrappedLogger, _method: str, event: EventDict) -> str:
    ordered = {key: event.pop(key) for key in ("timestamp", "level", "event") if key in event}
    return orjson.dumps(ordered | dict(event), default=str, option=orjson.OPT_NON_STR_KEYS).decode()
