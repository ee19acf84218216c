"""The instructors' command line: `examiner COMMAND`, one module a command.

A command is a module with `main(argv) -> int`; it is imported only when it is
called, because nbgrader alone takes two seconds to import.
"""

import argparse
import importlib

COMMANDS = {
    "build": ("examiner.build", "make release/ and notebooks/ from source/"),
    "check": ("examiner.check", "compare what git holds with a fresh build"),
    "pack": ("examiner.pack", "make the students' pack in dist/"),
    "drill": ("examiner.drill", "take a small simulated class through nbgrader"),
}


def main(argv=None):
    """Run one command and return its exit status; an unknown one prints the list (status 2)."""
    parser = argparse.ArgumentParser(
        prog="examiner", description=__doc__.splitlines()[0],
        formatter_class=argparse.RawDescriptionHelpFormatter,
        epilog="\n".join(f"  {name:8}{text}" for name, (_, text) in COMMANDS.items()))
    parser.add_argument("command", choices=COMMANDS)
    parser.add_argument("arguments", nargs=argparse.REMAINDER,
                        help="see `examiner COMMAND --help`")
    wanted = parser.parse_args(argv)
    module = importlib.import_module(COMMANDS[wanted.command][0])
    return module.main(wanted.arguments)
