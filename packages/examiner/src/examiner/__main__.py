"""Run `python -m examiner COMMAND`."""

from examiner.cli import main

raise SystemExit(main())
