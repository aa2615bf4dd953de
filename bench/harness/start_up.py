"""Time to first connection, and what has to be known of a JVM for it and for idle memory."""

import os
import pathlib
import shutil
import subprocess
import time

from harness.ports import first_echo
from harness.processes import BenchError

START_SECONDS = 30
ATTACHABLE = "-XX:-DisableAttachMechanism"


def contestants(bench):
    """Every target as it is, and Sluice with the class data archive chosen."""
    found = {name: _starting(bench.targets[name], "") for name in bench.running}
    if "sluice" not in bench.running:
        return found
    target = bench.targets["sluice"]
    jdk = _jdk_archive(bench.running["sluice"].child)
    own = _own_archive(target, jdk, bench.directory / "sluice.jsa") if jdk else None
    for name, archive in (("jdk archive", jdk), ("own archive", own)):
        if archive:
            found[f"sluice, {name}"] = _starting(target, f"-XX:SharedArchiveFile={archive}")
    return found


def _starting(target, java_options):
    def sample(seconds):
        instance = target.launch(java_options)
        try:
            first_echo(instance.ports["tcp"], instance.child, START_SECONDS)
            return {"first": (time.monotonic() - instance.child.started) * 1000}
        finally:
            instance.stop()

    return sample


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


def _jdk_archive(child):
    pid = java_process(child)
    archive = _home(pid) / "lib" / "server" / "classes.jsa" if pid else None
    return archive if archive and archive.exists() else None


def _own_archive(target, base, archive):
    """One run that writes the archive when it ends, on top of the JDK's; None, and no row in the report, if it does not."""
    try:
        options = f"-XX:SharedArchiveFile={base} -XX:ArchiveClassesAtExit={archive}"
        target.start(java_options=options).child.stop(patience=30)
    except BenchError:
        return None
    return archive if archive.exists() else None


def _home(pid):
    return pathlib.Path(os.path.realpath(f"/proc/{pid}/exe")).parent.parent


def _comm(pid):
    try:
        return pathlib.Path(f"/proc/{pid}/comm").read_text(encoding="ascii").strip()
    except OSError:
        return ""
