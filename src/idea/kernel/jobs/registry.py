"""Which jobs and which periodic work there are: declared beside their engines in `tasks.py`."""

import inspect
import typing
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from typing import Any, TypeVar

import orjson
from django.utils.module_loading import autodiscover_modules
from pydantic import TypeAdapter

from idea.kernel.registry import Registry

Result = Mapping[str, Any] | None
F = TypeVar("F", bound=Callable[..., Result])
P = TypeVar("P", bound=Callable[[], object])
GIVEN = ("actor", "job_id")  # handed to a function that asks for them by these names


@dataclass(frozen=True)
class JobSpec:
    name: str
    title: Any  # str, or a lazy translation of one
    run: Callable[..., Result]
    attempts: int

    @cached_property
    def _parameters(self) -> dict[str, inspect.Parameter]:
        # The first is progress, by position.
        return dict(list(inspect.signature(self.run).parameters.items())[1:])

    @cached_property
    def _adapters(self) -> dict[str, TypeAdapter[Any]]:
        hints = typing.get_type_hints(self.run)
        return {name: TypeAdapter(hints.get(name, Any)) for name in self._parameters}

    @cached_property
    def given(self) -> tuple[str, ...]:
        return tuple(name for name in GIVEN if name in self._parameters)

    def encode(self, arguments: Mapping[str, Any]) -> str:
        """Return arguments as JSON; raises TypeError where the function would not take them."""
        free = {name: p for name, p in self._parameters.items() if name not in GIVEN}
        unknown = sorted(set(arguments) - set(free))
        missing = sorted(
            name
            for name, parameter in free.items()
            if name not in arguments and parameter.default is parameter.empty
        )
        if unknown or missing:
            raise TypeError(f"job {self.name}: unknown {unknown}, missing {missing}")
        plain = {
            name: self._adapters[name].dump_python(value, mode="json")
            for name, value in arguments.items()
        }
        return orjson.dumps(plain).decode()

    def decode(self, text: str) -> dict[str, Any]:
        plain: dict[str, Any] = orjson.loads(text)
        return {
            name: self._adapters[name].validate_json(orjson.dumps(value))
            for name, value in plain.items()
        }


@dataclass(frozen=True, slots=True)
class PeriodicSpec:
    name: str
    seconds: float
    run: Callable[[], object]


jobs: Registry[JobSpec] = Registry("job")
periodics: Registry[PeriodicSpec] = Registry("periodic work")


@cache
def discover() -> None:
    """Import every app's `tasks.py`. On first use, not at start: they import heavy libraries."""
    autodiscover_modules("tasks")


def job(name: str, title: Any, *, attempts: int = 3) -> Callable[[F], F]:
    """Register `f(progress, **arguments) -> dict | None` as job `name`, e.g. "catalog.publish".

    Arguments travel as JSON and come back by their annotations (dataclasses, UUID, Path,
    tuples …). A parameter named `actor` gets who started the job, `job_id` the job's id.
    The worker may die at any point, and then the job starts over, at most `attempts` times
    in all: what it does must bear to be done again. `title` may be lazily translated.
    """

    def bind(function: F) -> F:
        jobs.register(name, JobSpec(name, title, function, attempts))
        return function

    return bind


def periodic(name: str, seconds: float) -> Callable[[P], P]:
    """Register housekeeping that one worker runs every `seconds`, and once at first start."""

    def bind(function: P) -> P:
        periodics.register(name, PeriodicSpec(name, seconds, function))
        return function

    return bind
