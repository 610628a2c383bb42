"""`./idea worker`: runs jobs, delivers events and keeps house (started by `up`)."""

import logging
import os
import sys

import click


@click.command()
@click.option("--batch", is_flag=True, help="Do what waits now, then end.")
@click.option("--retry-parked", is_flag=True, help="Try events again that were given up, then end.")
def command(*, batch: bool, retry_parked: bool) -> None:
    """Run jobs, deliver events and keep house until stopped."""
    import django

    django.setup()

    from idea.kernel import logs
    from idea.kernel.audit.types import Actor
    from idea.kernel.events import api as events
    from idea.kernel.jobs import api as jobs

    logs.configure(stream="stdout")
    if retry_parked:
        count = events.retry(actor=Actor.system("command line"))
        click.echo(f"{count} events will be tried again")
        return
    if batch:
        count = jobs.run_pending() + events.deliver()
        # An event's handler may start a job, and a job emit an event.
        while more := jobs.run_pending() + events.deliver():
            count += more
        click.echo(f"{count} done")
        return
    if not jobs.run_worker():
        logging.shutdown()
        sys.stdout.flush()
        os._exit(0)  # a thread is stuck in native code; its job is back in the queue
