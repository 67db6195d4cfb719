"""A worker in a process of its own: `python -m tests.jobs.child JOB`. It dies where `DIE_AT` says."""

import os
import sys

import django

os.environ["DJANGO_SETTINGS_MODULE"] = "tanpuhui.config.settings"
django.setup()

from tanpuhui.apps.jobs import dispatch  # noqa: E402
from tests.jobs import kinds  # noqa: E402

if __name__ == "__main__":
    print(dispatch.foreground(int(sys.argv[1]), clock=kinds.Clock()).state)  # noqa: T201
