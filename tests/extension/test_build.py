"""The extension's file: whole, the same each time, and true to the declaration of the buttons."""

import json
import struct
import zipfile
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest

from jxc_xl import __version__
from jxc_xl.buttons import BUTTONS, Button
from jxc_xl.extension.build import IDENTIFIER, all_parts, build
from jxc_xl.extension.drawing import png
from jxc_xl.extension.icons import ICONS
from jxc_xl.i18n import translate

_OOR = "{http://openoffice.org/2001/registry}"
_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
_PLACES = ("OfficeToolBar", "OfficeMenuBar", "OfficeNotebookBar")

each = pytest.mark.parametrize("button", BUTTONS, ids=lambda button: button.id)


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Iterator[zipfile.ZipFile]:
    """A built extension."""
    with zipfile.ZipFile(build(tmp_path_factory.mktemp("oxt") / "jxc.oxt")) as opened:
        yield opened


def test_the_same_source_gives_the_same_bytes(tmp_path: Path) -> None:
    """Two builds can be compared; another Python changes the file that names it and no other."""
    one, two, other = (tmp_path / name for name in ("1.oxt", "2.oxt", "3.oxt"))
    build(one, python="/venv/bin/python")
    build(two, python="/venv/bin/python")
    build(other, python="/elsewhere/python")
    assert one.read_bytes() == two.read_bytes()
    with zipfile.ZipFile(one) as here, zipfile.ZipFile(other) as there:
        assert here.namelist() == there.namelist()
        differing = [name for name in here.namelist() if here.read(name) != there.read(name)]
        assert differing == ["worker.json"]
        assert json.loads(here.read("worker.json")) == {"python": "/venv/bin/python"}


def test_every_part_is_well_formed(package: zipfile.ZipFile) -> None:
    """XML can be parsed, Python compiled, and each path stands once."""
    names = package.namelist()
    assert package.testzip() is None
    assert len(set(names)) == len(names)
    for name in names:
        content = package.read(name)
        if name.endswith((".xml", ".xcu", ".components")):
            ElementTree.fromstring(content)
        elif name.endswith(".py"):
            compile(content, name, "exec")
        elif name.endswith(".json"):
            json.loads(content)


def test_the_manifest_names_what_is_there(package: zipfile.ZipFile) -> None:
    """Everything that LibreOffice registers lies in the file, and every .xcu is registered."""
    space = "{http://openoffice.org/2001/manifest}"
    manifest = ElementTree.fromstring(package.read("META-INF/manifest.xml"))
    named = {str(entry.get(f"{space}full-path")) for entry in manifest}
    assert named <= set(package.namelist())
    assert {name for name in package.namelist() if name.endswith((".xcu", ".components"))} <= named


def test_the_version_is_the_programs(package: zipfile.ZipFile) -> None:
    """jxc doctor compares the two."""
    description = package.read("description.xml").decode()
    assert f'<version value="{__version__}"' in description
    assert f'<identifier value="{IDENTIFIER}"' in description


def _entries(package: zipfile.ZipFile, place: str) -> dict[str, ElementTree.Element]:
    """The entries of a toolbar, menu or tab by the URL that they dispatch."""
    root = ElementTree.fromstring(package.read("Addons.xcu"))
    (part,) = (node for node in root.iter("node") if node.get(f"{_OOR}name") == place)
    found = {}
    for node in part.iter("node"):
        url = _value(node, "URL")
        if url and not url.startswith("private:"):
            found[url] = node
    return found


def _value(node: ElementTree.Element, name: str, language: str | None = None) -> str | None:
    for prop in node.findall("prop"):
        if prop.get(f"{_OOR}name") == name:
            values = {value.get(_LANG): value.text for value in prop}
            return values.get(language)
    return None


@each
@pytest.mark.parametrize("place", _PLACES)
def test_every_button_stands_everywhere_in_both_languages(
    package: zipfile.ZipFile, place: str, button: Button
) -> None:
    """Toolbar, menu and tab have each declared button with its words, and no others."""
    entries = _entries(package, place)
    assert set(entries) == {f"vnd.jxc:{declared.id}" for declared in BUTTONS}
    entry = entries[f"vnd.jxc:{button.id}"]
    assert _value(entry, "Title", "zh-CN") == translate(button.label, "zh")
    assert _value(entry, "Title", "en-US") == button.label
    assert _value(entry, "ControlType") is None  # with one, each click was dispatched twice


@each
def test_every_button_has_a_legible_icon(package: zipfile.ZipFile, button: Button) -> None:
    """Both sizes are pictures of that size, partly transparent and of more than one colour."""
    for size in (16, 26):
        width, height, pixels = _decoded(package.read(f"icons/{button.id}_{size}.png"))
        assert (width, height) == (size, size)
        opaque = {pixel[:3] for pixel in pixels if pixel[3] == 255}
        assert len(opaque) > 1
        assert any(pixel[3] == 0 for pixel in pixels)


def test_icons_differ_from_each_other() -> None:
    """No two buttons look the same."""
    assert set(ICONS) == {button.id for button in BUTTONS}
    assert len({png(drawing, 16) for drawing in ICONS.values()}) == len(ICONS)


def test_shapes_are_drawn_where_they_say() -> None:
    """Boxes, discs, lines and areas fill their middle and leave the corner free."""
    for shape in ("box 6 6 20 20", "disc 13 13 8", "line 4 6 13 20 13", "area 4 22 22 22 13 4"):
        _width, _height, pixels = _decoded(png(f"#C00000 {shape}", 26))
        assert pixels[13 * 26 + 13] == (0xC0, 0, 0, 255)
        assert pixels[0] == (0, 0, 0, 0)


def test_shortcuts_lead_to_their_buttons(package: zipfile.ZipFile) -> None:
    """Ctrl+Alt and the declared key dispatch the button."""
    text = package.read("Accelerators.xcu").decode()
    for button in BUTTONS:
        key = f'oor:name="{button.shortcut}_MOD1_MOD2"'
        assert (button.shortcut != "" and key in text) == (f"vnd.jxc:{button.id}<" in text)


def test_sentences_are_there_in_both_languages(package: zipfile.ZipFile) -> None:
    """What is said inside LibreOffice, where there is no gettext, is translated."""
    words = json.loads(package.read("words.json"))
    assert set(words["zh"]) == set(words["en"])
    assert all(words["zh"][key] != words["en"][key] for key in words["zh"])


def test_what_runs_in_libreoffice_is_plain(package: zipfile.ZipFile) -> None:
    """Nothing of this program's own environment is imported there."""
    for name in package.namelist():
        if name.endswith(".py"):
            lines = package.read(name).decode().splitlines()
            imports = [line for line in lines if line.startswith(("import ", "from "))]
            assert not [line for line in imports if "jxc_xl" in line or "xlwings" in line], name


def test_parts_come_from_modules() -> None:
    """Toolbar, components and what others bring are merged."""
    paths = {part.path for part in all_parts()}
    assert {"Addons.xcu", "CalcWindowState.xcu", "ProtocolHandler.xcu", "Jobs.xcu"} <= paths


def _decoded(content: bytes) -> tuple[int, int, list[tuple[int, ...]]]:
    """Width, height and pixels of a PNG without filters."""
    width, height = struct.unpack(">II", content[16:24])
    start = content.index(b"IDAT")
    (length,) = struct.unpack(">I", content[start - 4 : start])
    raw = zlib.decompress(content[start + 4 : start + 4 + length])
    line = 1 + 4 * width
    pixels = [
        tuple(raw[row * line + 1 + 4 * column : row * line + 5 + 4 * column])
        for row in range(height)
        for column in range(width)
    ]
    return width, height, pixels
