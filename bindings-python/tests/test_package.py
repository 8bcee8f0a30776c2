"""The package as a whole: versions, names, documentation, examples."""

from __future__ import annotations

import contextlib
import doctest
import importlib
import importlib.metadata
import importlib.resources
import inspect
import re
import sqlite3
import subprocess
import sys
import tomllib
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from django.test import override_settings

import signkey

ROOT = Path(__file__).parents[2]
MODULES = [
    importlib.import_module(name)
    for name in (
        "signkey",
        *("signkey.asgi", "signkey.aws_lambda", "signkey.django", "signkey.fastapi"),
        *("signkey.flask", "signkey.wsgi"),
        *("signkey.errors", "signkey.httpx", "signkey.inngest", "signkey.requests"),
        *("signkey.redis", "signkey.replay", "signkey.testing"),
    )
]
modules = pytest.mark.parametrize("module", MODULES, ids=lambda module: module.__name__)


def test_all_versions_are_equal() -> None:
    workspace = tomllib.loads((ROOT / "Cargo.toml").read_text())["workspace"]["package"]
    crate = tomllib.loads((ROOT / "bindings-python/Cargo.toml").read_text())["package"]
    project = tomllib.loads((ROOT / "bindings-python/pyproject.toml").read_text())["project"]
    assert crate["version"] == {"workspace": True}
    assert "version" in project["dynamic"]
    assert signkey.__version__ == workspace["version"]
    assert importlib.metadata.version("signkey") == workspace["version"]


def test_the_oldest_python_is_that_of_the_stable_abi() -> None:
    project = tomllib.loads((ROOT / "bindings-python/pyproject.toml").read_text())["project"]
    crate = tomllib.loads((ROOT / "bindings-python/Cargo.toml").read_text())
    assert project["requires-python"] == ">=3.11"
    assert crate["dependencies"]["pyo3"]["features"] == ["abi3-py311"]


def test_the_package_is_typed_and_depends_on_nothing() -> None:
    assert importlib.resources.files("signkey").joinpath("py.typed").is_file()
    requirements = importlib.metadata.requires("signkey") or []
    assert all("extra ==" in requirement for requirement in requirements)


@modules
def test_everything_public_is_documented(module: ModuleType) -> None:
    assert module.__doc__
    for name in getattr(module, "__all__", vars(module)):
        member = getattr(module, name)
        if not inspect.isclass(member) and not inspect.isroutine(member):
            continue
        assert inspect.getdoc(member), name
        if inspect.isclass(member):
            for method, value in vars(member).items():
                if not method.startswith("_"):
                    assert inspect.getdoc(value) or not callable(value), f"{name}.{method}"


@modules
def test_the_examples_in_the_documentation_run(module: ModuleType) -> None:
    results = doctest.testmod(module, optionflags=doctest.IGNORE_EXCEPTION_DETAIL)
    assert results.failed == 0
    has_examples = ">>>" in (module.__doc__ or "")
    assert bool(results.attempted) == has_examples


def test_the_examples_in_the_readme_run(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in signkey.Config.VARIABLES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("INNGEST_SIGNING_KEY", "signkey-test-12345678")
    readme = (ROOT / "bindings-python/README.md").read_text()
    programs = re.findall(r"^```python\n(.*?)^```$", readme, re.M | re.S)
    printed = []
    with override_settings(MIDDLEWARE=["signkey.django.SigningMiddleware"]):
        for program in programs:
            exec(compile(program, "README.md", "exec"), {})  # noqa: S102 - the package's own README
            printed.append(capsys.readouterr().out.splitlines())
    assert [lines for lines in printed if lines] == [
        ["b2ed992186a5 raw"],
        ["refuse 401", "<signkey.Unverified unsigned_method>"],
        ["0.0"],
        ["masked", "malformed_signature header_foreign", "add_fallback"],
        ["401 missing_signature", "False"],
    ]
    assert len(printed) == 11


def test_the_store_in_the_readme_claims(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    guide = (ROOT / "docs/replay.md").read_text()
    (table,) = re.findall(r"^CREATE TABLE .* WITHOUT ROWID;$", guide, re.M)
    readme = (ROOT / "bindings-python/README.md").read_text()
    (program,) = re.findall(
        r"^```python\n([^`]*class SqliteReplayStore.*?)^```$", readme, re.M | re.S
    )
    names: dict[str, Any] = {}
    exec(compile(program, "README.md", "exec"), names)  # noqa: S102 - the package's own README
    monkeypatch.chdir(tmp_path)
    store = names["SqliteReplayStore"]()
    with pytest.raises(sqlite3.OperationalError):
        store.claim("00", 901)
    with contextlib.closing(sqlite3.connect("claims.db")) as connection:
        connection.execute(table)
    assert [store.claim(name, 901) for name in ("00", "01", "00")] == ["first", "first", "again"]
    names["local"].connection.close()


def test_no_framework_is_imported() -> None:
    program = (
        "import sys, signkey.asgi, signkey.aws_lambda, signkey.replay, signkey.wsgi;"
        "import signkey.testing;"
        "others = {'starlette', 'fastapi', 'django', 'flask', 'werkzeug', 'inngest', 'nacl'};"
        "others |= {'asgiref', 'asyncio', 'difflib', 'httpx', 'redis', 'requests'};"
        "print(*sorted(others & set(sys.modules)))"
    )
    done = subprocess.run(  # noqa: S603 - a fixed program
        [sys.executable, "-c", program], check=True, capture_output=True, text=True
    )
    assert done.stdout.strip() == ""
