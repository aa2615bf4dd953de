package io.sluice.health;

import io.netty.channel.EventLoop;
import io.sluice.model.ProbeResult;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Asks every question at its time. The first time comes within a second or one interval, whichever is less; the next ones an
 * interval after the last began, or should have if it was late by less than a tenth, give or take a tenth, so that backends which were asked at once do not stay so. A question that
 * is still in flight then is asked again when it has its verdict. At most so many are in flight at once; the others wait in the
 * order in which their time came. On the health loop.
 */
final class Prober {

    private static final long FIRST_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double JITTER = 0.1;

    private final EventLoop loop;
    private final RandomGenerator random;
    private final int mostAtOnce;
    private final Map<Question, Inquiry> inquiries = new LinkedHashMap<>();
    private final Deque<Inquiry> waiting = new ArrayDeque<>();
    private final Set<Attempt> singles = new HashSet<>();
    private int inFlight;
    private boolean isAsking;
    private boolean isStopped;

    Prober(EventLoop loop, RandomGenerator random, int mostAtOnce) {
        this.loop = loop;
        this.random = random;
        this.mostAtOnce = mostAtOnce;
    }

    /** Begins to ask, or to share what is asked already. */
    void add(Watching watching) {
        if (isStopped) {
            return;
        }
        Inquiry known = inquiries.get(watching.question());
        if (known != null) {
            known.add(watching);
            return;
        }
        Inquiry inquiry = new Inquiry(watching.question());
        inquiry.add(watching);
        inquiries.put(watching.question(), inquiry);
        schedule(inquiry, loop.ticker().nanoTime() + random.nextLong(spreadNanos(inquiry)));
    }

    private static long spreadNanos(Inquiry inquiry) {
        return Math.min(FIRST_WITHIN_NANOS, inquiry.intervalNanos());
    }

    void remove(Watching watching) {
        Inquiry inquiry = inquiries.get(watching.question());
        if (inquiry == null) {
            return;
        }
        inquiry.remove(watching);
        if (inquiry.isUnwatched()) {
            inquiries.remove(inquiry.question());
            waiting.remove(inquiry);
            inFlight -= inquiry.cancel() ? 1 : 0;
            askWaiting();
        }
    }

    /** A hurry brings the next probe forward; the end of one is heeded after it. */
    void pace(Watching watching, Pace pace) {
        watching.setPace(pace);
        Inquiry inquiry = inquiries.get(watching.question());
        if (inquiry == null || !inquiry.isScheduled() || !inquiry.hasBegun()) {
            return;
        }
        long due = nextNanos(inquiry);
        if (pace == Pace.FAST && due < inquiry.dueNanos()) {
            inquiry.cancel();
            schedule(inquiry, due);
        }
    }

    /** Asks once, beside the schedule and its bound. */
    void askOnce(Reference reference, Duration timeout, Consumer<ProbeResult> told) {
        if (isStopped) {
            return;
        }
        Attempt[] begun = new Attempt[1];
        begun[0] = Attempt.begin(reference.probe(), reference.target(), ProbePath.DIRECT, timeout, loop, result -> {
            singles.remove(begun[0]);
            told.accept(result);
        });
        if (!begun[0].isOver()) {
            singles.add(begun[0]);
        }
    }

    /** Drops everything without a verdict, and asks nothing more. */
    void stop() {
        isStopped = true;
        inquiries.values().forEach(Inquiry::cancel);
        inquiries.clear();
        waiting.clear();
        inFlight = 0;
        Set.copyOf(singles).forEach(Attempt::cancel);
        singles.clear();
    }

    private void schedule(Inquiry inquiry, long dueNanos) {
        long delay = Math.max(0, dueNanos - loop.ticker().nanoTime());
        inquiry.scheduled(loop.schedule(() -> due(inquiry), delay, TimeUnit.NANOSECONDS), dueNanos);
    }

    private long nextNanos(Inquiry inquiry) {
        double factor = 1 - JITTER + 2 * JITTER * random.nextDouble();
        return inquiry.beganNanos() + (long) (inquiry.intervalNanos() * factor);
    }

    private void due(Inquiry inquiry) {
        inquiry.isDue();
        waiting.add(inquiry);
        askWaiting();
    }

    /** A probe may have its verdict before it is begun; that must not lead back into this loop. */
    private void askWaiting() {
        if (isAsking) {
            return;
        }
        isAsking = true;
        while (inFlight < mostAtOnce && !waiting.isEmpty()) {
            ask(waiting.remove());
        }
        isAsking = false;
    }

    private void ask(Inquiry inquiry) {
        inFlight++;
        inquiry.begins(start(inquiry));
        Question question = inquiry.question();
        Attempt begun = Attempt.begin(
                question.probe(),
                question.target(),
                question.path(),
                question.timing().timeout(),
                loop,
                result -> answered(inquiry, result));
        if (!begun.isOver()) {
            inquiry.inFlight(begun);
        }
    }

    /** A little late is as good as on time: else a busy loop would ask less often than it was told to. */
    private long start(Inquiry inquiry) {
        long now = loop.ticker().nanoTime();
        return now - inquiry.dueNanos() < JITTER * inquiry.intervalNanos() ? inquiry.dueNanos() : now;
    }

    private void answered(Inquiry inquiry, ProbeResult result) {
        inFlight--;
        inquiry.answered();
        schedule(inquiry, nextNanos(inquiry));
        inquiry.tell(result);
        askWaiting();
    }
}
