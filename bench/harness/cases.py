"""What is measured. A case names its figures and gives, for each contestant, a function that takes one sample of them."""

import time
from dataclasses import dataclass, field

from harness import load as generators
from harness import start_up
from harness.processes import BenchError

MICROS = 1e6
GIGABYTE = 1e9
MEGABYTE = 1e6


@dataclass(frozen=True)
class Figure:
    """One column: its key in a sample, its heading, and how many decimals it is worth."""

    key: str
    heading: str
    decimals: int = 1
    is_compared: bool = True


@dataclass(frozen=True)
class Case:
    """One table of the report."""

    group: str
    heading: str
    figures: tuple
    contestants: object
    """(bench) -> {label: sampling function}"""
    is_warmed: bool = True
    rounds: object = field(default=lambda asked: asked)
    note: str = ""


LATENCY = (
    Figure("rate", "operations/s", 0),
    Figure("p50", "p50 us", 0),
    Figure("p99", "p99 us", 0),
)
ERRORS = Figure("errors", "errors", 0, is_compared=False)
LOST = Figure("lost", "lost", 0, is_compared=False)


def _measured(instance, run):
    """(what the run returned, CPU seconds that the balancer used meanwhile)."""
    before = instance.child.cpu_seconds()
    result = run()
    after = instance.child.cpu_seconds()
    if not instance.child.is_running():
        raise instance.child.failed("ended during the run")
    return result, after - before


def _traffic(mode, group, heading, note, extra=(), **options):
    def sample(bench, instance, seconds):
        port = instance.ports["udp" if mode == "udp" else "tcp"]
        score, cpu = _measured(instance, lambda: bench.load.run(mode, port, seconds, **options))
        if not score["operations"]:
            raise BenchError(f"no operation succeeded, {score['errors']} errors, {score['lost']} lost")
        return {
            "cpu": cpu * MICROS / score["operations"],
            "rate": score["rate"],
            "p50": score["p50_us"],
            "p99": score["p99_us"],
            "errors": score["errors"],
            "lost": score["lost"],
        }

    def contestants(bench):
        return {
            name: lambda seconds, instance=instance: sample(bench, instance, seconds)
            for name, instance in bench.running.items()
            if mode != "udp" or bench.targets[name].has_udp
        }

    figures = (Figure("cpu", "CPU us/operation"), *LATENCY, ERRORS, *extra)
    return Case(group, heading, figures, contestants, note=note)


def _bulk(streams, is_reverse):
    def sample(instance, seconds, patience=20):
        try:
            (count, lasted), cpu = _measured(
                instance, lambda: generators.iperf(instance.ports["bulk"], seconds, streams, is_reverse))
        except generators.Busy:
            if not patience:
                raise
            time.sleep(0.25)
            return sample(instance, seconds, patience - 1)
        if not count:
            raise BenchError("iperf3: nothing arrived")
        return {"cpu": cpu * GIGABYTE / count, "rate": count * 8 / lasted / GIGABYTE}

    def contestants(bench):
        return {
            name: lambda seconds, instance=instance: sample(instance, seconds)
            for name, instance in bench.running.items()
        }

    heading = f"Bulk, {streams} stream{'s' if streams > 1 else ''}, " + ("backend to client" if is_reverse else "client to backend")
    figures = (Figure("cpu", "CPU s/GB", 3), Figure("rate", "Gbit/s", 2))
    return Case("bulk", heading, figures, contestants, note="iperf3; GB of payload that arrived.")


def _idle(steps):
    def contestants(bench):
        return {name: lambda seconds, name=name: _held(bench, bench.targets[name], steps) for name in bench.running}

    figures = (
        *(Figure(f"at{step}", f"MB at {step}", is_compared=step in (0, steps[-1])) for step in steps),
        Figure("slope", f"bytes/connection, 0 to {steps[-1]}", 0),
        Figure("late", f"bytes/connection, {steps[1]} to {steps[-1]}", 0),
    )
    note = (
        "Resident memory of a fresh instance that has carried 16 bytes each way on every connection. For Sluice a full collection "
        "is forced before each reading (jcmd; the attach mechanism is enabled for this case only)."
    )
    return Case("idle", "Idle connections", figures, contestants, is_warmed=False, rounds=lambda asked: min(asked, 3), note=note)


def _held(bench, target, steps):
    instance = target.start(java_options=start_up.ATTACHABLE)
    try:
        holder = bench.load.child(f"hold-{target.name}", "hold", f"port={instance.ports['tcp']}")
        try:
            resident = {step: _resident(instance, holder, step) for step in steps}
        finally:
            holder.stop()
    finally:
        instance.stop()
    first, second, last = steps[0], steps[1], steps[-1]
    return {
        **{f"at{step}": count / MEGABYTE for step, count in resident.items()},
        "slope": (resident[last] - resident[first]) / (last - first),
        "late": (resident[last] - resident[second]) / (last - second),
    }


def _resident(instance, holder, count):
    if count:
        holder.ask(str(count), generators.MARGIN_SECONDS + count / 200)
    # What a program only needs to start is given back before the first reading.
    time.sleep(0.3 if count else 1.5)
    start_up.collect_garbage(instance.child)
    return instance.child.resident_bytes()


def _start():
    note = (
        "From exec to the first byte echoed through the balancer; the backends are up. `sluice` is the launcher as users run it, "
        "`java alone` the command it ends in, `no archive` the same without the launcher's class data archive."
    )
    return Case("start", "Time to first connection", (Figure("first", "ms", 0),), start_up.contestants,
                is_warmed=False, rounds=lambda asked: max(asked, 5), note=note)


def cases(groups, is_quick, has_reverse):
    """The cases of the groups asked for, in the order of the report."""
    steps = (0, 200, 400, 600) if is_quick else (0, 1000, 3000, 6000)
    everything = [
        _traffic("conn", "conn", "Short connections", "Connect, 16 bytes there and back, close; 64 at once.", concurrent=64),
        _traffic("rr", "rr", "Ping-pong", "128 bytes there and back on 64 kept connections, one message under way on each.", connections=64),
        *(_bulk(streams, way) for way in ((False, True) if has_reverse else (False,)) for streams in (1, 8)),
        _traffic("udp", "udp", "UDP, few busy clients", "200 byte datagrams echoed; 32 sockets, 8 under way on each. An operation is "
                 "one datagram there and back. HAProxy has no UDP.", (LOST,), sockets=32, window=8),
        _traffic("udp", "udp", "UDP, many clients", "The same; 1000 new sockets, 1 under way on each.", (LOST,), sockets=1000, window=1),
        _idle(steps),
        _start(),
    ]
    return [case for case in everything if case.group in groups]


GROUPS = ("conn", "rr", "bulk", "udp", "idle", "start")
