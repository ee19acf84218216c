"""`examiner build`: everything that is derived, made from `source/`.

A release is what `nbgrader generate_assignment` makes, in canonical form; the desk in
`notebooks/` is a copy of it. All is made in a scratch folder first, so that a failure
or a refusal leaves every file as it was.
"""

import argparse
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from examiner import cases
from examiner.canonical import canonical, sources
from examiner.terminal import say

SOURCE, RELEASE, DESK = "source", "release", "notebooks"
PACKAGE = "packages/neuronlab/src/neuronlab"


class CourseError(Exception):
    """A command cannot go on; the text is the sentence to show."""


def assignments(root):
    """Return the names of the assignments, the folders of `source/`; raises CourseError."""
    names = sorted(path.parent.name for path in root.glob(f"{SOURCE}/*/*.ipynb")
                   if path.stem == path.parent.name)
    if not names:
        raise CourseError(say(
            f"Aucun carnet {SOURCE}/NOM/NOM.ipynb dans {root} : lancez la commande à la racine du cours.",
            f"There is no notebook {SOURCE}/NAME/NAME.ipynb in {root}: run this at the root of the course."))
    return names


def make_release(root, name, into):
    """Make the release of one assignment in the folder `into`/`name`; raises CourseError."""
    # Not the settings of whoever builds: the release is the same for all.
    environment = dict(os.environ, JUPYTER_NO_CONFIG="1")
    # -P: a file of the root must not hide a module of Python.
    made = subprocess.run(
        [sys.executable, "-P", "-m", "nbgrader", "generate_assignment", name, "--no-db", "--force",
         f"--CourseDirectory.release_directory={into}"],
        cwd=root, env=environment, capture_output=True, text=True)
    if made.returncode:
        raise CourseError(say(
            f"nbgrader n'a pas pu préparer {name} :\n", f"nbgrader could not make {name}:\n")
            + "\n".join(made.stderr.strip().splitlines()[-5:]))
    for path in (into / name).rglob("*.ipynb"):
        path.write_text(canonical(path.read_text("utf-8")), "utf-8", newline="\n")


def committed(root, path):
    """Return the text of a file as git's index holds it, None if it does not."""
    shown = subprocess.run(["git", "show", f":./{path}"], cwd=root, capture_output=True)
    return shown.stdout.decode("utf-8") if shown.returncode == 0 else None


def holds_work(root, name, release):
    """Tell whether the desk's notebook has cells that no build put there."""
    desk = root / DESK / name / f"{name}.ipynb"
    if not desk.exists():
        return False
    before = root / RELEASE / name / f"{name}.ipynb"
    known = [release.read_text("utf-8"), committed(root, desk.relative_to(root).as_posix())]
    if before.exists():
        known.append(before.read_text("utf-8"))
    found = sources(desk.read_text("utf-8", errors="replace"))
    return found is None or found not in [sources(text) for text in known if text]


def replace(path, content):
    """Write bytes in one step and tell whether they are new: a reader never sees half a file."""
    if path.exists() and path.read_bytes() == content:
        return False
    path.parent.mkdir(parents=True, exist_ok=True)
    half = path.with_name(path.name + ".new")
    half.write_bytes(content)
    half.replace(path)
    return True


def build(root, force=False):
    """Make all that is derived; return the paths that changed and the number of all.

    Raises CourseError, before anything is written, if nbgrader fails or if a desk
    notebook holds someone's work and `force` is false.
    """
    names = assignments(root)
    with tempfile.TemporaryDirectory() as folder:
        scratch = Path(folder)
        for name in names:
            make_release(root, name, scratch / RELEASE)
        worked = [f"{DESK}/{name}/{name}.ipynb" for name in names
                  if holds_work(root, name, scratch / RELEASE / name / f"{name}.ipynb")]
        if worked and not force:
            raise CourseError(say(
                f"Quelqu'un a travaillé dans {', '.join(worked)} : rien n'a été remplacé. Copiez ce carnet"
                " ailleurs puis recommencez, ou remplacez-le avec --force (make build ARGS=--force).",
                f"Someone has worked in {', '.join(worked)}: nothing was replaced. Copy the notebook"
                " elsewhere and run this again, or replace it with --force (make build ARGS=--force)."))
        cases.write(scratch)
        files = {f"{PACKAGE}/{path.name}": path.read_bytes() for path in scratch.glob("*.json")}
        for name in names:
            for path in (root / SOURCE / name).rglob("*.ipynb"):
                text = canonical(path.read_text("utf-8"))
                files[path.relative_to(root).as_posix()] = text.encode("utf-8")
        for path in (scratch / RELEASE).rglob("*"):
            if path.is_file():
                inside = path.relative_to(scratch / RELEASE).as_posix()
                files[f"{RELEASE}/{inside}"] = files[f"{DESK}/{inside}"] = path.read_bytes()
    return [path for path, content in sorted(files.items()) if replace(root / path, content)], len(files)


def main(argv):
    """Build at the root of the course, the current folder; return the exit status."""
    parser = argparse.ArgumentParser(prog="examiner build", description=__doc__.splitlines()[0])
    parser.add_argument("--force", action="store_true", help="replace desk notebooks that hold work")
    wanted = parser.parse_args(argv)
    try:
        written, total = build(Path.cwd(), wanted.force)
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    for path in written:
        print(path)
    print(say(f"{total} fichiers produits : {len(written)} nouveaux, {total - len(written)} inchangés.",
              f"{total} files made: {len(written)} new, {total - len(written)} as they were."))
    return 0
