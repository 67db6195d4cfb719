"""Copies what pages load of other people's work from npm's folder into the package: `python -m tanpuhui.interfaces.web.vendor`.

Nothing of it lies in the repository; `make` runs this after `npm ci`, and a wheel carries what it copied.
"""

import shutil
import sys
from pathlib import Path

from tanpuhui.interfaces.web.assets import STATIC

FILES = {
    "htmx.js": "htmx.org/dist/htmx.min.js",
    "echarts.js": "echarts/dist/echarts.common.min.js",
    "leaflet.js": "leaflet/dist/leaflet.js",
    "leaflet.css": "leaflet/dist/leaflet.css",
    "world.json": "world-atlas/countries-110m.json",
    "noto-sans-sc.ttf": "@expo-google-fonts/noto-sans-sc/400Regular/NotoSansSC_400Regular.ttf",
    "noto-sans-sc-bold.ttf": "@expo-google-fonts/noto-sans-sc/700Bold/NotoSansSC_700Bold.ttf",
    "licences/htmx.txt": "htmx.org/LICENSE",
    "licences/echarts.txt": "echarts/LICENSE",
    "licences/echarts-notice.txt": "echarts/NOTICE",
    "licences/leaflet.txt": "leaflet/LICENSE",
    "licences/world-atlas.txt": "world-atlas/LICENSE",
    "licences/noto-sans-sc.txt": "@expo-google-fonts/noto-sans-sc/LICENSE_FONT",
}
"""File in `static/vendor` → its place in `node_modules`."""
VENDOR = STATIC / "vendor"


def copy(modules: Path) -> None:
    """Copies every file anew; what is no longer listed goes."""
    shutil.rmtree(VENDOR, ignore_errors=True)
    for name, source in FILES.items():
        target = VENDOR / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, target)


if __name__ == "__main__":
    copy(Path(sys.argv[1]))
