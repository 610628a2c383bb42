"""Habits of the house that a machine can check: shapes of packages, files and templates."""

import ast
import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "idea"
ENGINES = sorted(p for p in (PACKAGE / "engines").iterdir() if (p / "apps.py").exists())
MOST_LINES = 400


def tracked(*patterns: str) -> list[Path]:
    """Return the files that belong to the project: committed, or new and not ignored."""
    out = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z", *patterns],
        cwd=ROOT,
        check=False,
        capture_output=True,
        text=True,
    )
    if out.returncode:
        pytest.skip("not a git checkout")
    return [ROOT / name for name in out.stdout.split("\0") if name and (ROOT / name).is_file()]


def text_files() -> list[tuple[Path, str]]:
    found = []
    for path in tracked():
        try:
            found.append((path, path.read_text(encoding="utf-8")))
        except UnicodeDecodeError:
            continue
    return found


def sources() -> list[Path]:
    return [
        path
        for path in sorted(PACKAGE.rglob("*.py"))
        if not {"migrations", "tests", "node_modules"} & set(path.relative_to(PACKAGE).parts)
    ]


@pytest.mark.parametrize("engine", ENGINES, ids=lambda path: path.name)
def test_an_engine_says_what_it_is_on_one_screen(engine):
    readme = engine / "README.md"
    assert readme.exists(), "an engine begins with its README.md"
    lines = readme.read_text().splitlines()
    assert 5 <= len(lines) <= 80
    assert "refuse" in readme.read_text().lower(), "it says what it refuses to do"


@pytest.mark.parametrize("engine", ENGINES, ids=lambda path: path.name)
def test_an_engine_has_a_face_types_and_tests(engine):
    assert (engine / "api.py").exists()
    assert (engine / "types.py").exists()
    assert list((engine / "tests").glob("test_*.py"))
    assert "django" not in _imports(engine / "types.py") - {"django.utils.translation"}


def _imports(path: Path) -> set[str]:
    found = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_a_module_begins_with_its_purpose():
    silent = [
        str(path.relative_to(ROOT))
        for path in sources()
        if path.name not in {"__init__.py", "apps.py"}
        and path.stat().st_size
        and not ast.get_docstring(ast.parse(path.read_text()))
    ]
    assert not silent


def test_no_file_hides_a_second_one():
    long = []
    for path in tracked("*.py", "*.html", "*.css", "*.js", "*.mjs", "*.ts", "*.md", "idea"):
        if path.parent.name == "migrations":
            continue  # written by a machine, read by one
        count = len(path.read_text().splitlines())
        if count > MOST_LINES:
            long.append(f"{path.relative_to(ROOT)}: {count} lines")
    assert not long


def test_templates_hold_no_style_and_no_script():
    """The content security policy would refuse them; structured data is no script to it."""
    wrong = []
    for path in PACKAGE.rglob("templates/**/*.html"):
        text = re.sub(
            r"{#.*?#}|{% comment %}.*?{% endcomment %}", "", path.read_text(), flags=re.DOTALL
        )
        for pattern in (
            r"<style\b",
            r"\sstyle\s*=\s*[\"']",
            r"\son[a-z]+\s*=\s*[\"']",
            r"javascript:",
            r"<script\b(?![^>]*\ssrc=)(?![^>]*application/(?:ld\+)?json)",
        ):
            wrong += [f"{path.name}: {found}" for found in re.findall(pattern, text)]
    assert not wrong


def test_pages_load_nothing_from_others():
    wrong = []
    for path in PACKAGE.rglob("templates/**/*.html"):
        tags = re.findall(r"<(?:script|link|img|iframe|source)\b[^>]*>", path.read_text())
        wrong += [
            f"{path.name}: {tag}"
            for tag in tags
            if re.search(r"(?:src|href)\s*=\s*[\"'](?:https?:)?//", tag)
        ]
    assert not wrong


def test_packages_cross_borders_by_their_faces_only():
    """A package's models and inner modules are its own."""
    faces = {"api", "types", "errors", "events", "conf", "plugin", "http", "apps"}
    wrong = []
    for path in sources():
        inside = path.relative_to(PACKAGE)
        if inside.parts[0] == "project":
            continue  # wires everything together
        home = f"idea.{inside.parts[0]}" + (f".{inside.parts[1]}" if len(inside.parts) > 2 else "")
        for name in _imports(path):
            parts = name.split(".")
            if parts[:2] != ["idea", "engines"] or name.startswith(home) or len(parts) < 4:
                continue
            inner = PACKAGE.joinpath(*parts[1:4])
            if parts[3] not in faces and (inner / "api.py").exists():
                parts = parts[:2] + parts[3:]  # a part of an engine has a face of its own
                if len(parts) < 4:
                    continue
            if parts[3] not in faces and name != "idea.engines.identity.models":
                wrong.append(f"{inside} imports {name}")
            if name == "idea.engines.identity.models":
                wrong += _more_than_person(path, inside)
    assert not wrong


def _more_than_person(path: Path, inside: Path) -> list[str]:
    """The account model is Django's AUTH_USER_MODEL: its class may be named, nothing else."""
    return [
        f"{inside} imports {alias.name} from identity's models"
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.module == "idea.engines.identity.models"
        for alias in node.names
        if alias.name != "Person"
    ]


def test_no_django_signals_inside_the_house():
    wrong = [
        str(path.relative_to(ROOT))
        for path in sources()
        if any(name.startswith("django.db.models.signals") for name in _imports(path))
    ]
    assert not wrong


def test_lock_files_hold_no_address():
    """An address in a lock would tie every install to one registry."""
    for path in [*ROOT.glob("requirements*.lock"), ROOT / "frontend" / "package-lock.json"]:
        text = path.read_text()
        assert not re.search(
            r"https?://(?!(?:www\.)?(?:github\.com/sponsors|opencollective))", _trim(path, text)
        ), path.name
        assert "--index-url" not in text
        assert "--hash=sha256:" in text or '"integrity"' in text


def _trim(path: Path, text: str) -> str:
    """Drop what npm notes of packages' funding pages: nothing is fetched from there."""
    if path.suffix != ".json":
        return text
    return re.sub(r'"funding": (?:\{[^}]*\}|\[[^\]]*\]|"[^"]*")', "", text)


def test_the_tree_names_no_machine():
    """Paths, hosts and people of whoever wrote it do not belong to the project."""
    pattern = re.compile(
        r"(?<![\w.])/(?:work|root|home/[a-z]\w+)/(?!\.\.)|/Users/\w+/|\b10\.\d+\.\d+\.\d+:\d+|"
        r"\bhttps?://(?:registry\.npmjs\.org|pypi\.org/simple|files\.pythonhosted\.org)"
    )
    wrong = [
        f"{path.relative_to(ROOT)}: {found}"
        for path, text in text_files()
        if path.name != "test_house.py"
        for found in pattern.findall(text)
    ]
    assert not wrong


def test_nothing_built_or_downloaded_is_committed():
    names = [str(path.relative_to(ROOT)) for path in tracked()]
    wrong = [
        name
        for name in names
        if re.search(
            r"\.(mo|pyc|min\.js|min\.css|woff2?|parquet|gpkg|sqlite3)$|(^|/)(dist|node_modules)/",
            name,
        )
    ]
    assert not wrong


def test_a_benchmark_says_what_it_measures_and_loads():
    from idea.project.cli import bench

    known = bench.names(ROOT)
    assert {"up", "publish"} <= set(known)
    for name, purpose in known.items():
        assert purpose, f"{name} says nothing of itself"
        assert callable(bench.load(ROOT, name))


def test_everything_a_person_sees_is_translated():
    from idea.project.cli.messages import missing

    flaws = [str(flaw) for flaw in missing()]
    assert not flaws


CJK = "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
HALF = re.compile(
    rf"[{CJK}」』）][,;:?!]|[,;:?!][{CJK}「『（]"  # beside a Chinese character
    rf"|[{CJK}]\([{CJK}]|[{CJK}]\)[{CJK}]"  # brackets between two
    r"|[、，。；：？！] "  # these bring their own space
)
# A colon before a number's code or an address belongs to that.
LATIN = re.compile(r"https?://\S*|\b[A-Z]{2,}:\S+")
CHOICES = re.compile(r"\w+(,\w+){1,2}")  # the arguments of Django's `yesno`


def test_chinese_has_full_width_punctuation():
    from idea.project.cli.messages import catalogs, read

    odd = []
    for path in catalogs():
        for message in read(path):
            texts = message.string if isinstance(message.string, tuple) else (message.string,)
            odd += [
                f"{path.relative_to(PACKAGE)}: {text}"
                for text in texts
                if message.id and not CHOICES.fullmatch(text) and HALF.search(LATIN.sub("", text))
            ]
    assert odd == []
