"""Linux's Landlock: from here on this process opens the named files to read, and nothing else.

One call, no way back; where the system does not know it (other systems, Linux before 5.13)
it does nothing and says so.
"""

import ctypes
import os
import sys
from collections.abc import Callable, Iterable

# System calls have these numbers on every architecture; flags are of linux/landlock.h.
_CREATE, _ADD_RULE, _RESTRICT = 444, 445, 446
_VERSION = 1
_PATH_BENEATH = 1
_READ_FILE = 1 << 2
_NO_NEW_PRIVILEGES = 38  # prctl(2)
# Rights over files by the version of the interface that first knew them, and how many bits.
_FILE_RIGHTS = {1: 13, 2: 14, 3: 15, 5: 16}
_NETWORK_SINCE, _NETWORK = 4, 0b11  # bind and connect, TCP
_SCOPE_SINCE, _SCOPE = 6, 0b11  # abstract sockets and signals stay inside


class _Ruleset(ctypes.Structure):
    _fields_ = (
        ("files", ctypes.c_uint64),
        ("network", ctypes.c_uint64),
        ("scope", ctypes.c_uint64),
    )


class _Beneath(ctypes.Structure):
    _pack_ = 1
    _fields_ = (("allowed", ctypes.c_uint64), ("parent", ctypes.c_int32))


def confine(paths: Iterable[str]) -> bool:
    """Allow reading the files at `paths`, forbid every other file; tell whether it is so now."""
    if not sys.platform.startswith("linux"):
        return False
    call = ctypes.CDLL(None, use_errno=True).syscall
    version = call(_CREATE, None, ctypes.c_size_t(0), _VERSION)
    if version < 1:
        return False
    rules = _Ruleset(
        (1 << max(bits for since, bits in _FILE_RIGHTS.items() if since <= version)) - 1,
        _NETWORK if version >= _NETWORK_SINCE else 0,
        _SCOPE if version >= _SCOPE_SINCE else 0,
    )
    size = 24 if version >= _SCOPE_SINCE else 16 if version >= _NETWORK_SINCE else 8
    ruleset = call(_CREATE, ctypes.byref(rules), ctypes.c_size_t(size), 0)
    if ruleset < 0:
        return False
    try:
        for path in paths:
            _allow(call, ruleset, path)
        ctypes.CDLL(None).prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
        return bool(call(_RESTRICT, ruleset, 0) == 0)
    finally:
        os.close(ruleset)


def _allow(call: Callable[..., int], ruleset: int, path: str) -> None:
    file = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        rule = _Beneath(_READ_FILE, file)
        if call(_ADD_RULE, ruleset, _PATH_BENEATH, ctypes.byref(rule), 0) != 0:
            raise OSError(ctypes.get_errno(), "landlock")
    finally:
        os.close(file)
