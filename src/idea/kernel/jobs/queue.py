"""Taking tasks from the queue (django-tasks' table) and running them, one at a time."""

import uuid

from django.db import transaction
from django_tasks_db.management.commands.db_worker import Worker as Runner
from django_tasks_db.models import DBTaskResult

from idea.kernel.jobs import workers

_BACKEND = "default"


def run_one() -> bool:
    """Claim the first task that waits and run it here; False where none waits."""
    waiting = DBTaskResult.objects.ready().filter(backend_name=_BACKEND)
    if not waiting.exists():  # asked without a lock first: this is asked all the time
        return False
    with transaction.atomic():
        task = waiting.get_locked()
        if task is None:
            return False
        task.claim(str(workers.this_process()))
    # The library's own way to run a claimed task and to write down how it ended.
    Runner(
        queue_names=["*"],
        interval=0,
        batch=True,
        backend_name=_BACKEND,
        startup_delay=False,
        max_tasks=1,
        worker_id=uuid.uuid4().hex,
        excluded_queue_names=[],
    ).run_task(task)
    return True


def run_pending(limit: int = 1000) -> int:
    """Run what waits, in this thread, and return how many tasks that were."""
    count = 0
    while count < limit and run_one():
        count += 1
    return count
