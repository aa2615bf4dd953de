package io.sluice.health;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One question to one backend, from its first packet to its only verdict. The first verdict counts, whoever gives it: the probe,
 * the timeout, or {@link #cancel}; then all that was opened for it is closed. Used on its loop only.
 */
public final class Attempt {

    private final Endpoint target;
    private final ProbePath path;
    private final Duration timeout;
    private final EventLoop loop;
    private final Consumer<ProbeResult> verdict;
    private final Deque<Runnable> endings = new ArrayDeque<>();
    private final Future<?> alarm;
    private final long startNanos;
    private final String limit;
    private ProbeReason late = ProbeReason.TIMEOUT;
    private String missing = "";
    private boolean over;

    private Attempt(Endpoint target, ProbePath path, Duration timeout, EventLoop loop, Consumer<ProbeResult> verdict) {
        this.target = target;
        this.path = path;
        this.timeout = timeout;
        this.loop = loop;
        this.verdict = verdict;
        this.startNanos = loop.ticker().nanoTime();
        this.limit = "after " + timeout.toMillis() + " ms";
        this.alarm = loop.schedule(this::expire, timeout.toNanos(), TimeUnit.NANOSECONDS);
    }

    /**
     * Asks the target once. On the loop.
     *
     * @param verdict told on the loop, exactly once unless the attempt is cancelled
     */
    static Attempt begin(
            Probe probe,
            Endpoint target,
            ProbePath path,
            Duration timeout,
            EventLoop loop,
            Consumer<ProbeResult> verdict) {
        Attempt attempt = new Attempt(target, path, timeout, loop, verdict);
        try {
            probe.ask(attempt);
        } catch (RuntimeException e) { // a bug in one probe must not keep the others from being asked
            attempt.fail(e);
        }
        return attempt;
    }

    /** Who is asked: the backend's address, with the check's port where it has one of its own. */
    public Endpoint target() {
        return target;
    }

    /** How the target is reached. */
    public ProbePath path() {
        return path;
    }

    /** How long the whole attempt may take. */
    public Duration timeout() {
        return timeout;
    }

    public EventLoop loop() {
        return loop;
    }

    public boolean isOver() {
        return over;
    }

    /** Runs when the attempt is over, at once if it is already. What was registered last runs first. */
    public void onEnd(Runnable ending) {
        if (over) {
            ending.run();
        } else {
            endings.push(ending);
        }
    }

    public void succeed() {
        end(ProbeReason.OK, "");
    }

    public void succeed(String detail) {
        end(ProbeReason.OK, detail);
    }

    public void fail(ProbeReason reason, String detail) {
        end(reason, detail);
    }

    /** What the attempt will have failed for if nothing more happens until its time is up; the newest call counts. */
    public void awaiting(ProbeReason reason, String what) {
        late = reason;
        missing = what;
    }

    private void expire() {
        fail(late, missing.isEmpty() ? limit : limit + ": " + missing);
    }

    /** Fails for what a library threw. */
    public void fail(Throwable cause) {
        end(Diagnosis.reason(cause), Diagnosis.detail(cause));
    }

    /** Ends without a verdict: nobody wants to know any more. */
    void cancel() {
        finish();
    }

    private void end(ProbeReason reason, String detail) {
        if (over) {
            return;
        }
        long nanos = Math.max(1, loop.ticker().nanoTime() - startNanos);
        finish();
        verdict.accept(new ProbeResult(System.currentTimeMillis(), nanos, reason, Diagnosis.oneLine(detail)));
    }

    private void finish() {
        if (over) {
            return;
        }
        over = true;
        alarm.cancel(false);
        while (!endings.isEmpty()) {
            endings.pop().run();
        }
    }
}
