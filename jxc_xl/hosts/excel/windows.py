"""Windows itself: the registry, shortcuts, starting programs. Thin, for it runs nowhere else."""

import sys

if sys.platform == "win32":
    import subprocess
    import winreg
    from collections.abc import Sequence
    from contextlib import suppress
    from ctypes import byref, c_ulong, windll
    from pathlib import Path

    from jxc_xl.hosts.excel.system import Value

    _ROOTS = {
        "HKCU": winreg.HKEY_CURRENT_USER,
        "HKLM": winreg.HKEY_LOCAL_MACHINE,
        "HKCR": winreg.HKEY_CLASSES_ROOT,
    }
    _READ = winreg.KEY_READ | winreg.KEY_WOW64_64KEY
    _SETTINGS_CHANGED, _EVERYBODY, _IF_HUNG, _MILLISECONDS = 0x1A, 0xFFFF, 2, 1000

    def _split(key: str) -> tuple[int, str]:
        root, _, rest = key.partition("\\")
        return _ROOTS[root], rest

    class Windows:
        """The System of this computer."""

        def read(self, key: str, name: str = "") -> Value | None:
            """A value of the registry."""
            root, rest = _split(key)
            try:
                with winreg.OpenKey(root, rest, 0, _READ) as opened:
                    value = winreg.QueryValueEx(opened, name)[0]
            except OSError:
                return None
            return value if isinstance(value, str | int) else None

        def write(self, key: str, name: str, value: Value) -> None:
            """Set a value."""
            root, rest = _split(key)
            kind = winreg.REG_SZ if isinstance(value, str) else winreg.REG_DWORD
            with winreg.CreateKey(root, rest) as opened:
                winreg.SetValueEx(opened, name, 0, kind, value)

        def keys(self, key: str) -> list[str]:
            """The keys below a key."""
            root, rest = _split(key)
            try:
                with winreg.OpenKey(root, rest, 0, _READ) as opened:
                    count = winreg.QueryInfoKey(opened)[0]
                    return [winreg.EnumKey(opened, number) for number in range(count)]
            except OSError:
                return []

        def forget(self, key: str, name: str = "") -> None:
            """Remove a value or a key."""
            root, rest = _split(key)
            with suppress(OSError):
                if not name:
                    winreg.DeleteKey(root, rest)
                    return
                with winreg.OpenKey(root, rest, 0, winreg.KEY_SET_VALUE) as opened:
                    winreg.DeleteValue(opened, name)

        def announce(self) -> None:
            """Tell running programs."""
            windll.user32.SendMessageTimeoutW(
                _EVERYBODY, _SETTINGS_CHANGED, 0, "Environment", _IF_HUNG, _MILLISECONDS,
                byref(c_ulong()),
            )  # fmt: skip

        def desktop(self) -> Path:
            """The desktop, wherever OneDrive has moved it."""
            from win32com.shell import shell, shellcon

            return Path(shell.SHGetFolderPath(0, shellcon.CSIDL_DESKTOPDIRECTORY, None, 0))

        def shortcut(self, place: Path, target: Path, words: str, note: str) -> None:
            """Write a shortcut."""
            import pythoncom
            from win32com.shell import shell

            link = pythoncom.CoCreateInstance(
                shell.CLSID_ShellLink, None, pythoncom.CLSCTX_INPROC_SERVER, shell.IID_IShellLink
            )
            link.SetPath(str(target))
            link.SetArguments(words)
            link.SetDescription(note)
            link.QueryInterface(pythoncom.IID_IPersistFile).Save(str(place), 0)

        def start(self, words: Sequence[str], *, hidden: bool = False) -> None:
            """Start a program on its own."""
            flags = subprocess.CREATE_NO_WINDOW if hidden else subprocess.DETACHED_PROCESS
            subprocess.Popen(
                list(words),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                creationflags=flags | subprocess.CREATE_NEW_PROCESS_GROUP,
                close_fds=True,
            )
