"""Time to first connection, and what has to be known of a JVM for it and for idle memory."""

import os
import pathlib
import shutil
import subprocess
import time

from harness.ports import first_echo
from harness.processes import BenchError
from harness.targets import CONFIG, START_SECONDS

ATTACHABLE = "-XX:-DisableAttachMechanism"


def contestants(bench):
    """Every target as it is, and Sluice without its launcher, with and without the launcher's class data archive."""
    found = {name: _starting(target) for name, target in bench.targets.items()}
    command = _java_command(bench.running["sluice"]) if "sluice" in bench.running else None
    if command:
        bare = [word for word in command if not word.startswith("-XX:SharedArchiveFile=")]
        found["sluice, java alone"] = _starting(bench.targets["sluice"], command)
        if bare != command:
            found["sluice, java alone, no archive"] = _starting(bench.targets["sluice"], bare)
    return found


def _starting(target, command=None):
    def sample(seconds):
        instance = target.launch(command=command)
        try:
            first_echo(instance.ports["tcp"], instance.child, START_SECONDS)
            return {"first": (time.monotonic() - instance.child.started) * 1000}
        finally:
            instance.stop()

    return sample


def _java_command(instance):
    """The words the JVM of a running instance was started with, to start it again with another file; None if there is no JVM."""
    pid = java_process(instance.child)
    if pid is None:
        return None
    words = pathlib.Path(f"/proc/{pid}/cmdline").read_text(encoding="utf-8").rstrip("\0").split("\0")
    return [word.replace(str(instance.config), CONFIG) for word in words]


def java_process(child):
    """The pid of the JVM among the processes of a child; None if it has none."""
    for pid, _ in child.members():
        if _comm(pid) == "java":
            return pid
    return None


def collect_garbage(child):
    """Forces a full collection in a JVM; nothing for other programs."""
    pid = java_process(child)
    if pid is None:
        return
    jcmd = shutil.which("jcmd") or str(_home(pid) / "bin" / "jcmd")
    try:
        done = subprocess.run([jcmd, str(pid), "GC.run"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired) as problem:
        raise BenchError(f"jcmd: {problem}") from problem
    if done.returncode:
        raise BenchError("jcmd could not force a collection; does the launcher pass on SLUICE_JAVA_OPTS?")
    time.sleep(0.2)


def _home(pid):
    return pathlib.Path(os.path.realpath(f"/proc/{pid}/exe")).parent.parent


def _comm(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip()
    except OSError:
        return ""
