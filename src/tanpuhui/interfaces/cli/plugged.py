"""What was plugged in: the folders of each room that takes plug-ins, found by name and never imported by it."""

from importlib.util import find_spec

from tanpuhui.core.plugins import Plugin, choose, find

ROOMS = ("methodologies", "regimes", "behaviours")


def plugged(room: str) -> dict[str, Plugin]:
    """The plug-ins of a room by folder name; none where the room is not there."""
    package = f"tanpuhui.{room}"
    return find(package, package) if find_spec(package) else {}


def regime(name: str) -> Plugin:
    """The regime that `name` means. Refuses `unknown_plugin`."""
    return choose(plugged("regimes"), name)
