"""The Chinese catalogue says everything the source says, and nothing else."""

import string
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from jxc_xl import i18n

ROOT = Path(__file__).resolve().parent.parent
SOURCES = ("jxc_xl", "udfs", "workbooks")
CATALOGUE = ROOT / "jxc_xl/locale/zh_CN/LC_MESSAGES/jxc_xl.po"


def forms(text: str | list[str] | tuple[str, ...] | None) -> tuple[str, ...]:
    """Return the singular and plural forms of a text, or the one form it has."""
    return (text,) if isinstance(text, str) else tuple(text or ())


def texts_of_source() -> dict[tuple[str, ...], str]:
    """Return every text marked in the source, with the file it stands in."""
    found = {}
    for folder in SOURCES:
        for file, _, text, _, _ in extract_from_dir(ROOT / folder):
            found[forms(text)] = f"{folder}/{file}"
    return found


def translated(message: Message) -> bool:
    """Tell whether each form has a translation."""
    return bool(message.string) and all(forms(message.string))


def placeholders(text: str) -> set[str]:
    """Return the names that ``str.format`` fills in."""
    return {name for _, name, _, _ in string.Formatter().parse(text) if name is not None}


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    """Read the catalogue as it is kept."""
    with CATALOGUE.open("rb") as text:
        return read_po(text, locale="zh_CN")


@pytest.fixture(scope="module")
def messages(catalogue: Catalog) -> dict[tuple[str, ...], Message]:
    """Return what the catalogue holds, without its header."""
    return {forms(message.id): message for message in catalogue if message.id}


def test_every_text_of_the_source_is_in_the_catalogue(
    messages: dict[tuple[str, ...], Message],
) -> None:
    """A text that is not in the catalogue would stand in English before a Chinese clerk."""
    missing = {text: file for text, file in texts_of_source().items() if text not in messages}
    assert not missing, "run `make translations` and translate what is new"


def test_the_catalogue_holds_nothing_that_is_gone(
    catalogue: Catalog, messages: dict[tuple[str, ...], Message]
) -> None:
    """A text nobody shows any more is dead weight for the translator."""
    assert not set(messages) - set(texts_of_source()), "run `make translations`"
    assert not catalogue.obsolete


def test_every_text_is_translated(messages: dict[tuple[str, ...], Message]) -> None:
    """Nothing is empty and nothing is a guess that a person has yet to confirm."""
    assert not [text for text, message in messages.items() if not translated(message)]
    assert not [text for text, message in messages.items() if message.fuzzy]


def test_translations_keep_the_placeholders(messages: dict[tuple[str, ...], Message]) -> None:
    """A translation fills in what the source fills in: no figure is lost, none is asked for twice.

    A singular may leave the number out, so the Chinese form is held against the last English one.
    """
    differing = {
        text: translation
        for text, message in messages.items()
        for translation in forms(message.string)
        if placeholders(translation) != placeholders(text[-1])
    }
    assert not differing


def test_the_language_in_force_decides_when_a_text_is_shown(
    messages: dict[tuple[str, ...], Message],
) -> None:
    """The same call gives Chinese or English, by what was set last; Chinese unless told."""
    text, message = next(item for item in messages.items() if len(item[0]) == 1)
    assert i18n.language() == "zh"
    assert i18n.gettext(text[0]) == message.string
    i18n.set_language("en")
    assert i18n.gettext(text[0]) == text[0]


def test_english_counts_things() -> None:
    """One thing takes the singular, none or several the plural, without any catalogue."""
    i18n.set_language("en")
    assert [i18n.ngettext("one row", "{n} rows", n) for n in (0, 1, 2)] == [
        "{n} rows",
        "one row",
        "{n} rows",
    ]


def test_a_language_nobody_translated_is_refused() -> None:
    """A wrong language is a programming error and says so at once."""
    with pytest.raises(ValueError, match="fr"):
        i18n.set_language("fr")  # type: ignore[arg-type]
