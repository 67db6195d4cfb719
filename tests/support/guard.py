"""The process that owns the PostgreSQL server of a run: starts it, waits for the end of the run, stops it.

It learns the end from a file lock that the run holds and the kernel frees: a killed run leaves no server behind.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import NoReturn

import psycopg

from tests.support.locks import hold
from tests.support.postgres import address, open_to_all, programs

# Flushes to disk protect from a machine that stops, and no test stops the machine: tests kill processes, and what a
# killed process has written to the system is safe without them. The bench, which measures what a real register pays,
# asks for `durable`.
FAST = (
    "fsync=off", "full_page_writes=off", "synchronous_commit=off", "checkpoint_timeout=1h", "max_wal_size=4GB", "jit=off",
)  # fmt: skip
COMMON = ("listen_addresses=", "max_connections=200", "unix_socket_permissions=0700", "log_min_messages=fatal")


def main(folder: Path, *, durable: bool) -> None:
    """Serves the run of `folder` until it ends, then removes the folder."""
    serving = hold(folder / "serving")
    signal.signal(signal.SIGTERM, _leave)
    server = None
    try:
        server = _serve(folder, COMMON if durable else COMMON + FAST)
        _say(folder / "url", address(folder / "data"))
        hold(folder / "alive")
    except Exception as wrong:
        _say(folder / "failed", f"PostgreSQL for the tests did not start: {wrong}")
    finally:
        if server:
            _stop(server)
        if (folder / "url").exists():
            shutil.rmtree(folder, ignore_errors=True)
        serving.close()


def _serve(folder: Path, options: tuple[str, ...]) -> subprocess.Popen[bytes]:
    """A server that accepts connections, its data in `folder/data`, run by an ordinary user even when we are root."""
    data = folder / "data"
    data.mkdir(mode=0o700)
    found = programs()
    user = _ordinary() if os.geteuid() == 0 else None
    if user:
        os.chown(data, user.pw_uid, user.pw_gid)
        found = found if open_to_all(found) else _reachable(found, folder)
    as_user = {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []} if user else {}
    first = [found / "initdb", "-D", data, "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "--no-sync"]
    made = subprocess.run(first, cwd="/", capture_output=True, text=True, **as_user)  # type: ignore[call-overload]
    if made.returncode:
        raise RuntimeError(f"initdb: {made.stdout} {made.stderr}")
    command = [found / "postgres", "-D", data, "-k", data, *(part for option in options for part in ("-c", option))]
    server: subprocess.Popen[bytes] = subprocess.Popen(command, cwd="/", **as_user)  # type: ignore[call-overload]
    _wait(server, address(data))
    return server


def _ordinary() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def _reachable(found: Path, folder: Path) -> Path:
    """A copy of the wheel's server, and of the libraries beside its package, where an ordinary user can walk to it."""
    install, package = found.parent, found.parents[1]
    there = folder / "programs" / package.name / install.name
    shutil.copytree(install, there, ignore=shutil.ignore_patterns("include"))
    libraries = package.with_name(f"{package.name}.libs")
    if libraries.exists():
        shutil.copytree(libraries, folder / "programs" / libraries.name)
    return there / found.name


def _wait(server: subprocess.Popen[bytes], url: str) -> None:
    for _ in range(1200):
        if server.poll() is not None:
            raise RuntimeError(f"postgres ended at once with {server.returncode}")
        try:
            psycopg.connect(url, connect_timeout=5).close()
        except psycopg.OperationalError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError("postgres accepts no connection")


def _stop(server: subprocess.Popen[bytes]) -> None:
    """Fast shutdown; immediate if that takes too long (nothing in it is worth keeping)."""
    server.send_signal(signal.SIGINT)
    try:
        server.wait(10)
    except subprocess.TimeoutExpired:
        server.send_signal(signal.SIGQUIT)
        server.wait()


def _say(path: Path, text: str) -> None:
    """Writes the file in one step, so that a reader never sees half of it."""
    path.with_suffix(".part").write_text(text)
    path.with_suffix(".part").rename(path)


def _leave(*_: object) -> NoReturn:
    raise SystemExit(1)


if __name__ == "__main__":
    # Who started us waits for us alone and not for the child that stays: nobody's list of processes holds it.
    if os.fork() == 0:
        main(Path(sys.argv[1]), durable=sys.argv[2] == "durable")
