"""Linux's seccomp: system calls a query never needs end in EPERM (sockets, new programs, tracing).

A list of what is forbidden, for two architectures; elsewhere it does nothing and says so.
"""

import ctypes
import platform
import sys
from typing import Final

_EPERM = 1
_SET_SECCOMP, _NO_NEW_PRIVILEGES, _FILTER = 22, 38, 2  # prctl(2)
_LOAD, _EQUAL, _AT_LEAST, _RETURN = 0x20, 0x15, 0x35, 0x06  # classic BPF
_ALLOW, _ERRNO = 0x7FFF0000, 0x00050000 | _EPERM
_X32 = 0x40000000  # calls of x86-64's second interface, which have numbers of their own
# audit architecture, then: socket socketpair connect bind ptrace execve execveat
# process_vm_readv process_vm_writev mount unshare bpf io_uring_setup kill tkill tgkill
_FORBIDDEN: Final = {
    "x86_64": (
        0xC000003E,
        (41, 53, 42, 49, 101, 59, 322, 310, 311, 165, 272, 321, 425, 62, 200, 234),
    ),
    "aarch64": (
        0xC00000B7,
        (198, 199, 203, 200, 117, 221, 281, 270, 271, 40, 97, 280, 425, 129, 130, 131),
    ),
}


class _Program(ctypes.Structure):
    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_void_p))


class _Step(ctypes.Structure):
    _fields_ = (
        ("code", ctypes.c_uint16),
        ("yes", ctypes.c_uint8),
        ("no", ctypes.c_uint8),
        ("value", ctypes.c_uint32),
    )


def confine() -> bool:
    """Forbid the calls for this process; tell whether it is so now."""
    known = _FORBIDDEN.get(platform.machine())
    if not sys.platform.startswith("linux") or known is None:
        return False
    architecture, calls = known
    steps = [
        _Step(_LOAD, 0, 0, 4),  # the architecture of the call
        _Step(_EQUAL, 1, 0, architecture),
        _Step(_RETURN, 0, 0, _ERRNO),
        _Step(_LOAD, 0, 0, 0),  # its number
        _Step(_AT_LEAST, 0, 0, _X32),
        *(_Step(_EQUAL, 0, 0, number) for number in calls),
        _Step(_RETURN, 0, 0, _ALLOW),
        _Step(_RETURN, 0, 0, _ERRNO),
    ]
    # Each test jumps to the last step where it hits: count what lies between.
    for place in range(4, 5 + len(calls)):
        steps[place].yes = len(steps) - place - 2
    array = (_Step * len(steps))(*steps)
    program = _Program(len(steps), ctypes.cast(array, ctypes.c_void_p))
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    return bool(prctl(_SET_SECCOMP, _FILTER, ctypes.byref(program), 0, 0) == 0)
