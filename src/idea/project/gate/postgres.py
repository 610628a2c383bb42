"""A PostgreSQL for the tests: the one that is named, one that listens, or one started for them.

For tests only; a site is told its database by IDEA_DATABASE_URL.
"""

import glob
import os
import pwd
import shutil
import socket
import subprocess
from collections.abc import Mapping
from pathlib import Path

import psycopg

TEST_VARIABLE = "IDEA_TEST_DATABASE_URL"


def _connects(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=3).close()
    except psycopg.Error:
        return False
    return True


def address(scratch: Path) -> Mapping[str, str] | None:
    """Return the variable that points the tests at a PostgreSQL, or None where there is none."""
    user = pwd.getpwuid(os.getuid()).pw_name
    given = os.environ.get(TEST_VARIABLE)
    for url in filter(None, (given, f"postgresql://{user}@127.0.0.1:5432/postgres")):
        if _connects(url):
            return {"IDEA_DATABASE_URL": url}
    started = _start(scratch)
    return {"IDEA_DATABASE_URL": started} if started else None


def _program(name: str) -> str | None:
    found = sorted(glob.glob(f"/usr/lib/postgresql/*/bin/{name}"))  # noqa: PTH207  absolute pattern
    return found[-1] if found else shutil.which(name)


def _as_server_user(command: list[str]) -> list[str]:
    """PostgreSQL refuses to run as root: there its own user runs it."""
    return ["runuser", "-u", "postgres", "--", *command] if os.getuid() == 0 else command


def _start(scratch: Path) -> str | None:
    initdb, pg_ctl = _program("initdb"), _program("pg_ctl")
    if not initdb or not pg_ctl:
        return None
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    folder = scratch / "postgres"
    folder.mkdir()
    scratch.chmod(0o755)
    if os.getuid() == 0:
        shutil.chown(folder, "postgres")
    data = str(folder / "data")
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
    for command in (
        [initdb, "-D", data, "-U", "idea", "-A", "trust", "-E", "UTF8", "--locale=C.UTF-8"],
        [pg_ctl, "-D", data, "-w", "-l", str(folder / "log"), "-o", options, "start"],
    ):
        done = subprocess.run(_as_server_user(command), check=False, capture_output=True)
        if done.returncode:
            return None
    return f"postgresql://idea@127.0.0.1:{port}/postgres"


def stop(scratch: Path) -> None:
    """Stop the server that `address` started, if it did."""
    data = scratch / "postgres" / "data"
    pg_ctl = _program("pg_ctl")
    if data.exists() and pg_ctl:
        command = [pg_ctl, "-D", str(data), "-m", "immediate", "stop"]
        subprocess.run(_as_server_user(command), check=False, capture_output=True)
