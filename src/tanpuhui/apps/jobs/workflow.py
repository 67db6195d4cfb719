"""The life of a job as a table: which act is possible in which state, and where it leads."""

from tanpuhui.core.text import Text

STATES: dict[str, Text] = {
    "queued": Text("排队", "queued"),
    "running": Text("运行中", "running"),
    "stopping": Text("停止中", "stopping"),
    "stopped": Text("已停止", "stopped"),
    "done": Text("已完成", "done"),
    "failed": Text("失败", "failed"),
}
MOVES: dict[tuple[str, str], str] = {
    ("queued", "claim"): "running",
    ("queued", "request_stop"): "stopped",
    ("running", "claim"): "running",
    ("running", "advance"): "running",
    ("running", "request_stop"): "stopping",
    ("running", "finish"): "done",
    ("running", "fail"): "failed",
    ("running", "release"): "queued",
    ("stopping", "claim"): "stopping",
    ("stopping", "advance"): "stopping",
    ("stopping", "request_stop"): "stopping",
    ("stopping", "stop"): "stopped",
    ("stopping", "finish"): "done",
    ("stopping", "fail"): "failed",
    ("stopping", "release"): "stopped",
    ("stopped", "resume"): "queued",
    ("failed", "resume"): "queued",
}
"""(state, act) → state. `claim` of a running or stopping job needs an expired lease; what is not here is refused."""
HELD = frozenset({"running", "stopping"})
OVER = frozenset({"stopped", "done", "failed"})


def sources(act: str) -> list[str]:
    """The states in which an act is possible."""
    return [state for state, possible in MOVES if possible == act]
