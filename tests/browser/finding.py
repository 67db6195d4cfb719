"""Which browser the tests use: one that is there, else a failure that says what to install. `python -m …` installs one."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import sync_playwright

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = """There is no browser for the tests of the site. One of these brings it:
  apt-get install chromium fonts-noto-cjk         (as root, on Debian and Ubuntu)
  .venv/bin/playwright install chromium           (as anybody; it downloads)
  TANPUHUI_TEST_BROWSER=/path/to/chromium         (one that you have)"""


def found() -> str | None:
    """The program, or none: the one that is named, the machine's, Playwright's own."""
    if named := os.environ.get("TANPUHUI_TEST_BROWSER"):
        return shutil.which(named)
    if there := next(filter(None, map(shutil.which, NAMES)), None):
        return there
    with sync_playwright() as play:
        own = play.chromium.executable_path
    return own if Path(own).exists() else None


def install() -> None:
    """Brings a browser where there is none: Debian's for root, else Playwright's. What does not work is told, not raised."""
    if found():
        return
    root_of_debian = os.geteuid() == 0 and shutil.which("apt-get")
    packages = ("chromium", "fonts-noto-cjk")
    apt = ("apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300")
    steps = [(*apt, "update"), (*apt, "install", "-y", "--no-install-recommends", *packages)] if root_of_debian else []
    quiet = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    for step in (*steps, (sys.executable, "-m", "playwright", "install", "chromium")):
        if found():
            return
        subprocess.run(step, env=quiet, check=False, stdout=subprocess.DEVNULL)
    if not found():
        sys.stderr.write(f"{MISSING}\n")


if __name__ == "__main__":
    install()
