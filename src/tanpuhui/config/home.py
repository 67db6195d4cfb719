"""Where the register keeps its state: `TANPUHUI_HOME`, or the platform's folder for user data."""

import os
from pathlib import Path

from platformdirs import user_data_path


def home() -> Path:
    """The state folder; it need not exist yet."""
    named = os.environ.get("TANPUHUI_HOME")
    return Path(named).expanduser().resolve() if named else user_data_path("tanpuhui")
