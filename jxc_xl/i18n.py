"""Text for people, in Chinese or in English.

Message ids are English; the ``zh_CN`` catalogue is complete, and ``zh`` is the language in force
until somebody says otherwise. Text is rendered when it is asked for, never when a module is loaded:
a constant is marked with ``N_`` and passed to ``gettext`` where it is shown. Placeholders are named
and filled after translation: ``_("Row {row} is empty.").format(row=7)``.
"""

from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Literal, get_args

if TYPE_CHECKING:
    from gettext import NullTranslations

Language = Literal["zh", "en"]

_CATALOGUE = Path(__file__).parent / "locale" / "zh_CN" / "LC_MESSAGES" / "jxc_xl.mo"
_language: Language = "zh"


def set_language(language: Language) -> None:
    """Let every text from now on be Chinese (``zh``) or English (``en``), in the whole process."""
    global _language
    if language not in get_args(Language):
        raise ValueError(f"no such language: {language!r}")
    _language = language


def language() -> Language:
    """Return the language in force."""
    return _language


def gettext(message: str) -> str:
    """Return ``message`` in the language in force; modules import it as ``_``."""
    return translate(message, _language)


def translate(message: str, language: Language) -> str:
    """Return ``message`` in a language, whichever is in force: for what holds both at once."""
    if language == "en" or not message:
        return message
    return _chinese().gettext(message)


def ngettext(singular: str, plural: str, n: int) -> str:
    """Return the form for ``n`` things in the language in force."""
    if _language == "en":
        return singular if n == 1 else plural
    return _chinese().ngettext(singular, plural, n)


def N_(message: str) -> str:  # noqa: N802 - the name every gettext tool knows
    """Mark ``message`` for the catalogue and return it as it is: for constants."""
    return message


@cache
def _chinese() -> "NullTranslations":
    """Open the Chinese catalogue at its first use, so that English never waits for it.

    A checkout whose catalogue is not compiled yet speaks English rather than not at all.
    """
    from gettext import GNUTranslations, NullTranslations

    try:
        with _CATALOGUE.open("rb") as compiled:
            return GNUTranslations(compiled)
    except FileNotFoundError:
        return NullTranslations()
