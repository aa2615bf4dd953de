"""The balancers under measurement: how each is configured, started and described."""

import os
import pathlib
import re
import resource
import shlex
import shutil
import string
import subprocess

from harness.ports import first_echo
from harness.processes import Child

ROOT = pathlib.Path(__file__).resolve().parent.parent.parent
CONFIGS = ROOT / "bench" / "config"
CONFIG = "{config}"
START_SECONDS = 30
THREADS = len(os.sched_getaffinity(0))

BUILD_SECONDS = 600

# What the launcher gives the daemon; used only where there is no launcher.
PLAIN_JAVA_FLAGS = [
    "-Xmx256m",
    "-XX:MaxDirectMemorySize=256m",
    "-XX:+UseSerialGC",
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "-Dio.netty.tryReflectionSetAccessible=true",
    "-Dio.netty.allocator.type=pooled",
]


class _Config(string.Template):
    delimiter = "@"


class Instance:
    """One running balancer, the ports it serves and its configuration file."""

    def __init__(self, child, ports, config):
        self.child = child
        self.ports = ports
        self.config = config

    def stop(self):
        self.child.stop()


class Target:
    """One balancer: a config template, and the command that runs it. The backends behind it are its own for the whole run.

    They are ports of the same process for all targets, but not the same ports: what one target leaves in TIME_WAIT towards a backend
    would make the connects of the next one slower.
    """

    name = ""
    program = ""
    template = ""
    has_udp = True

    def __init__(self, ports, directory, iperf_port):
        self._ports = ports
        self._directory = directory
        self._starts = 0
        self.tcp_backends = (ports.take(), ports.take())
        self.udp_backends = (ports.take(), ports.take())
        self._iperf_port = iperf_port

    def prepare(self):
        """What has to be done once before the first start."""

    def launch(self, java_options="", command=None):
        """Starts one instance on fresh ports, without waiting for it; a command given takes the place of the usual one."""
        self._starts += 1
        directory = self._directory / f"{self.name}-{self._starts}"
        directory.mkdir()
        ports = {key: self._ports.take() for key in ("tcp", "bulk", "udp", "admin")}
        config = directory / self.template
        config.write_text(_Config((CONFIGS / self.template).read_text()).substitute(self._values(directory, ports)))
        environment = {"SLUICE_JAVA_OPTS": java_options} if java_options else {}
        words = _filled(command, config) if command else self.command(config, java_options)
        return Instance(Child(self.name, words, directory, environment), ports, config)

    def start(self, java_options=""):
        """Starts one instance and waits until it serves."""
        instance = self.launch(java_options)
        try:
            first_echo(instance.ports["tcp"], instance.child, START_SECONDS)
        except BaseException:
            instance.stop()
            raise
        return instance

    def command(self, config, java_options):
        raise NotImplementedError

    @classmethod
    def missing(cls):
        """Why this target cannot run, in one line; None if it can."""
        return None if shutil.which(cls.program) else f"{cls.program} is not installed"

    def version(self):
        raise NotImplementedError

    def _values(self, directory, ports):
        descriptors = resource.getrlimit(resource.RLIMIT_NOFILE)[0]
        sessions = min(20000, (descriptors - 500) // 2)
        return {
            **ports,
            "directory": directory,
            "threads": THREADS,
            "descriptors": descriptors,
            "sessions": sessions,
            "connections": 2 * sessions,
            "backend1": self.tcp_backends[0],
            "backend2": self.tcp_backends[1],
            "datagrams1": self.udp_backends[0],
            "datagrams2": self.udp_backends[1],
            "iperf": self._iperf_port,
            "load_module": "",
        }


class HAProxy(Target):
    name = program = "haproxy"
    template = "haproxy.cfg"
    has_udp = False

    def command(self, config, java_options):
        return ["haproxy", "-db", "-f", str(config)]

    def version(self):
        return output("haproxy", "-v").splitlines()[0]


class Nginx(Target):
    name = program = "nginx"
    template = "nginx.conf"

    def command(self, config, java_options):
        return ["nginx", "-p", str(config.parent), "-c", str(config)]

    @classmethod
    def missing(cls):
        return super().missing() or (None if cls._load_module() is not None else "nginx has no stream module")

    def version(self):
        return output("nginx", "-v").strip()

    def _values(self, directory, ports):
        return {**super()._values(directory, ports), "load_module": self._load_module()}

    @staticmethod
    def _load_module():
        """The line that loads the stream module; empty if it is built in, None if there is none."""
        built = output("nginx", "-V")
        if re.search(r"--with-stream(\s|$)", built):
            return ""
        folder = re.search(r"--modules-path=(\S+)", built)
        module = pathlib.Path(folder.group(1), "ngx_stream_module.so") if folder else None
        return f"load_module {module};" if module and module.exists() else None


class Sluice(Target):
    name = "sluice"
    program = "java"
    template = "sluice.yaml"
    launcher = ROOT / "bin" / "sluice"
    given = None
    """What --sluice-cmd says; {config} in it stands for the file."""

    def prepare(self):
        """The launcher builds the jar and its class data archive at its first use; that belongs into no measurement."""
        if self.launcher.exists() and not self.given:
            output(str(self.launcher), "version", seconds=BUILD_SECONDS)

    def command(self, config, java_options):
        if self.given:
            return _filled(shlex.split(self.given), config)
        if self.launcher.exists():
            return [str(self.launcher), "run", "-c", str(config)]
        flags = PLAIN_JAVA_FLAGS + shlex.split(java_options)
        return ["java", *flags, "-jar", str(ROOT / "target" / "sluice.jar"), "run", "-c", str(config)]

    @classmethod
    def missing(cls):
        if super().missing():
            return super().missing()
        if cls.given or cls.launcher.exists() or (ROOT / "target" / "sluice.jar").exists():
            return None
        return "neither bin/sluice nor target/sluice.jar is there (build first, or give --sluice-cmd)"

    def version(self):
        return "sluice at commit " + commit()


TARGETS = {target.name: target for target in (HAProxy, Nginx, Sluice)}


def _filled(words, config):
    return [word.replace(CONFIG, str(config)) for word in words]


def output(*command, seconds=20):
    """Both streams of a short command; empty if it cannot run."""
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=seconds, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return done.stdout + done.stderr


def commit():
    """The commit of the checkout, marked if files differ from it."""
    revision = output("git", "-C", str(ROOT), "rev-parse", "--short=12", "HEAD").strip()
    changed = output("git", "-C", str(ROOT), "status", "--porcelain", "--untracked-files=no").strip()
    return revision + (" with local changes" if changed else "")
