"""Trusted Locations: folders whose workbooks may run their macros without a question."""

from collections.abc import Iterator
from pathlib import PurePath, PureWindowsPath

from jxc_xl.hosts.excel.system import System

_OFFICE = r"HKCU\Software\Microsoft\Office"
_LOCATIONS = _OFFICE + r"\{version}\Excel\Security\Trusted Locations"
_POLICY = r"HKCU\Software\Policies\Microsoft\Office\{version}\Excel\Security"
_SETTING = _OFFICE + r"\{version}\Excel\Security"
_VERSIONS = ("14.0", "15.0", "16.0")
_OURS = "jxc"
_FORBIDDEN = 4
"""VBAWarnings: no macros, and no question either."""


def trust(system: System, folder: PurePath) -> bool:
    """Trust a folder, without its subfolders; False if it was trusted already."""
    added = False
    for version in _versions(system):
        locations = _LOCATIONS.format(version=version)
        if any(_same(system.read(key, "Path"), folder) for key in _below(system, locations)):
            continue
        key = locations + "\\" + _free(system.keys(locations))
        system.write(key, "Path", f"{folder}\\")
        system.write(key, "Description", _OURS)
        system.write(key, "AllowSubfolders", 0)
        added = True
    return added


def is_trusted(system: System, folder: PurePath) -> bool:
    """Tell whether every Excel of the user trusts the folder itself."""
    return all(
        any(
            _same(system.read(key, "Path"), folder)
            for key in _below(system, _LOCATIONS.format(version=version))
        )
        for version in _versions(system)
    )


def distrust(system: System) -> int:
    """Take back every trust that this program has given; how many there were."""
    ours = [
        key
        for version in _versions(system)
        for key in _below(system, _LOCATIONS.format(version=version))
        if system.read(key, "Description") == _OURS
    ]
    for key in ours:
        system.forget(key)
    return len(ours)


def macros_are_forbidden(system: System) -> bool:
    """Tell whether the user, or the company, lets no macro run outside trusted folders."""
    return any(
        system.read(key.format(version=version), "VBAWarnings") == _FORBIDDEN
        for version in _versions(system)
        for key in (_POLICY, _SETTING)
    )


def _versions(system: System) -> list[str]:
    found = [version for version in system.keys(_OFFICE) if version in _VERSIONS]
    return [version for version in found if "Excel" in system.keys(f"{_OFFICE}\\{version}")] or [
        _VERSIONS[-1]
    ]


def _below(system: System, locations: str) -> Iterator[str]:
    yield from (f"{locations}\\{name}" for name in system.keys(locations))


def _free(taken: list[str]) -> str:
    names = {name.lower() for name in taken}
    number = 0
    while f"location{number}" in names:
        number += 1
    return f"Location{number}"


def _same(said: object, folder: PurePath) -> bool:
    return isinstance(said, str) and PureWindowsPath(said) == PureWindowsPath(str(folder))
