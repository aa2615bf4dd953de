"""Child processes: start, what /proc says of them, stop."""

import os
import select
import signal
import subprocess
import time

TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
KERNEL_THREADS = 2


class BenchError(Exception):
    """Something that ends a run, or one measurement of it; its text is one line for the user."""


class Child:
    """A command in a session of its own, with everything that it starts in turn.

    A launcher script and its JVM, or a master and its workers, share that session, so they are counted and ended together.
    """

    def __init__(self, name, command, directory, environment=None, speaks=False):
        self.name = name
        self.log = directory / f"{name}.log"
        pipe = subprocess.PIPE if speaks else subprocess.DEVNULL
        with open(self.log, "ab") as log:
            self.started = time.monotonic()
            try:
                self.process = subprocess.Popen(
                    command,
                    stdin=pipe,
                    stdout=subprocess.PIPE if speaks else log,
                    stderr=log,
                    bufsize=0,
                    env={**os.environ, **(environment or {})},
                    start_new_session=True,
                )
            except OSError as problem:
                raise BenchError(f"{name}: {problem}") from problem

    def is_running(self):
        return self.process.poll() is None

    def members(self):
        """(pid, fields of /proc/PID/stat from the third on) of every process of the session."""
        found = []
        for entry in os.listdir("/proc"):
            if entry.isdigit():
                fields = _stat(entry)
                if fields and fields[3] == str(self.process.pid):
                    found.append((int(entry), fields))
        return found

    def cpu_seconds(self):
        """User and system time of all threads of all processes, in steps of 10 ms."""
        return sum(int(fields[11]) + int(fields[12]) for _, fields in self.members()) / TICKS_PER_SECOND

    def resident_bytes(self):
        """Resident memory of all processes; a page shared by two of them counts twice."""
        return sum(_resident_bytes(pid) for pid, _ in self.members())

    def ask(self, line, seconds):
        """Sends one line, if there is one, and returns the next line of output."""
        if line:
            try:
                self.process.stdin.write(line.encode() + b"\n")
            except OSError as problem:
                raise self.failed("is gone") from problem
        ready, _, _ = select.select([self.process.stdout], [], [], seconds)
        if not ready:
            raise self.failed(f"no answer to '{line}' within {seconds:.0f} s")
        answer = self.process.stdout.readline()
        if not answer:
            raise self.failed(f"ended at '{line}'")
        return answer.decode()

    def failed(self, what):
        """The error that says so, with the last line of this child's log."""
        lines = self.log.read_text(errors="replace").strip().splitlines()
        return BenchError(f"{self.name}: {what}" + (f" ({lines[-1].strip()})" if lines else ""))

    def stop(self, patience=4.0):
        """Asks the whole session to end, then makes it."""
        self._signal(signal.SIGTERM)
        deadline = time.monotonic() + patience
        while time.monotonic() < deadline and (self.is_running() or self.members()):
            time.sleep(0.02)
        self._signal(signal.SIGKILL)
        self.process.wait()
        for stream in (self.process.stdin, self.process.stdout):
            if stream:
                stream.close()

    def _signal(self, number):
        for pid, _ in self.members():
            try:
                os.kill(pid, number)
            except ProcessLookupError:
                pass


def foreign_cpu(us=os.getpid()):
    """{pid: CPU seconds so far} of every process that this one did not start; kernel threads left out."""
    stats = {int(entry): _stat(entry) for entry in os.listdir("/proc") if entry.isdigit()}
    parents = {pid: int(fields[1]) for pid, fields in stats.items() if fields}
    return {
        pid: (int(stats[pid][11]) + int(stats[pid][12])) / TICKS_PER_SECOND
        for pid in parents
        if not {us, KERNEL_THREADS} & _line_of(pid, parents)
    }


def _line_of(pid, parents):
    """The process and all its ancestors."""
    line = set()
    while pid in parents and pid not in line:
        line.add(pid)
        pid = parents[pid]
    return line


def _stat(pid):
    """The fields after the command name, which is in brackets and may hold anything."""
    try:
        with open(f"/proc/{pid}/stat", encoding="ascii", errors="replace") as file:
            fields = file.read().rpartition(")")[2].split()
    except OSError:
        return None
    return None if fields[0] == "Z" else fields


def _resident_bytes(pid):
    """From smaps_rollup, which walks the pages: the counter in stat and status may be off by a batch per processor."""
    with open(f"/proc/{pid}/smaps_rollup", encoding="ascii", errors="replace") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith("Rss:"))
