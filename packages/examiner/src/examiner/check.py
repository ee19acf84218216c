"""`examiner check`: what git's index holds is what a build makes of it.

The index is exported into a scratch folder and built there, with the packages of the
index, so that neither a file that was never added nor a stale one goes unseen.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from examiner.build import DESK, PACKAGE, RELEASE, CourseError
from examiner.canonical import faults
from examiner.terminal import say

# The desk's own files, such as the welcome page, are written by hand; its folders are built.
DERIVED = (f"{RELEASE}/**/*", f"{DESK}/*/**/*", f"{PACKAGE}/cases.json")


def export_index(root, into):
    """Write the files of git's index into a folder; raises CourseError outside of a checkout."""
    done = subprocess.run(["git", "checkout-index", "--all", f"--prefix={into}/"],
                          cwd=root, capture_output=True, text=True)
    if done.returncode:
        raise CourseError(say(
            f"{root} n'est pas un dépôt git lisible : {done.stderr.strip()}",
            f"{root} is not a readable git checkout: {done.stderr.strip()}"))


def derived(folder):
    """Return {path: content} of the derived files in a folder."""
    return {path.relative_to(folder).as_posix(): path.read_bytes()
            for pattern in DERIVED for path in folder.glob(pattern) if path.is_file()}


def build_in(folder):
    """Build a copy of the course with its own packages; raises CourseError."""
    packages = os.pathsep.join(str(folder / "packages" / name / "src") for name in ("examiner", "neuronlab"))
    made = subprocess.run([sys.executable, "-P", "-m", "examiner", "build"], cwd=folder,
                          env=dict(os.environ, PYTHONPATH=packages), capture_output=True, text=True)
    if made.returncode:
        raise CourseError(say("Ce que contient git ne se construit pas :\n", "What git holds cannot be built:\n")
                          + "\n".join(made.stderr.strip().splitlines()[-5:]))


def check(root):
    """Return the differences, one sentence each, and the number of files that were compared.

    Raises CourseError if the index cannot be exported or built.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name).resolve()
        export_index(root, folder)
        notebooks = {path.relative_to(folder).as_posix(): faults(path.read_text("utf-8"))
                     for path in folder.rglob("*.ipynb")}
        held = derived(folder)
        for path in held:
            (folder / path).unlink()
        build_in(folder)
        made = derived(folder)
    found = [f"{path}: {fault}" for path, each in sorted(notebooks.items()) for fault in each]
    for path in sorted(held | made):
        if path not in made:
            found.append(say(f"{path} : aucune source ne le produit ; git rm {path}",
                             f"{path}: nothing in source/ makes it; git rm {path}"))
        elif path not in held:
            found.append(say(f"{path} : produit par make build, absent de git ; git add {path}",
                             f"{path}: made by make build, missing in git; git add {path}"))
        elif held[path] != made[path]:
            found.append(say(f"{path} : différent de ce que produit make build ; make build, puis git add {path}",
                             f"{path}: differs from what make build makes; make build, then git add {path}"))
    return found, len(held | made | notebooks)


def main(argv):
    """Check the checkout in the current folder; return 1 if anything differs."""
    argparse.ArgumentParser(prog="examiner check", description=__doc__.splitlines()[0]).parse_args(argv)
    try:
        found, count = check(Path.cwd())
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    print("\n".join(found + [say(f"{count} fichiers comparés, {len(found)} écarts.",
                                 f"{count} files compared, {len(found)} differences.")]))
    return bool(found)
