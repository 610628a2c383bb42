"""Settings of the worker."""

from pydantic import Field

from idea.kernel.config import Settings, settings_group


@settings_group("jobs")
class JobSettings(Settings):
    worker_jobs: int = Field(
        2, ge=1, le=64, description="Jobs that one worker process runs at the same time."
    )
    worker_grace: float = Field(
        10.0,
        ge=0,
        description="Seconds that running jobs have to finish when the worker is stopped; then "
        "they go back to the queue and start over with the next worker.",
    )
    worker_lease: float = Field(
        30.0,
        ge=2,
        description="Seconds of silence after which a worker on another machine counts as dead "
        "and its jobs go back to the queue (on the same machine it is noticed at once).",
    )
    job_days: int = Field(90, ge=1, description="Days that finished jobs are kept.")
