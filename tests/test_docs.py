"""The documentation cannot lie: marked commands are run, settings, commands and links are checked."""

import os
import re
import shutil
import socket
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
PAGES = sorted(path for path in DOCS.rglob("*.md") if "generated" not in path.parts)
BLOCK = re.compile(r"<!-- runs -->\n```console\n(.*?)```", re.DOTALL)
HERE = re.compile(r"<<-?'?(\w+)'?")
PORTS = ("8000", "8001")


@dataclass
class Step:
    command: str
    expected: list[str] = field(default_factory=list)


def steps(block: str) -> list[Step]:
    """Split a console block: `$ ` starts a command, a here-document belongs to it, the rest it prints."""
    found: list[Step] = []
    end = ""
    for line in block.splitlines():
        if end:
            found[-1].command += "\n" + line
            end = "" if line == end else end
        elif line.startswith("$ "):
            found.append(Step(line[2:]))
            here = HERE.search(line)
            end = here[1] if here else ""
        else:
            found[-1].expected.append(line)
    return found


def unmet(expected: list[str], printed: str) -> str:
    """Return the first expected line that does not follow in what was printed; `…` is anything."""
    lines = iter(printed.splitlines())
    for line in expected:
        pattern = re.compile(".*".join(re.escape(part) for part in line.strip().split("…")))
        if line.strip() != "…" and not any(pattern.fullmatch(got.strip()) for got in lines):
            return line
    return ""


def free_port() -> str:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return str(probe.getsockname()[1])


CURL = """#!{python}
import sys, urllib.parse, urllib.request
words = [w for w in sys.argv[1:] if w not in ("-s", "-G")]
name = words.pop(words.index("-o") + 1) if "-o" in words else ""
said = [words[i + 1] for i, w in enumerate(words) if w in ("-d", "--data-urlencode")]
address = [w for w in words if w.startswith("http")][0]
if said:
    address += "?" + urllib.parse.urlencode(dict(part.split("=", 1) for part in said))
with urllib.request.urlopen(address, timeout=30) as answer:
    body = answer.read()
open(name, "wb").write(body) if name else sys.stdout.buffer.write(body)
"""


@pytest.fixture
def desk(tmp_path):
    """A folder with `./idea` in it, a data folder of its own, and ports nobody else uses."""
    folder = tmp_path / "desk"
    folder.mkdir()
    launcher = folder / "idea"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m idea "$@"\n')
    launcher.chmod(0o755)
    tools = tmp_path / "bin"
    tools.mkdir()
    if not shutil.which("curl"):
        curl = tools / "curl"
        curl.write_text(CURL.format(python=sys.executable))
        curl.chmod(0o755)
    ports = {name: free_port() for name in PORTS}
    clean = {k: v for k, v in os.environ.items() if not k.startswith("IDEA_")}
    environment = clean | {
        "IDEA_HOME": str(tmp_path / "home"),
        "IDEA_PORT": ports["8000"],
        "PYTHONPATH": str(ROOT / "src"),
        "PATH": f"{tools}{os.pathsep}{os.environ['PATH']}",
        "LANG": "C.UTF-8",
        "LC_ALL": "C.UTF-8",
    }

    def run(command: str) -> subprocess.CompletedProcess[str]:
        for name, port in ports.items():
            command = re.sub(rf"\b{name}\b", port, command)
        return subprocess.run(
            ["sh", "-c", command],
            cwd=folder,
            env=environment,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=120,
        )

    run.ports = ports
    yield run
    run("./idea down")


RUNNABLE = [path for path in PAGES if BLOCK.search(path.read_text())]


@pytest.mark.skipif("IDEA_DATABASE_URL" in os.environ, reason="as on SQLite; run there")
@pytest.mark.parametrize("page", RUNNABLE, ids=lambda path: path.stem)
def test_marked_commands_do_what_the_page_says(page, desk):
    for block in BLOCK.findall(page.read_text()):
        for step in steps(block):
            done = desk(step.command)
            assert done.returncode == 0, f"$ {step.command}\n{done.stdout}"
            expected = [
                line.replace(name, port)
                for line in step.expected
                for name, port in [("8000", desk.ports["8000"])]
            ]
            assert not unmet(expected, done.stdout), f"$ {step.command}\n{done.stdout}"


def test_a_page_that_lies_is_caught(desk):
    step = steps("$ cat <<'END'\ntwo\nwords\nEND\nthree\n")[0]
    assert step == Step("cat <<'END'\ntwo\nwords\nEND", ["three"])
    assert unmet(step.expected, desk(step.command).stdout) == "three"
    assert unmet(["t…", "w…s"], desk(step.command).stdout) == ""
    assert unmet(["words", "two"], "two\nwords") == "two"


def test_the_main_pages_are_run():
    assert {"tutorial", "publish", "new-version", "backup"} <= {page.stem for page in RUNNABLE}


def prose() -> dict[Path, str]:
    others = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md")]
    return {path: path.read_text() for path in [*PAGES, *(p for p in others if p.exists())]}


def test_settings_that_are_named_exist():
    import django

    django.setup()
    from idea.project.reference.modules import import_all
    from idea.project.reference.settings import variables

    import_all()
    known = {*variables(), "IDEA_PYTHON"}
    for path, text in prose().items():
        for name in set(re.findall(r"\bIDEA_[A-Z][A-Z0-9_]*", text)):
            assert name in known, f"{path.name} names {name}, which is no setting"


def test_commands_and_options_that_are_named_exist():
    from idea.project.reference.commands import commands

    known = commands()
    for path, text in prose().items():
        for line in re.findall(r"\./idea ([a-z][^\n`|<>#&]*)", text):
            words = line.replace("*", "").split()
            two = " ".join(words[:2])
            command = known.get(two) or known.get(words[0].rstrip(".,;:)"))
            assert command is not None, f"{path.name}: no command in {line!r}"
            options = {name for p in command.params for name in (*p.opts, *p.secondary_opts)}
            for option in re.findall(r"(?<=\s)--[a-z-]+", " " + line):
                assert option in options | {"--help"}, f"{path.name}: {option} in {line!r}"


def test_routes_that_are_named_exist():
    from idea.project.reference.routes import operations

    known = [re.sub(r"\{\w+\}", "[^/?]+", path) for _method, path, _operation in operations()]
    for path, text in prose().items():
        for found in re.findall(r"(/api/v1/[\w/{}.-]*)", text):
            address = found.rstrip("/.")
            assert address in {"/api/v1/openapi.json", "/api/v1/docs"} or any(
                re.fullmatch(f"(/api/v1)?{pattern}/?", address) for pattern in known
            ), f"{path.name} names {address}"


def test_words_of_the_pages_that_are_quoted_exist():
    """What stands in “…” in the tutorial and the how-tos is on a button, a link or a heading."""
    from idea.project.cli.messages import PACKAGE
    from idea.project.reference.messages import asked

    words = {message.singular for _path, _line, message in asked(PACKAGE)} | {"English"}
    pages = {p: t for p, t in prose().items() if p.stem == "tutorial" or "how-to" in p.parts}
    quoted = [
        (p, " ".join(w.split()))
        for p, t in pages.items()
        for w in re.findall("“(.*?)”", t, re.DOTALL)
    ]
    assert len(quoted) > 10
    for path, word in quoted:
        assert word in words, f"{path.name} quotes “{word}”, which no page says"


def test_every_page_is_in_the_navigation():
    navigation = (ROOT / "mkdocs.yml").read_text()
    for page in PAGES:
        assert str(page.relative_to(DOCS)) in navigation, f"{page} is not in mkdocs.yml"


def test_links_outside_the_docs_folder_lead_somewhere():
    for path, text in prose().items():
        for target in re.findall(r"\]\(([^)#\s]+)", text):
            if "://" in target or "generated" in target:
                continue
            assert (path.parent / target).exists(), f"{path.name} links to {target}"


def test_the_reference_describes_everything(tmp_path):
    import django

    django.setup()
    from idea.kernel.config import groups
    from idea.kernel.errors import Problem
    from idea.project.cli.main import COMMANDS
    from idea.project.reference import PAGES as NAMES
    from idea.project.reference import write_all
    from idea.project.reference.events import events
    from idea.project.reference.modules import descendants
    from idea.project.reference.permissions import permissions
    from idea.project.reference.routes import operations

    written = {path.stem: path.read_text() for path in write_all(tmp_path)}
    assert set(written) == set(NAMES)
    assert len(list(groups)) >= 3
    for group in groups:
        for name, setting in group.model_fields.items():
            assert f"`IDEA_{name.upper()}`" in written["settings"]
            assert setting.description, f"{name} says nothing of itself"
    for name in COMMANDS:
        assert f"## {name}\n" in written["commands"]
    for problem in descendants(Problem):
        assert f"`{problem.code}`" in written["errors"]
    assert events()
    for event in events():
        assert f"## {event.name}\n" in written["events"]
    assert permissions()
    for permission in permissions():
        assert f"`{permission.code}`" in written["permissions"]
    for method, path, _operation in operations():
        assert f"## {method} {path}\n" in written["routes"]


def test_the_site_builds_and_asks_nobody(tmp_path):
    """No stylesheet, script, font or picture of the built pages comes from another host."""
    import django

    django.setup()
    from idea.project.reference import write_all

    write_all(DOCS)
    site = tmp_path / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", site],
        cwd=ROOT,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    loads = re.compile(r"<(?:script|img|iframe|source)[^>]+src=\"?https?://[^\s>]+|<link[^>]+>")
    for page in site.rglob("*.html"):
        for tag in loads.findall(page.read_text()):
            assert "src=" not in tag, f"{page.name}: {tag}"
            fetched = any(word in tag for word in ("stylesheet", "preconnect", "preload", "icon"))
            assert not fetched or "//" not in tag, f"{page.name}: {tag}"
    for sheet in site.rglob("*.css"):
        assert not re.search(r"url\(\"?https?:|@import", sheet.read_text()), sheet
