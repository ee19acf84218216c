"""What a student may see of a graded notebook.

The autograded notebook holds the hidden tests and the rubric, because grading
puts them back. Feedback is made from it; this step takes them out again, and
with them whatever a traceback tells about the grading machine.
"""

import re

from nbconvert.preprocessors import Preprocessor
from nbgrader.utils import is_grade, is_locked, is_solution
from traitlets import Bool

REGIONS = ("HIDDEN TESTS", "MARK SCHEME")
ANSI = re.compile(r"\x1b\[[0-9;]*m")
# /a/b/file.py or C:\a\b\file.py, and not the // of an address on the web
ABSOLUTE_PATH = re.compile(r"(?<![\w/:.])(?:~|[A-Za-z]:)?(?:[\\/][^\s\\/:'\"<>\x1b]+)+[\\/](?=[^\s\\/:'\"<>\x1b]+)")


class HideTests(Preprocessor):
    """Remove hidden tests, the rubric, and tracebacks that show code of others."""

    enabled = Bool(True, help="nbconvert leaves out a step that is not enabled").tag(config=True)

    def preprocess_cell(self, cell, resources, cell_index):
        """Clean one cell of an autograded notebook; a student's own text is left as it is."""
        ours = is_locked(cell) and not is_solution(cell)
        if ours:
            cell.source = without_regions(cell.source)
        for output in cell.get("outputs", ()):
            if output.output_type == "error":
                own = [] if ours and is_grade(cell) else output.traceback[:-1]
                output.traceback = own_frames(own) + [last_words(output)]
            elif output.output_type == "stream" and output.name == "stderr":
                output.text = ABSOLUTE_PATH.sub("", output.text)
        return cell, resources


def without_regions(source):
    """Return `source` without the regions between BEGIN and END of a hidden part."""
    for region in REGIONS:
        source = re.sub(
            rf"^[^\n]*BEGIN {region}.*?(END {region}[^\n]*|\Z)", "", source,
            flags=re.DOTALL | re.MULTILINE)
    return source.rstrip("\n")


def own_frames(frames):
    """Return the frames of a traceback that show the student's own cells."""
    return [frame for frame in frames if ANSI.sub("", frame).lstrip().startswith("Cell In[")]


def last_words(error):
    """Return the last entry of a traceback: the error's name and message, without paths."""
    text = error.traceback[-1] if error.traceback else f"{error.ename}: {error.evalue}"
    return ABSOLUTE_PATH.sub("", text)
