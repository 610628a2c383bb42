"""How commands speak in a terminal: a progress bar, and a problem with its remedy."""

from collections.abc import Iterator
from contextlib import contextmanager

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeElapsedColumn
from rich.progress import Progress as Bar

from idea.kernel.errors import Problem
from idea.kernel.progress import Progress


@contextmanager
def progress_bar(words: str) -> Iterator[Progress]:
    """Yield a `Progress` that draws on standard error; nothing where that is no terminal."""
    console = Console(stderr=True)
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Bar(
        *columns,
        TimeElapsedColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as bar:
        task = bar.add_task(words, total=None)

        def show(done: float, total: float | None = None, message: str = "") -> None:
            bar.update(task, completed=done, total=total, description=(message or words)[:60])

        yield show


@contextmanager
def plain_problems() -> Iterator[None]:
    """Turn a `Problem` into a line of what happened and what to do, and exit code 1."""
    try:
        yield
    except Problem as problem:
        raise click.ClickException(
            " ".join(filter(None, (problem.detail, problem.remedy)))
        ) from None
