"""What is built is what runs: the wheel, installed elsewhere, opens the reader on real content."""

import json
import os
import re
import subprocess
import sys
import tarfile
from pathlib import Path
from zipfile import ZipFile

import pytest

from paperterm import __version__

ROOT = Path(__file__).parents[2]
READER = Path(__file__).with_name("installed_reader.py")


def run(*command: str | Path, cwd: Path, **variables: str) -> str:
    """Run a program; what it says on stdout, or a failure with all that it said."""
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, **variables},
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the sdist of this checkout, and the wheel that was built from the sdist."""
    folder = tmp_path_factory.mktemp("built")
    run(sys.executable, "-m", "build", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (found,) = built.glob("*.whl")
    return found


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder into which the wheel was installed, and nothing else."""
    folder = tmp_path_factory.mktemp("installed")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check")
    run(*pip, "install", "--quiet", "--no-deps", "--target", folder, wheel, cwd=folder)
    return folder


def files_of_the_package() -> set[str]:
    """The names that the wheel should have: caches stay at home, and the styles move in."""
    names = {path.relative_to(ROOT) for path in (ROOT / "paperterm").rglob("*") if path.is_file()}
    package = {
        name.as_posix()
        for name in names
        if not any(part == "__pycache__" or part.startswith(".") for part in name.parts)
    }
    return package | {f"paperterm/{name}" for name in files_in("styles")}


def files_in(folder: str) -> set[str]:
    """The names of the files in a folder of the checkout, from its root."""
    paths = (path for path in (ROOT / folder).rglob("*") if path.is_file())
    return {path.relative_to(ROOT).as_posix() for path in paths}


def test_the_wheel_holds_the_package_its_styles_and_nothing_else(wheel: Path) -> None:
    with ZipFile(wheel) as archive:
        names = set(archive.namelist())
    about = {name for name in names if name.split("/")[0].endswith(".dist-info")}
    share = {name for name in names if name.split("/")[0].endswith(".data")}
    assert names - about - share == files_of_the_package()
    assert {name.partition(".data/data/")[2] for name in share} == files_in("share")
    assert "share/man/man1/paperterm.1" in files_in("share")
    assert "paperterm/py.typed" in names
    assert any(name.startswith("paperterm/styles/") and name.endswith(".tcss") for name in names)
    assert any(name.endswith("/licenses/LICENSE") for name in about)


def test_the_sdist_holds_what_the_tests_need(built: Path) -> None:
    (sdist,) = built.glob("*.tar.gz")
    with tarfile.open(sdist) as archive:
        names = {name.partition("/")[2] for name in archive.getnames()}
    sources = (ROOT / "paperterm", ROOT / "tests")
    wanted = {
        path.relative_to(ROOT).as_posix() for folder in sources for path in folder.rglob("*.py")
    }
    wanted |= {path.relative_to(ROOT).as_posix() for path in (ROOT / "styles").rglob("*.tcss")}
    assert wanted | {"pyproject.toml", "README.md", "LICENSE"} <= names
    assert not [name for name in names if re.search(r"_cache/|__pycache__/|\.pyc$", name)]


def test_the_installed_reader_opens_elsewhere(installed: Path, tmp_path: Path) -> None:
    titles = {"2602.00001": "Beyond [cls]: a first one", "2602.00002": "And a second one"}
    file = tmp_path / "papers.jsonl"
    file.write_text(
        "".join(
            json.dumps({"id": id_, "title": title, "announced": "2026-02-12"}) + "\n"
            for id_, title in titles.items()
        )
    )
    said = json.loads(
        run(
            *(sys.executable, READER, installed, file),
            cwd=tmp_path,
            PYTHONPATH=str(installed),
            PAPERTERM_HOME=str(tmp_path / "home"),
            PAPERTERM_ARXIV_URL="http://127.0.0.1:1",
        )
    )
    assert all(title in said["shown"] for title in titles.values())
    assert said["starred"] == ["2602.00001"]
    assert said["styles"]
    assert all(Path(sheet).is_relative_to(installed.resolve()) for sheet in said["styles"])
    (marks,) = (tmp_path / "home" / "data" / "marks").rglob("*.json")
    assert json.loads(marks.read_bytes())["marks"]["2602.00001"]["starred"]["value"] is True


def test_the_version(installed: Path, wheel: Path, tmp_path: Path) -> None:
    for command in ((sys.executable, "-m", "paperterm"), (installed / "bin" / "paperterm",)):
        said = run(*command, "--version", cwd=tmp_path, PYTHONPATH=str(installed))
        assert said == f"paperterm {__version__}\n"
    assert wheel.name.startswith(f"paperterm-{__version__}-")
