"""The load generator and the backends: Java programs compiled once into the temporary directory, and iperf3."""

import json
import subprocess

from harness.processes import BenchError, Child

JAVA_FLAGS = ["-Xms128m", "-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData", "-Djava.net.preferIPv4Stack=true"]
MARGIN_SECONDS = 20


class Load:
    """Runs commands of Load.java; one JVM lives through all rounds, so its own warm-up falls into none."""

    def __init__(self, sources, directory):
        self._directory = directory
        self._classes = directory / "classes"
        compiled = subprocess.run(
            ["javac", "-d", str(self._classes), *sorted(map(str, sources.glob("*.java")))],
            capture_output=True, text=True, timeout=120, check=False)
        if compiled.returncode:
            raise BenchError("the load generator does not compile: " + compiled.stderr.strip().splitlines()[0])
        self._session = None

    def child(self, name, *words):
        command = ["java", *JAVA_FLAGS, "-cp", str(self._classes), "Load", *words]
        return Child(name, command, self._directory, speaks=True)

    def open(self, stack, tcp_ports, udp_ports):
        """Starts the backends and the generator; the stack ends them."""
        lists = ["tcp=" + ",".join(map(str, tcp_ports)), "udp=" + ",".join(map(str, udp_ports))]
        backends = self.child("backends", "backend", *lists)
        stack.callback(backends.stop)
        backends.ask(None, MARGIN_SECONDS)
        self._session = self.child("load", "session")
        stack.callback(self._session.stop)

    def run(self, mode, port, seconds, **options):
        """One measured run; returns what the generator counted."""
        words = [mode, f"port={port}", f"millis={int(seconds * 1000)}", *(f"{key}={value}" for key, value in options.items())]
        answer = json.loads(self._session.ask(" ".join(words), seconds + MARGIN_SECONDS))
        if "problem" in answer:
            raise BenchError(f"load: {answer['problem']}")
        return answer


def iperf_server(port, directory):
    return Child("iperf3", ["iperf3", "-s", "-B", "127.0.0.1", "-p", str(port)], directory)


class Busy(BenchError):
    """The iperf3 server, which serves one test at a time, has not yet ended the last one."""


def iperf(port, seconds, streams, is_reverse):
    """One transfer; returns (bytes received, seconds)."""
    command = ["iperf3", "-c", "127.0.0.1", "-p", str(port), "-t", str(seconds), "-P", str(streams), "-J"]
    try:
        done = subprocess.run(
            command + (["-R"] if is_reverse else []),
            capture_output=True, text=True, timeout=seconds + MARGIN_SECONDS, check=False)
        answer = json.loads(done.stdout)
    except (subprocess.TimeoutExpired, json.JSONDecodeError) as problem:
        raise BenchError(f"iperf3: {type(problem).__name__}") from problem
    if "busy" in answer.get("error", ""):
        raise Busy(f"iperf3: {answer['error']}")
    if "error" in answer:
        raise BenchError(f"iperf3: {answer['error']}")
    received = answer["end"]["sum_received"]
    return received["bytes"], received["seconds"]
