"""What a build adds to the Python files: compiled translations and the two folders of sources.

``python hatch_build.py`` compiles the translations alone.
"""

import os
from pathlib import Path
from typing import Any

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
FOLDERS = ("workbooks", "udfs")


class PackageDataHook(BuildHookInterface):  # type: ignore[type-arg]
    """Put what ``jxc_xl.resources`` and ``jxc_xl.i18n`` look for where they look for it."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile the catalogues; a wheel also takes the folders along, inside the package."""
        compile_catalogues(Path(self.root))
        if version == "standard":
            for folder in FOLDERS:
                source = str(Path(self.root) / folder)
                build_data["force_include"][source] = f"jxc_xl/_{folder}"


def compile_catalogues(root: Path = ROOT) -> None:
    """Write the ``.mo`` beside each ``.po``, in one step, so that no reader sees half a file."""
    for source in sorted(root.glob("jxc_xl/locale/*/LC_MESSAGES/*.po")):
        with source.open("rb") as text:
            catalogue = read_po(text)
        unfinished = source.with_suffix(f".{os.getpid()}.tmp")
        with unfinished.open("wb") as compiled:
            write_mo(compiled, catalogue)
        unfinished.replace(source.with_suffix(".mo"))


if __name__ == "__main__":
    compile_catalogues()
