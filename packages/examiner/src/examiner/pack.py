"""`examiner pack`: what students receive, a folder and a zip for each language, in `dist/`.

Everything in it comes from `release/`, the desk's welcome page and the package
`neuronlab`; never from `source/` or from this package, its README apart.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
import tomllib
import zipfile
from importlib.resources import files
from pathlib import Path
from string import Template

import nbformat

from examiner import cases
from examiner.build import DESK, PACKAGE, RELEASE, SOURCE, CourseError, assignments, make_release
from examiner.terminal import say

DIST = "dist"
# In each language that has a README in examiner/desk/: the pack's name, and its page of the desk.
PACKS = {"fr": ("neurone-tp1", "bienvenue.md"), "en": ("neuron-lab1", "welcome.md")}
# What students need beside what neuronlab itself asks for.
STUDENT_TOOLS = ("ipykernel", "jupyterlab")
# Zips know no time zone, and the same content gives the same zip.
ZIP_DATE = (2020, 1, 1, 0, 0, 0)


def normal(requirement):
    """Return the normalised name in a requirement: `IPython>=9; x` gives `ipython`."""
    return re.sub(r"[-_.]+", "-", re.match(r"[\w.-]+", requirement)[0]).lower()


def student_lock(lock, roots):
    """Return the part of a lock that some packages need, found by its own `# via` comments.

    Nothing is resolved again, so the pins and the markers stay those of the whole lock.
    Raises CourseError if a root is not in the lock.
    """
    blocks, parents = {}, {}
    for block in re.findall(r"^[\w.-]+==(?:.*\n)(?:[ ].*\n?)*", lock, re.MULTILINE):
        name = normal(block)
        pin, _, via = block.partition("    # via")
        blocks.setdefault(name, []).append(pin)
        parents.setdefault(name, set()).update(map(normal, re.findall(r"[a-z][\w.-]*", via)))
    kept = {normal(root) for root in roots}
    if unknown := sorted(kept - blocks.keys()):
        raise CourseError(say(f"requirements.txt ne contient pas {', '.join(unknown)} : make lock",
                              f"requirements.txt lacks {', '.join(unknown)}: make lock"))
    while more := {name for name in blocks.keys() - kept if parents[name] & kept}:
        kept |= more
    return "".join(pin for name in blocks if name in kept for pin in blocks[name])


def student_roots(root):
    """Return the requirements of the students' environment."""
    project = tomllib.loads((root / "packages/neuronlab/pyproject.toml").read_text("utf-8"))["project"]
    return [*project["dependencies"], *STUDENT_TOOLS]


def language_of(path):
    """Return the language that a notebook declares, by `set_language("fr")`, or None."""
    cells = nbformat.read(path, as_version=4).cells
    calls = (re.search(r"""^set_language\(["'](\w+)["']\)""", cell.source, re.MULTILINE)
             for cell in cells if cell.cell_type == "code")
    return next((call[1] for call in calls if call), None)


def by_language(root):
    """Return {language: [assignments]}; raises CourseError for one that has no pack."""
    found = {}
    for name in assignments(root):
        language = language_of(root / SOURCE / name / f"{name}.ipynb")
        if language not in PACKS:
            raise CourseError(say(
                f"{SOURCE}/{name} : aucun paquet n'est prévu pour la langue {language!r} de son set_language"
                f" (prévues : {', '.join(PACKS)}).",
                f"{SOURCE}/{name}: there is no pack for the language {language!r} of its set_language"
                f" (there is: {', '.join(PACKS)})."))
        found.setdefault(language, []).append(name)
    return found


def refuse_stale(root, scratch):
    """Raise CourseError if what would be packed is not what `source/` makes today."""
    for name in assignments(root):
        make_release(root, name, scratch / RELEASE)
    cases.write(scratch)
    pairs = [(path, root / RELEASE / path.relative_to(scratch / RELEASE))
             for path in (scratch / RELEASE).rglob("*") if path.is_file()]
    pairs.append((scratch / "cases.json", root / PACKAGE / "cases.json"))
    for fresh, held in pairs:
        if not held.exists() or held.read_bytes() != fresh.read_bytes():
            raise CourseError(say(f"{held} n'est plus ce que produit {SOURCE}/ : make build d'abord.",
                                  f"{held} is not what {SOURCE}/ makes today: make build first."))


def make_wheel(root, into):
    """Build the wheel of neuronlab in a folder and return its name; raises CourseError."""
    made = subprocess.run(
        [sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation",
         "--wheel-dir", str(into), str(root / "packages/neuronlab")], capture_output=True, text=True)
    if made.returncode:
        raise CourseError(say("Le paquet neuronlab ne se construit pas :\n", "neuronlab cannot be built:\n")
                          + "\n".join(made.stderr.strip().splitlines()[-5:]))
    return next(into.glob("neuronlab-*.whl")).name


def fill(folder, root, language, names):
    """Write the pack of one language into an empty folder; raises CourseError."""
    for name in names:
        shutil.copytree(root / RELEASE / name, folder / DESK / name)
    shutil.copy(root / DESK / PACKS[language][1], folder / DESK)
    shutil.copy(root / "environment.yml", folder)
    lock = (root / "requirements.txt").read_text("utf-8")
    (folder / "requirements.txt").write_text(student_lock(lock, student_roots(root)), "utf-8", newline="\n")
    wheel = make_wheel(root, folder / "wheels")
    readme = files("examiner").joinpath("desk", f"README.{language}.md").read_text("utf-8")
    notebooks = "".join(f"- `{DESK}/{name}/{name}.ipynb`\n" for name in names)
    (folder / "README.md").write_text(
        Template(readme).substitute(wheel=f"wheels/{wheel}", notebooks=notebooks), "utf-8", newline="\n")


def zip_folder(folder, target):
    """Zip a folder under its own name, always in the same way; return the number of files."""
    paths = sorted(path for path in folder.rglob("*") if path.is_file())
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in paths:
            entry = zipfile.ZipInfo(path.relative_to(folder.parent).as_posix(), ZIP_DATE)
            entry.compress_type, entry.external_attr = zipfile.ZIP_DEFLATED, 0o644 << 16
            archive.writestr(entry, path.read_bytes())
    return len(paths)


def pack(root):
    """Make the packs in `dist/`; return {zip: number of files}. Raises CourseError."""
    made = {}
    with tempfile.TemporaryDirectory() as name:
        scratch = Path(name)
        packs = by_language(root)
        refuse_stale(root, scratch)
        for language, names in packs.items():
            folder = scratch / PACKS[language][0]
            fill(folder, root, language, names)
            dist = root / DIST
            shutil.rmtree(dist / folder.name, ignore_errors=True)
            shutil.copytree(folder, dist / folder.name)
            archive = dist / f"{folder.name}.zip"
            made[archive] = zip_folder(folder, archive)
    return made


def main(argv):
    """Pack the course in the current folder; return the exit status."""
    argparse.ArgumentParser(prog="examiner pack", description=__doc__.splitlines()[0]).parse_args(argv)
    try:
        made = pack(Path.cwd())
    except CourseError as error:
        print(error, file=sys.stderr)
        return 1
    for archive, count in made.items():
        size = archive.stat().st_size / 1e6
        print(say(f"{archive.relative_to(Path.cwd())} : {count} fichiers, {size:.1f} Mo",
                  f"{archive.relative_to(Path.cwd())}: {count} files, {size:.1f} MB"))
    print(say(f"Paquets pour les étudiants : {len(made)}.", f"Packs for students: {len(made)}."))
    return 0
