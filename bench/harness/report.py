"""The report: one table per case, medians with their range, and ratios taken round by round."""

import statistics

SUBJECT = "sluice"
NOTICEABLE_PERCENT = 5


def markdown(facts, outcomes, seconds):
    """The whole report. outcomes: (case, {label: [sample or None per round]}, problems)."""
    lines = ["# Side by side", ""]
    lines += [f"- {name}: `{value}`" if name in ("command", "sluice runs as") else f"- {name}: {value}" for name, value in facts]
    lines += [
        "",
        f"Loopback; load, balancers and backends share the processors. Runs of {seconds} s; each cell is the median over the rounds "
        "(least-greatest). Ratios are taken within a round, then their median and range: below 1 is less CPU, time or memory, "
        "above 1 is more throughput. A ratio whose range holds 1.00 shows no difference. What each figure means: `bench/README.md`.",
    ]
    for case, samples, problems in outcomes:
        lines += ["", f"## {case.heading}", "", *([case.note, ""] if case.note else []), *_table(case, samples)]
        remarks = [*_disturbance(samples), *problems]
        lines += ["", *(f"- {remark}" for remark in remarks)] if remarks else []
    return "\n".join(lines) + "\n"


def _disturbance(samples):
    """A line where processes that are none of ours had a noticeable part of the processors during a run."""
    shares = [sample["others"] for taken in samples.values() for sample in taken if sample]
    disturbed = sum(share > NOTICEABLE_PERCENT for share in shares)
    if disturbed:
        yield f"Disturbed: in {disturbed} of {len(shares)} runs other processes took up to {max(shares):.0f} % of one processor."


def _table(case, samples):
    figures = case.figures
    rounds = max((len(taken) for taken in samples.values()), default=0)
    yield f"| {rounds} round{'' if rounds == 1 else 's'} | " + " | ".join(figure.heading for figure in figures) + " |"
    yield "|---|" + "---|" * len(figures)
    for label, taken in samples.items():
        good = [sample for sample in taken if sample]
        short = "" if len(good) == rounds else f" ({len(good)} of {rounds} samples)"
        yield f"| {label}{short} | " + " | ".join(_cell(good, figure) for figure in figures) + " |"
    for label, other in pairs(samples):
        cells = [_ratio(samples[label], samples[other], figure) if figure.is_compared else "" for figure in figures]
        yield f"| **{label} / {other}** | " + " | ".join(cells) + " |"


def pairs(labels):
    """Who is divided by whom: Sluice by each of the others, or, without it, the later by the first."""
    labels = list(labels)
    if SUBJECT not in labels:
        return [(label, labels[0]) for label in labels[1:]]
    return [(SUBJECT, label) for label in labels if label != SUBJECT]


def _cell(samples, figure):
    if not samples:
        return "-"
    return _spread([sample[figure.key] for sample in samples], figure.decimals)


def _ratio(ours, theirs, figure):
    both = [
        mine[figure.key] / other[figure.key] for mine, other in zip(ours, theirs) if mine and other and other[figure.key] > 0]
    return _spread(both, 2) if both else "-"


def _spread(values, decimals):
    middle, least, greatest = (f"{value:.{decimals}f}" for value in (statistics.median(values), min(values), max(values)))
    return middle if least == greatest else f"{middle} ({least}-{greatest})"
