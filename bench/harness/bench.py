"""One run of the benchmark: everything up, the rounds, everything down."""

import contextlib
import pathlib
import sys
import tempfile
import time

from harness.load import Load, iperf_server
from harness.ports import Ports
from harness.processes import BenchError, foreign_cpu
from harness.targets import ROOT, TARGETS

# Between two runs: what the last one closed is gone by then.
SETTLE_SECONDS = 0.3


class Bench:
    """The balancers side by side, their backends and the load. A context: leaving it ends every process and removes every file."""

    def __init__(self, names):
        self._stack = contextlib.ExitStack()
        self._names = names
        self.targets = {}
        self.running = {}

    def __enter__(self):
        with self._stack:
            self._start()
            self._stack = self._stack.pop_all()
        return self

    def __exit__(self, *_):
        self._stack.close()

    def _start(self):
        self.directory = pathlib.Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="sluice-bench-")))
        # The workers of nginx run as another user.
        self.directory.chmod(0o755)
        ports = Ports()
        iperf_port = ports.take()
        self.targets = {name: TARGETS[name](ports, self.directory, iperf_port) for name in self._names}
        self.load = Load(ROOT / "bench" / "load", self.directory)
        self.load.open(
            self._stack,
            [port for target in self.targets.values() for port in target.tcp_backends],
            [port for target in self.targets.values() for port in target.udp_backends])
        self._stack.callback(iperf_server(iperf_port, self.directory).stop)
        for name, target in self.targets.items():
            target.prepare()
            self.running[name] = target.start()
            self._stack.callback(self.running[name].stop)

    def measure(self, case, rounds, seconds, warm_up):
        """Takes the samples of a case: a warm-up of each contestant, then rounds; each round starts with the next contestant."""
        contestants = case.contestants(self)
        samples = {label: [] for label in contestants}
        problems = []
        if case.is_warmed:
            for label, sample in contestants.items():
                self._sample(f"{case.heading}: {label}, warm-up", sample, warm_up, problems)
        labels = list(contestants)
        for number in range(case.rounds(rounds)):
            first = number % len(labels) if labels else 0
            for label in labels[first:] + labels[:first]:
                what = f"{case.heading}: {label}, round {number + 1}"
                samples[label].append(self._sample(what, contestants[label], seconds, problems))
        return case, samples, problems

    @staticmethod
    def _sample(what, sample, seconds, problems):
        """One sample, or None and a line in the report."""
        time.sleep(SETTLE_SECONDS)
        started, before = time.monotonic(), foreign_cpu()
        try:
            taken = sample(seconds)
        except BenchError as problem:
            problems.append(f"{what}: {problem}")
            print(problems[-1], file=sys.stderr)
            return None
        others = sum(used - before.get(pid, 0) for pid, used in foreign_cpu().items())
        taken["others"] = 100 * others / (time.monotonic() - started)
        figures = "  ".join(f"{key} {value:.4g}" for key, value in taken.items())
        print(f"{what}: {figures}", file=sys.stderr)
        return taken
