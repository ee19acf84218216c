"""Take the zip that Moodle makes of an assignment's submissions.

`nbgrader zip_collect` opens what lies in `downloaded/<assignment>/archive/` and
asks, file by file, whose it is. Moodle writes the answer into names such as

    Élise D'ARTAGNAN_12345_assignsubmission_file_/tp1 (1).ipynb
    Élise D'ARTAGNAN_12345_assignsubmission_file_tp1.ipynb

The number tells namesakes apart, so it ends the student's id: `d-artagnan-elise-12345`.
"""

import io
import re
import shutil
import time
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from os import utime
from pathlib import Path, PurePosixPath

from nbgrader.api import Gradebook
from nbgrader.plugins import ExtractorPlugin, FileNameCollectorPlugin

from examiner.terminal import say

MOODLE = re.compile(r"^(?P<name>.+?)_(?P<number>\d+)_assignsubmission_(?P<kind>[a-z]+)_?(?P<file>.*)$")
# what a browser or a file manager adds to the name of a second copy
COPY = re.compile(r"[\s_-]*(\(\d+\)|copy\d*|copie\d*)$", re.IGNORECASE)
# capitals, and what some browsers append to a download
NOTEBOOK_SUFFIX = re.compile(r"\.ipynb(\.txt|\.json)?$", re.IGNORECASE)
LITTER = ("__MACOSX", ".ipynb_checkpoints", ".DS_Store", "Thumbs.db", "desktop.ini")


@dataclass(frozen=True)
class Student:
    """Somebody who handed something in, as Moodle names them."""

    name: str
    number: str

    @property
    def first_and_last(self):
        """First and last name: the last name is in capitals, on either side, or else comes last."""
        words = self.name.split()
        capitals = [word for word in words if word.isupper() and len(word.strip(".")) > 1]
        last = capitals if any(not word.isupper() for word in words) and capitals else words[-1:]
        return " ".join(word for word in words if word not in last), " ".join(last)

    @property
    def id(self):
        """A name for folders and addresses, `last-first-number`, in plain ASCII letters."""
        first, last = self.first_and_last
        plain = unicodedata.normalize("NFKD", f"{last} {first}").encode("ascii", "ignore").decode()
        words = re.findall(r"[a-z0-9]+", plain.lower()) or ["participant"]
        return "-".join([*words, self.number])


def read_name(path):
    """Return the student and the file's own name for a path inside Moodle's zip, or None.

    The folder or file that carries Moodle's pattern may lie at any depth.
    """
    parts = [unicodedata.normalize("NFC", part) for part in path.parts]
    for position, part in enumerate(parts):
        if match := MOODLE.match(part):
            own = parts[-1] if position < len(parts) - 1 else match["file"]
            return Student(" ".join(match["name"].split()), match["number"]), own
    return None


def likeness(name, assignment):
    """Say how far a file's name is from `<assignment>.ipynb`: 0 the same, 1 a copy, 2, 3 another."""
    stem = name[:-len(".ipynb")].strip().lower()
    if stem == assignment.lower():
        return 0
    if COPY.sub("", stem) == assignment.lower():
        return 1
    return 2 if assignment.lower() in stem else 3


def sort_out(folder, assignment):
    """Find each student's notebook among the files extracted into `folder`.

    Returns
    -------
    chosen : dict of Path to Student
        One notebook a student.
    students : set of Student
        Everybody who is named, with or without a notebook.
    remarks : list of str
        A sentence for everything that was left aside and everybody who lacks a notebook.
    """
    notebooks, students, remarks = {}, set(), []
    for path in sorted(path for path in folder.rglob("*") if path.is_file()):
        inside = path.relative_to(folder)
        if is_litter(inside):
            continue
        found = read_name(inside)
        if found is None:
            remarks.append(say(
                f"« {inside} » : le nom ne dit pas de qui c'est ; fichier laissé de côté.",
                f"“{inside}”: the name does not tell whose it is; left aside."))
            continue
        student, name = found
        students.add(student)
        if path.suffix == ".ipynb":
            notebooks.setdefault(student, []).append((likeness(name, assignment), path))
        elif path.suffix.lower() != ".zip":
            remarks.append(say(
                f"{student.name} ({student.number}) : « {name} » n'est pas un notebook ; laissé de côté.",
                f"{student.name} ({student.number}): “{name}” is not a notebook; left aside."))
    chosen = {}
    for student in sorted(students, key=lambda one: one.id):
        candidates = notebooks.get(student)
        if not candidates:
            remarks.append(say(
                f"{student.name} ({student.number}) : AUCUN NOTEBOOK parmi les fichiers rendus.",
                f"{student.name} ({student.number}): NO NOTEBOOK among the files handed in."))
            continue
        _, best = min(candidates, key=lambda one: (one[0], -one[1].stat().st_mtime, one[1]))
        chosen[best] = student
        others = [path for _, path in candidates if path.read_bytes() != best.read_bytes()]
        if others:
            left = ", ".join(f"« {path.relative_to(folder)} »" for path in others)
            remarks.append(say(
                f"{student.name} ({student.number}) : plusieurs notebooks ;"
                f" « {best.name} » est retenu, {left} laissé de côté.",
                f"{student.name} ({student.number}): several notebooks;"
                f" “{best.name}” is taken, {left} left aside."))
    return chosen, students, remarks


def is_litter(path):
    """Tell what systems and editors leave in a zip from what a student handed in."""
    return any(part in LITTER or part.startswith("._") for part in path.parts)


class MoodleExtractor(ExtractorPlugin):
    """Open Moodle's zips, and the zips that students put in them; keep accents and dates."""

    def extract(self, archive_path, extracted_path):
        """Extract every zip of `archive_path`, each into a folder of its own; copy other files."""
        archives = [path for path in sorted(Path(archive_path).rglob("*")) if path.is_file()]
        if not archives:
            self.log.warning(say(
                f"{archive_path} est vide : déposez-y le zip téléchargé de Moodle.",
                f"{archive_path} is empty: put the zip downloaded from Moodle there."))
        for path in archives:
            target = Path(extracted_path) / path.relative_to(archive_path)
            target = target.with_name(NOTEBOOK_SUFFIX.sub(".ipynb", target.name))
            target.parent.mkdir(parents=True, exist_ok=True)
            if path.suffix.lower() == ".zip":
                self._unzip(path.read_bytes(), target.with_suffix(""), path.name, depth=2)
            else:
                shutil.copy2(path, target)

    def _unzip(self, content, target, name, depth):
        try:
            archive = zipfile.ZipFile(io.BytesIO(content))
            damaged = archive.testzip()
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, zlib.error) as error:
            damaged = str(error)
        if damaged:
            self.log.error(say(
                f"« {name} » ne s'ouvre pas ({damaged}) ; laissé de côté.",
                f"“{name}” cannot be opened ({damaged}); left aside."))
            return
        for member in archive.infolist():
            inside = PurePosixPath(member_name(member).replace("\\", "/"))
            if member.is_dir() or inside.is_absolute() or ".." in inside.parts or is_litter(inside):
                continue
            path = target / inside.with_name(NOTEBOOK_SUFFIX.sub(".ipynb", inside.name))
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(archive.read(member))
            # The date says which of two hand-ins is the newer one.
            when = time.mktime((*member.date_time, 0, 0, -1))
            utime(path, (when, when))
            if path.suffix.lower() == ".zip" and depth > 1:
                self._unzip(path.read_bytes(), path.with_suffix(""), str(inside), depth - 1)


def member_name(member):
    """Return a zip member's name; many programs write UTF-8 and forget to say so."""
    if member.flag_bits & 0x800:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("utf-8")
    except UnicodeError:
        return member.filename


class MoodleCollector(FileNameCollectorPlugin):
    """Tell `nbgrader zip_collect` whose each extracted file is."""

    _chosen = None

    def collect(self, submitted_file):
        """Return the student and the time of a notebook, None for a file that is left aside."""
        if self._chosen is None:
            self._look_at_everything()
        path = Path(submitted_file)
        student = self._chosen.get(path)
        if student is None:
            return None
        return {
            "student_id": student.id,
            "file_id": self.parent.coursedir.assignment_id,
            "timestamp": self._time_of(path, student),
        }

    def _look_at_everything(self):
        """Sort the whole class out once: one file alone does not tell who has two notebooks."""
        course = self.parent.coursedir
        folder = Path(self.parent._format_collect_path(self.parent.extracted_directory))
        self._chosen, students, remarks = sort_out(folder, course.assignment_id)
        for remark in remarks:
            self.log.warning(remark)
        with Gradebook(course.db_url, course.course_id) as gradebook:
            for student in students:
                first, last = student.first_and_last
                gradebook.update_or_create_student(
                    student.id, first_name=first, last_name=last, lms_user_id=student.number)
        self.log.info(say(
            f"{len(students)} personnes nommées dans l'archive, {len(self._chosen)} notebooks retenus.",
            f"{len(students)} people named in the archive, {len(self._chosen)} notebooks taken."))

    def _time_of(self, path, student):
        """Return when a notebook was handed in.

        Autograding looks again only at submissions that became newer: the same
        content keeps its time, another content gets a later one, whatever the zip says.
        """
        course = self.parent.coursedir
        before = Path(course.format_path(
            course.submitted_directory, student.id, course.assignment_id))
        handed_in = datetime.fromtimestamp(path.stat().st_mtime, timezone.utc).replace(tzinfo=None)
        known = course.get_existing_timestamp(str(before))
        if known is not None:
            earlier = before / f"{course.assignment_id}.ipynb"
            if earlier.exists() and earlier.read_bytes() == path.read_bytes():
                return known.isoformat(" ")
            handed_in = max(handed_in, known + timedelta(seconds=1))
        return handed_in.isoformat(" ")
