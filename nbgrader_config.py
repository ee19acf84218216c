"""Everything nbgrader must know. Plain `nbgrader …` commands work from this folder.

Only what differs from nbgrader's own choice, or was chosen on purpose, stands here.
"""

import os
import sys
import tempfile
import warnings
from pathlib import Path

from examiner.feedback import HideTests
from nbconvert.preprocessors import CSSHTMLHeaderPreprocessor
from nbgrader.preprocessors import GetGrades

c = get_config()  # noqa: F821 (given by Jupyter)

# nbgrader calls `alembic` by its name to make a gradebook, also where .venv is not activated.
os.environ["PATH"] = os.pathsep.join([str(Path(sys.executable).parent), os.environ["PATH"]])

# A harmless warning of the database layer, at every new submission, would hide ours.
warnings.filterwarnings("ignore", message="Object of type .* not in session")

# The course. Students of several labs share one gradebook.
c.CourseDirectory.course_id = "neurone"
c.CourseDirectory.ignore = [
    # what systems and editors leave in a folder; never part of an assignment
    ".ipynb_checkpoints", "__pycache__", "*.pyc", ".DS_Store", "__MACOSX", "Thumbs.db",
    "desktop.ini", "~$*",
    # nbgrader's own folder of returned feedback
    "feedback",
]

# The release. It is committed: without `force`, generate_assignment skips it in silence.
c.GenerateAssignment.force = True
# One stub for both languages of the lab; the docstring above it says what to write.
c.ClearSolutions.code_stub = {"python": "raise NotImplementedError"}
c.ClearSolutions.text_stub = "…"
# The rubric stands in the locked question, in front of the answer that a person marks.
c.ClearMarkScheme.enforce_metadata = False

# Grading. The clone has no gradebook: the assignment is registered at the first submission.
c.Autograde.pre_convert_hook = "examiner.register.before_autograde"
# The longest cell of the reference takes 10 s; a slow answer on a busy machine may take
# thirty times as long, an endless loop must end before lunch.
c.Execute.timeout = 300
c.Execute.startup_timeout = 120
# On a busy machine what a cell prints may arrive long after its answer.
c.Execute.iopub_timeout = 30
# What a submission prints is read by a person: a thousand lines are not.
c.LimitOutput.max_lines = 200
c.LimitOutput.max_traceback = 20
# Kernels are reached through sockets of this process, not through network ports. They need
# an address of their own: the default one lies in the kernel's folder, where nbgrader is not.
if os.name == "posix":
    c.KernelManager.transport = "ipc"
    c.KernelManager.ip = str(Path(tempfile.gettempdir(), f"nbgrader-{os.getpid()}"))

# Hand-in: zips as Moodle makes them, in downloaded/<assignment>/archive/.
c.ZipCollectApp.extractor_plugin = "examiner.moodle.MoodleExtractor"
c.ZipCollectApp.collector_plugin = "examiner.moodle.MoodleCollector"

# Feedback never shows a hidden test, the rubric, or a path of the grading machine.
c.GenerateFeedback.preprocessors = [GetGrades, HideTests, CSSHTMLHeaderPreprocessor]
