"""Each wall of the sandbox holds alone: the parser's check, DuckDB's lock, the system's limits."""

import json
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

import idea
from idea.engines.catalog.workbench.sandbox import functions, lockdown
from idea.engines.catalog.workbench.sandbox.checking import check
from idea.engines.catalog.workbench.sandbox.refused import Refused
from idea.engines.catalog.workbench.tests import hostile

FINE = """SELECT count(*), now(), x[1], [1, 2], {'a': 1}.a, extract(year FROM d), d AT TIME ZONE 'UTC',
 a LIKE 'b', a SIMILAR TO 'c', interval 3 day, list_transform(l, lambda v: v + 1), (1, 2),
 sum(a) OVER w, coalesce(a, b), TRY_CAST(a AS INT), position('a' IN b), j->>'$.a', a BETWEEN 1 AND 2
FROM t, unnest(x), LATERAL (SELECT 1), range(3) r(i) JOIN "stops@3" USING (a)
WHERE a IN (FROM u) AND NOT EXISTS (SELECT 1 FROM z) GROUP BY ALL HAVING count(*) > 1
WINDOW w AS (PARTITION BY b) QUALIFY row_number() OVER () = 1"""


@pytest.fixture
def open_database():
    connection = lockdown.connect(256)
    yield connection
    connection.close()


@pytest.fixture
def locked(tmp_path):
    """A database as a query finds it, with no check before it."""
    path = tmp_path / "1.parquet"
    duckdb.sql("SELECT '臺北' AS 站名, 7 AS secret").write_parquet(str(path))
    connection = lockdown.connect(256)
    lockdown.lock(connection, [lockdown.Attached("stops", str(path), ("站名",))])
    yield connection
    connection.close()


# --- the first: the check alone ---------------------------------------------------------------


def test_the_check_lets_pass_what_computes(open_database):
    needs = check(open_database, FINE)
    assert set(needs.tables) == {"t", "u", "z", "stops@3"}
    assert not needs.steady


@pytest.mark.parametrize(
    ("sql", "tables", "maybe"),
    [
        ("WITH q AS (FROM t) SELECT * FROM q", ("t",), ("q",)),
        ("FROM t UNION ALL TABLE u", ("t", "u"), ()),
        ("SUMMARIZE t", ("t",), ()),
        ("DESCRIBE SELECT * FROM t", ("t",), ()),
        ("PIVOT t ON a IN ('x') USING sum(b)", ("t",), ()),
        ("VALUES (1)", (), ()),
        ("SELECT '中文' -- ; DROP", (), ()),
    ],
)
def test_the_check_finds_the_tables(open_database, sql, tables, maybe):
    needs = check(open_database, sql)
    assert (needs.tables, needs.maybe, needs.steady) == (tables, maybe, True)


@pytest.mark.parametrize("group", [hostile.DOING, hostile.LOOKING])
def test_the_check_alone_refuses_what_does_or_looks(open_database, group):
    passed = {}
    for name, sql in group.items():
        try:
            passed[name] = check(open_database, sql).tables
        except Refused:
            continue
    # Names of tables that are no data sets: the catalog does not know them.
    assert all(len(tables) == 1 for tables in passed.values())
    assert set(passed) <= {"views as a table", "pg_class", "sqlite_master", "Python's variables"}


def test_every_function_that_is_allowed_exists(open_database):
    rows = open_database.execute(
        "SELECT lower(function_name), list(DISTINCT function_type) FROM duckdb_functions() GROUP BY 1"
    ).fetchall()
    kinds = dict(rows)
    assert functions.FUNCTIONS - set(kinds) == set()
    assert functions.TABLE_FUNCTIONS - set(kinds) == set()
    silent = {"scalar", "aggregate", "macro"}
    assert not [name for name in functions.FUNCTIONS if not silent & set(kinds[name])]


# --- the second: DuckDB's lock alone -----------------------------------------------------------

REACHES = {**hostile.FILES, **hostile.NETWORK}
# What says nothing of the world outside, or only of the query's own file.
HARMLESS = {
    "the snapshot itself",
    "parquet metadata",
    "parquet_scan of a list",
    "hidden in a list",
    "NUL in a name",
}


@pytest.mark.parametrize("name", [name for name in REACHES if name not in HARMLESS])
def test_the_lock_alone_keeps_files_and_network_away(locked, name):
    with pytest.raises(duckdb.Error):
        locked.execute(REACHES[name]).fetchall()


@pytest.mark.parametrize(
    "sql",
    [
        *(sql for name, sql in hostile.DOING.items() if name.startswith(("copy out", "export"))),
        *(sql for name, sql in hostile.DOING.items() if name.startswith(("set", "reset", "load"))),
        *(sql for name, sql in hostile.DOING.items() if name.startswith(("install", "attach"))),
        "PRAGMA memory_limit='100GB'",
        "PRAGMA import_database('/tmp')",
        "CREATE TABLE x AS SELECT * FROM read_text('/etc/passwd')",
        "CREATE MACRO f(p) AS TABLE FROM read_text(p); SELECT * FROM f('/etc/passwd')",
        "CREATE PERSISTENT SECRET x (TYPE http, BEARER_TOKEN 'x')",
        "PREPARE x AS SELECT * FROM read_text($1); EXECUTE x('/etc/passwd')",
        "SELECT * FROM query('SELECT * FROM read_text(''/etc/passwd'')')",
        "SET allowed_paths = ['/etc/passwd']",
        "SET allowed_directories = ['/']",
        "SET lock_configuration = false",
        "SELECT * FROM sys",
    ],
)
def test_the_lock_alone_cannot_be_opened(locked, sql):
    if sql == "SET VARIABLE x = 1":
        return  # a variable of the session, which ends with the query
    with pytest.raises(duckdb.Error):
        locked.execute(sql).fetchall()


def test_the_lock_leaves_the_tables(locked):
    assert locked.execute("SELECT * FROM stops").fetchall() == [("臺北",)]
    with pytest.raises(duckdb.Error):
        locked.execute("SELECT secret FROM stops")


# --- the third: the system's limits alone ------------------------------------------------------

TRIES = {
    "read a file": "open('/etc/passwd').read()",
    "list a folder": "os.listdir('/')",
    "read itself": "open(sys.executable, 'rb').read(1)",
    "write a file": "open('made', 'w').write('x')",
    "write into the table": "open(allowed, 'r+b')",
    "remove the table": "os.unlink(allowed)",
    "rename the table": "os.rename(allowed, allowed + '2')",
    "a socket": "socket.socket()",
    "a pair of sockets": "socket.socketpair()",
    "a name looked up": "socket.getaddrinfo('example.org', 80)",
    "another program": "os.execv('/bin/true', ['true'])",
    "a child program": "subprocess.run(['/bin/true'])",
    "a signal to the parent": "os.kill(os.getppid(), 0)",
    "more memory": "bytearray(4 << 30)",
    "trace the parent": "check(libc.ptrace(16, os.getppid(), 0, 0))",
    "lift the limit": "resource.setrlimit(resource.RLIMIT_AS, (1 << 40, 1 << 40))",
}
SCRIPT = """
import sys; sys.path.insert(0, sys.argv[1])
import ctypes, json, os, resource, socket, subprocess
from idea.engines.catalog.workbench.sandbox import confine
def check(answer):
    if answer != 0: raise OSError(ctypes.get_errno())
libc, allowed = ctypes.CDLL(None, use_errno=True), sys.argv[2]
socket.getaddrinfo
confine.early()
confine.late([allowed], seconds=20, memory_mb=128)
done = {'the table': len(open(allowed, 'rb').read())}
for name, code in json.loads(sys.argv[3]).items():
    try:
        exec(code)
        done[name] = 'done'
    except BaseException as error:
        done[name] = type(error).__name__
print(json.dumps(done))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Landlock and seccomp are Linux's")
def test_the_system_alone_keeps_everything_away(tmp_path):
    allowed = tmp_path / "1.parquet"
    allowed.write_bytes(b"PAR1")
    done = subprocess.run(
        [
            sys.executable,
            "-I",
            "-c",
            SCRIPT,
            Path(idea.__file__).parents[1],
            allowed,
            json.dumps(TRIES),
        ],
        check=False,
        capture_output=True,
        text=True,
        cwd=tmp_path,
        env={},
    )
    assert done.returncode == 0, done.stderr
    answers = json.loads(done.stdout)
    assert answers.pop("the table") == 4
    if "done" in answers.values() and not _landlock():
        pytest.skip("this kernel has no Landlock")
    assert [name for name, end in answers.items() if end == "done"] == []
    assert allowed.read_bytes() == b"PAR1"


def _landlock():
    import ctypes

    return ctypes.CDLL(None).syscall(444, None, ctypes.c_size_t(0), 1) > 0


def test_a_query_that_hears_no_interrupt_is_ended_by_its_alarm(tmp_path):
    script = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from idea.engines.catalog.workbench.sandbox import confine\n"
        "confine.early(); confine.late([], seconds=0.1, memory_mb=64)\n"
        "while True: pass"
    )
    done = subprocess.run(
        [sys.executable, "-I", "-c", script, Path(idea.__file__).parents[1]],
        check=False,
        timeout=20,
    )
    assert done.returncode < 0
