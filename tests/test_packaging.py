"""What a person gets who installs the wheel, and what the sources must not name."""

import os
import re
import subprocess
import sys
import tomllib
from itertools import chain
from pathlib import Path

import pytest

from jxc_xl import resources

ROOT = Path(__file__).resolve().parent.parent

pytestmark = pytest.mark.xdist_group("packaging")  # so that the wheel is built once


def run(*arguments: str | Path, cwd: Path = ROOT, **environment: str) -> str:
    """Run a command to its end and return what it printed; a failure shows all of it."""
    done = subprocess.run(
        [str(argument) for argument in arguments],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def pip(*arguments: str | Path) -> None:
    """Run pip without a network."""
    run(
        sys.executable,
        "-m",
        "pip",
        "--disable-pip-version-check",
        "-q",
        *arguments,
        "--no-deps",
        "--no-index",
    )


def tracked_files() -> list[Path]:
    """Return every file that git keeps."""
    names = run("git", "ls-files", "-z").split("\0")
    return [ROOT / name for name in names if name and (ROOT / name).is_file()]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the wheel and install it into an empty folder, as site-packages is."""
    made = tmp_path_factory.mktemp("wheel")
    pip("wheel", "--no-build-isolation", "--no-cache-dir", "-w", made, ROOT)
    (wheel,) = made.glob("jxc_xl-*.whl")
    target = tmp_path_factory.mktemp("site")
    pip("install", "--target", target, wheel)
    return target


def test_nothing_but_the_package_lands_in_site_packages(site: Path) -> None:
    """No `tests`, `udfs` or `workbooks` that could shadow somebody else's module."""
    names = {path.name for path in site.iterdir()}
    assert {name for name in names if not name.endswith(".dist-info")} == {"jxc_xl", "bin"}
    assert [path.name for path in (site / "bin").iterdir()] == ["jxc"]


def test_the_translations_travel_compiled(site: Path) -> None:
    """An installed program speaks Chinese; the texts for translators stay in the sources."""
    files = {path.suffix for path in (site / "jxc_xl/locale").rglob("*") if path.is_file()}
    assert files == {".mo"}


@pytest.mark.parametrize("folder", ["workbooks", "udfs"])
def test_an_installed_program_finds_its_folders(site: Path, folder: str) -> None:
    """The folders lie inside the package, whole, and the program finds them from anywhere."""
    found = run(
        sys.executable,
        "-c",
        f"from jxc_xl import resources; print(resources.{folder}())",
        cwd=site.parent,
        PYTHONPATH=str(site),
    )
    packed = site / "jxc_xl" / f"_{folder}"
    assert Path(found.strip()) == packed.resolve()
    kept = {
        path.relative_to(ROOT / folder)
        for path in tracked_files()
        if path.is_relative_to(ROOT / folder)
    }
    assert kept
    assert kept <= {path.relative_to(packed) for path in packed.rglob("*")}


def test_an_installed_program_makes_the_same_extension(site: Path, tmp_path: Path) -> None:
    """What ``jxc setup`` installs from a wheel is what a checkout makes, byte for byte."""
    words = [sys.executable, "-m", "jxc_xl.extension.build"]
    run(*words, tmp_path / "checkout.oxt", cwd=ROOT)
    run(*words, tmp_path / "wheel.oxt", cwd=site.parent, PYTHONPATH=str(site))
    assert (tmp_path / "wheel.oxt").read_bytes() == (tmp_path / "checkout.oxt").read_bytes()


def test_a_checkout_finds_its_folders() -> None:
    """In a checkout the folders lie beside the package, so that an edit counts at once."""
    assert resources.workbooks() == ROOT / "workbooks"
    assert resources.udfs() == ROOT / "udfs"


def test_every_dependency_is_pinned() -> None:
    """Whatever pyproject asks for stands in constraints.txt, at one version and without a host."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted = [
        *project["build-system"]["requires"],
        *project["project"]["dependencies"],
        *chain.from_iterable(project["project"]["optional-dependencies"].values()),
    ]
    pins = [
        line.partition(";")[0].strip()
        for line in (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
        if not line.startswith("#")
    ]
    assert all(pin.count("==") == 1 and "/" not in pin for pin in pins)
    names = {pin.partition("==")[0].lower().replace("_", "-") for pin in pins}
    assert {re.split(r"[<>=]", name)[0].lower().replace("_", "-") for name in wanted} <= names


def test_no_file_names_a_registry() -> None:
    """Where packages come from is the business of the machine that installs them."""
    hosts = [
        "pypi" + ".org",
        "files.python" + "hosted.org",
        "registry.npm" + "js",
        "deb.debian" + ".org",
    ]
    naming = [
        (path.relative_to(ROOT), host)
        for path in tracked_files()
        for host in hosts
        if host.encode() in path.read_bytes()
    ]
    assert not naming
