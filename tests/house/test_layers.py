"""Who may import whom: the floor knows no room, no room knows another, and the roof knows them all."""

import ast
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ["press", "appeals"]
ROOF = [
    "commission.urls",
    "commission.home",
    "commission.moved",
    "commission.sitemaps",
    "commission.site_search",
    "commission.contact",
    "commission.pages",
    "commission.health",
]
FLOOR = [
    "models",
    "text_search",
    "search_index",
    "outbox",
    "http",
    "middleware",
    "errors",
    "files",
    "environment",
    "settings",
    "throttle",
    "transactions",
    "rich_text",
    "footnotes",
    "translated",
    "logs",
    "site",
    "findings",
    "file_contents/kinds",
    "file_contents/archives",
    "file_contents/picture_sizes",
    "file_contents/picture_child",
    "file_contents/picture_making",
    "file_contents/pdf_child",
    "file_contents/pdf_text",
    "file_contents/child_processes",
    "file_contents/limited_start",
    "form_key",
    *(f"words/{path.stem}" for path in sorted((ROOT / "commission/words").glob("[a-z]*.py"))),
    *(f"searching/{path.stem}" for path in sorted((ROOT / "commission/searching").glob("[a-z]*.py"))),
]
OWN = {"commission", "press", "appeals", "tests"}
MADE_FOR_THE_DEMO = {"commission/embedded_postgres.py", "commission/demo.py"}
REGISTRY = re.compile(
    r"--(extra-)?index-url|--trusted-host|--find-links|pypi\.(org|python)|pythonhosted\.org|registry\.npmjs|"
    r"(?i:artifactory|nexus|devpi)"
)


def tracked():
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True)
    return [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]


def modules(folder):
    return sorted((ROOT / folder).rglob("*.py"))


def imported(path):
    """Every module that a file imports, wherever in the file; `from a import b` is both `a` and `a.b`."""
    package = path.relative_to(ROOT).parent.parts
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else ()
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield base
            yield from (f"{base}.{alias.name}" for alias in node.names)


def lies_in(module, packages):
    return any(module == package or module.startswith(f"{package}.") for package in packages)


def offences(paths, forbidden):
    return [
        f"{path.relative_to(ROOT)}: {module}"
        for path in paths
        for module in imported(path)
        if lies_in(module, forbidden)
    ]


@pytest.mark.parametrize("room", ROOMS)
def test_layers_a_room_imports_neither_another_room_nor_the_roof(room):
    others = [other for other in ROOMS if other != room]
    assert modules(room)
    assert offences(modules(room), [*others, *ROOF]) == []


@pytest.mark.parametrize("name", FLOOR)
def test_layers_the_floor_imports_no_room_and_no_roof(name):
    assert offences([ROOT / "commission" / f"{name}.py"], [*ROOMS, *ROOF]) == []


def test_layers_an_import_inside_a_function_and_a_relative_one_are_seen(tmp_path, monkeypatch):
    monkeypatch.setattr(f"{__name__}.ROOT", tmp_path)
    (tmp_path / "press").mkdir()
    path = tmp_path / "press" / "x.py"
    path.write_text("def f():\n    from appeals import verbs\n\nfrom . import views\nfrom .html import plain_text\n")
    assert set(imported(path)) == {
        "appeals",
        "appeals.verbs",
        "press",
        "press.views",
        "press.html",
        "press.html.plain_text",
    }


def plain(name):
    """A distribution's name as PEP 503 compares it, without extras and version."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", name)[0]).lower()


def declared():
    """The distributions that pyproject.toml names: of the portal, of the demo, of the tests."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    optional = project["optional-dependencies"]
    return tuple(
        {plain(line) for line in lines} for lines in (project["dependencies"], optional["demo"], optional["test"])
    )


def test_every_third_party_import_is_declared_for_where_it_stands():
    runtime, demo, test = declared()
    distributions = packages_distributions()
    # Playwright itself comes with the plug-in for pytest
    test = test | ({"playwright"} if "pytest-playwright" in test else set())
    missing = set()
    for name in tracked():
        if not name.endswith(".py"):
            continue
        allowed = (
            runtime | (demo if name in MADE_FOR_THE_DEMO else set()) | (test if name.startswith("tests/") else set())
        )
        for module in imported(ROOT / name):
            top = module.partition(".")[0]
            if top in OWN or top in sys.stdlib_module_names:
                continue
            if not {plain(distribution) for distribution in distributions.get(top, [top])} & allowed:
                missing.add(f"{name}: {top}")
    assert missing == set()


def test_no_tracked_file_names_a_package_registry():
    here = str(Path(__file__).resolve().relative_to(ROOT))
    found = [
        f"{name}:{number}: {line.strip()[:120]}"
        for name in tracked()
        if name != here
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if REGISTRY.search(line)
    ]
    assert found == []
