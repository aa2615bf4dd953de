"""The facts that a figure means nothing without."""

import datetime
import os
import pathlib
import re
import resource

from harness.start_up import java_process
from harness.targets import ROOT, THREADS, commit, output


def facts(bench, words):
    """(name, value) pairs for the head of the report."""
    found = [
        ("taken", datetime.datetime.now(datetime.timezone.utc).strftime("%Y-%m-%d %H:%M UTC")),
        ("commit", commit()),
        ("command", " ".join(["bench/run", *(_without_paths(word, bench) for word in words)])),
        ("processor", f"{_processor()}, {THREADS} usable"),
        ("memory", f"{os.sysconf('SC_PAGE_SIZE') * os.sysconf('SC_PHYS_PAGES') / 2**30:.1f} GiB"),
        ("kernel", os.uname().release),
        ("limits", _limits()),
        ("load before", f"{os.getloadavg()[0]:.2f} (1 minute)"),
        *((name, target.version()) for name, target in bench.targets.items()),
        ("iperf3", output("iperf3", "--version").partition("\n")[0]),
        ("java of the load", _java(["java"])),
    ]
    if "sluice" in bench.running:
        found += _sluice(bench)
    return found


def _sluice(bench):
    pid = java_process(bench.running["sluice"].child)
    if pid is None:
        return []
    words = pathlib.Path(f"/proc/{pid}/cmdline").read_bytes().decode(errors="replace").split("\0")
    shown = " ".join(["java", *(_without_paths(word, bench) for word in words[1:] if word)])
    return [("java of sluice", _java([os.path.realpath(f"/proc/{pid}/exe")])), ("sluice runs as", shown)]


def _java(command):
    """The line of `java -version` that names the build."""
    lines = output(*command, "-version").splitlines()
    return next((line.strip() for line in lines if "Runtime" in line), lines[0] if lines else "unknown")


def _without_paths(word, bench):
    return word.replace(str(bench.directory) + os.sep, "").replace(str(ROOT) + os.sep, "")


def _processor():
    text = pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8", errors="replace")
    model = re.search(r"^model name\s*:\s*(.+)$", text, re.MULTILINE)
    return model.group(1) if model else os.uname().machine


def _limits():
    values = {name: _setting(name) for name in
              ("net/ipv4/ip_local_port_range", "net/core/somaxconn", "net/ipv4/tcp_tw_reuse", "net/core/rmem_max")}
    parts = [f"nofile {resource.getrlimit(resource.RLIMIT_NOFILE)[0]}"]
    return ", ".join(parts + [f"{name.rpartition('/')[2]} {value}" for name, value in values.items()])


def _setting(name):
    try:
        return pathlib.Path("/proc/sys", name).read_text(encoding="ascii").strip().replace("\t", "-")
    except OSError:
        return "unknown"
