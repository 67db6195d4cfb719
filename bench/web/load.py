"""Clients that call one address again and again over connections that stay open, and write down how long each call took."""

import time
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.client import HTTPConnection
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Call:
    """One call: what is sent where."""

    method: str
    path: str
    body: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=dict)


Next = Callable[[], Call]


def load(address: str, calls: Next, *, clients: int, each: int) -> tuple[float, list[float]]:
    """`clients` at once, `each` so many calls; the seconds that passed, and those of each call. Any failure is an error."""
    host = urlsplit(address).netloc
    connections = [HTTPConnection(host, timeout=60) for _ in range(clients)]
    for connection in connections:  # the threads of the server that will serve them are there, and their plans are made
        _call(connection, calls())
    with ThreadPoolExecutor(clients) as pool:
        begun = time.perf_counter()
        took = list(pool.map(lambda connection: [_call(connection, calls()) for _ in range(each)], connections))
        seconds = time.perf_counter() - begun
    for connection in connections:
        connection.close()
    return seconds, [one for each in took for one in each]


def _call(connection: HTTPConnection, call: Call) -> float:
    begun = time.perf_counter()
    connection.request(call.method, call.path, call.body, dict(call.headers))
    response = connection.getresponse()
    said = response.read()
    if response.status != 200:
        raise RuntimeError(f"{call.method} {call.path}: {response.status} {said[:300]!r}")
    return time.perf_counter() - begun
