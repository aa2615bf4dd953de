"""Free ports on loopback, and the wait for one to answer."""

import random
import socket
import time

from harness.processes import BenchError

LOWEST = 10000


class Ports:
    """Hands out each port once.

    They lie below the kernel's range for outgoing connections: a port inside it may be taken by the load between choice and bind.
    """

    def __init__(self):
        with open("/proc/sys/net/ipv4/ip_local_port_range", encoding="ascii") as file:
            first = int(file.read().split()[0])
        below = range(LOWEST, first) if first > LOWEST + 2000 else range(first, 65536)
        self._left = random.sample(below, len(below))

    def take(self):
        while self._left:
            port = self._left.pop()
            if _is_free(port):
                return port
        raise BenchError("no free port left")


def _is_free(port):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                return False
    return True


def first_echo(port, child, seconds):
    """Returns once a byte sent to the port has come back; child is who should be answering."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if not child.is_running():
            raise child.failed("ended at start")
        if _echoes(port):
            return
        time.sleep(0.001)
    raise child.failed(f"no answer on its port within {seconds:.0f} s")


def _echoes(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1) as connection:
            connection.sendall(b"x")
            return connection.recv(1) == b"x"
    except OSError:
        return False
