"""The command line of bench/run."""

import argparse
import datetime
import pathlib
import resource
import shutil
import signal
import sys

from harness import machine, report
from harness.bench import Bench
from harness.cases import GROUPS, cases
from harness.processes import BenchError
from harness.targets import ROOT, TARGETS, Sluice

QUICK = {"rounds": 1, "seconds": 1, "warm_up": 1}
FULL = {"rounds": 7, "seconds": 3, "warm_up": 5}
ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NEEDED = {"java": "java", "javac": "javac (a JDK)", "iperf3": "iperf3"}


class Ended(BaseException):
    """The whole run is over; no BenchError, which ends one measurement only."""


def main(words):
    options = _options(words)
    for number in ENDING:
        signal.signal(number, _interrupted)
    signal.signal(signal.SIGALRM, _too_long)
    _raise_descriptor_limit()
    try:
        _refuse_what_is_missing(options)
        return _run(options, words)
    except BenchError as problem:
        print(f"bench: {problem}", file=sys.stderr)
        return 1
    except Ended as reason:
        print(f"bench: {reason}, no report written", file=sys.stderr)
        return 130


def _run(options, words):
    chosen = cases(options.only, options.quick, options.reverse)
    signal.alarm(_limit_seconds(chosen, options))
    with Bench(options.targets) as bench:
        facts = machine.facts(bench, words)
        outcomes = [bench.measure(case, options.rounds, options.seconds, options.warm_up) for case in chosen]
    signal.alarm(0)
    text = report.markdown(facts, [outcome for outcome in outcomes if outcome[1]], options.seconds)
    path = options.output or _next_free_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    print(text)
    print(f"bench: written to {path}", file=sys.stderr)
    return 1 if any(problems for _, _, problems in outcomes) else 0


def _options(words):
    parser = argparse.ArgumentParser(prog="bench/run", description="Measures HAProxy, nginx and Sluice side by side on loopback.")
    parser.add_argument("--rounds", type=_count, metavar="N", help="rounds per case (7)")
    parser.add_argument("--seconds", type=_count, metavar="S", help="seconds per measured run (3)")
    parser.add_argument("--warm-up", type=_count, metavar="S", help="seconds of warm-up per target and case (5)")
    parser.add_argument("--only", type=_list_of(GROUPS), default=list(GROUPS), metavar="LIST", help=",".join(GROUPS))
    parser.add_argument("--targets", type=_list_of(TARGETS), default=list(TARGETS), metavar="LIST", help=",".join(TARGETS))
    parser.add_argument("--sluice-cmd", metavar="COMMAND",
                        help="the command that runs Sluice, {config} for its file (bin/sluice run -c {config})")
    parser.add_argument("--reverse", action="store_true", help="bulk also from backend to client")
    parser.add_argument("--quick", action="store_true", help="one round of 1 s, fewer idle connections: does it work at all")
    parser.add_argument("--output", type=pathlib.Path, metavar="FILE", help="the report (bench/results/DATE.md)")
    options = parser.parse_args(words)
    for name, value in (QUICK if options.quick else FULL).items():
        if getattr(options, name) is None:
            setattr(options, name, value)
    Sluice.given = options.sluice_cmd
    return options


def _count(word):
    if not word.isdigit() or int(word) == 0:
        raise argparse.ArgumentTypeError(f"{word} (expected: a whole number from 1)")
    return int(word)


def _list_of(known):
    def parse(text):
        asked = text.split(",")
        for word in asked:
            if word not in known:
                raise argparse.ArgumentTypeError(f"{word} (expected: {', '.join(known)})")
        # The order of the report, whatever the order asked for.
        return [word for word in known if word in asked]

    return parse


def _refuse_what_is_missing(options):
    for program, name in NEEDED.items():
        if not shutil.which(program):
            raise BenchError(f"{name} is not installed")
    for name in options.targets:
        problem = TARGETS[name].missing()
        if problem:
            raise BenchError(f"{problem} (leave it out with --targets)")


def _raise_descriptor_limit():
    _, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


def _limit_seconds(chosen, options):
    """A generous bound on the whole run: every sample at five times its length and half a minute more, none of which is usual."""
    contestants = len(options.targets) + 2
    samples = sum(case.rounds(options.rounds) + 1 for case in chosen) * contestants
    return 120 + samples * (5 * max(options.seconds, options.warm_up) + 10)


def _next_free_path():
    date = datetime.date.today().isoformat()
    for suffix in ["", *(f"-{number}" for number in range(2, 1000))]:
        path = ROOT / "bench" / "results" / f"{date}{suffix}.md"
        if not path.exists():
            return path
    raise BenchError("bench/results has a thousand reports of today")


def _interrupted(number, frame):
    # A second signal must not cut the clearing up short.
    for each in ENDING:
        signal.signal(each, signal.SIG_IGN)
    raise Ended("interrupted")


def _too_long(number, frame):
    raise Ended("the run took far longer than planned")
