"""What the instructor reads in a terminal, in French or in English."""

import os


def say(french, english):
    """Return the sentence of the terminal's language: French where the locale says so."""
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if value := os.environ.get(name):
            return french if value.lower().startswith("fr") else english
    return english
