"""The language of messages and figures: declared once, followed everywhere."""

import re
import textwrap
import tomllib
from functools import cache
from importlib.resources import files

LANGUAGES = ("fr", "en")
_language = "en"


def set_language(language):
    """Say in which language the package speaks from now on.

    Parameters
    ----------
    language : {"fr", "en"}

    Raises
    ------
    ValueError
        If there is no catalogue for that language.
    """
    global _language
    if language not in LANGUAGES:
        raise ValueError(f"language must be one of {', '.join(LANGUAGES)}, not {language!r}")
    _language = language


def get_language():
    """Return the current language, ``"fr"`` or ``"en"``."""
    return _language


@cache
def catalogue(language):
    """Return the messages of one language: a flat dict ``"table.key" -> template``."""
    text = files("neuronlab").joinpath("messages", f"{language}.toml").read_text(encoding="utf-8")
    return {
        f"{table}.{key}": template
        for table, messages in tomllib.loads(text).items()
        for key, template in messages.items()
    }


def message(key, **values):
    """Return the message ``key`` in the current language, its ``{names}`` filled in."""
    return catalogue(_language)[key].format(**values)


def wrapped(text, indent=""):
    """Fold every line of ``text`` at 80 columns: a notebook cuts long ones inside words."""
    # French puts a space before these signs; a line must not break there.
    text = re.sub(r" (?=[:;?!»])|(?<=«) ", "\N{NO-BREAK SPACE}", text)
    fold = {"width": 80, "initial_indent": indent, "subsequent_indent": indent}
    return [
        folded
        for line in text.splitlines()
        for folded in textwrap.wrap(line, break_long_words=False, break_on_hyphens=False, **fold)
    ]


def points(value):
    """Write a number of points as the language writes decimals: ``0,5`` or ``0.5``."""
    text = f"{value:g}"
    return text.replace(".", ",") if _language == "fr" else text
