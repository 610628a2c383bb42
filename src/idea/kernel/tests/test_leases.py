"""Promises of leases: held as long as the holder lives, free however it ends."""

import os
import signal
import subprocess
import sys

from idea.kernel.leases import is_held

HOLD = "import fcntl, sys, time; f = open(sys.argv[1], 'a'); fcntl.flock(f, fcntl.LOCK_EX); print('held', flush=True); time.sleep(60)"


def test_a_lease_ends_with_its_process(tmp_path):
    lock = tmp_path / "lease"
    assert not is_held(lock)
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(lock)], stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdout.readline() == "held\n"
        assert is_held(lock)
        os.kill(holder.pid, signal.SIGKILL)
    assert not is_held(lock)
    assert lock.exists()
