"""How LibreOffice learns of a file in the extension, and what that file has to say there."""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Final, get_args
from xml.etree.ElementTree import Element, SubElement

from jxc_xl.extension.configuration import document
from jxc_xl.i18n import Language, translate

FOLDER: Final = Path(__file__).parent / "components"
"""The sources of what runs inside LibreOffice."""

_SPACE: Final = "http://openoffice.org/2010/uno-components"


def registration(entry: str, implementations: Mapping[str, Sequence[str]]) -> bytes:
    """Say which services each class of a Python file stands for, by its name."""
    root = Element("components", {"xmlns": _SPACE})
    loaded = {"loader": "com.sun.star.loader.Python", "uri": f"components/{entry}"}
    file = SubElement(root, "component", loaded)
    for name, services in implementations.items():
        made = SubElement(file, "implementation", {"name": name})
        for service in services:
            SubElement(made, "service", {"name": service})
    return document(root)


def words(messages: Mapping[str, str] | Iterable[str]) -> bytes:
    """Sentences in every language, by key or by themselves: there is no gettext there."""
    by_key = messages if isinstance(messages, Mapping) else {text: text for text in messages}
    said = {
        language: {key: translate(text, language) for key, text in by_key.items()}
        for language in get_args(Language)
    }
    return json.dumps(said, ensure_ascii=False, indent=1).encode()
