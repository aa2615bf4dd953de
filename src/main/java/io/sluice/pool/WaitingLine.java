package io.sluice.pool;

import io.sluice.stats.QueueEnd;
import io.sluice.stats.QueueStats;
import java.util.Iterator;
import java.util.SplittableRandom;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * The sessions that wait for a place on a pool's backends, of all workers, in the order in which they came. Thread-safe, no lock:
 * whoever frees a place, joins or publishes serves the line, and when somebody does so already, that one goes round once more
 * instead. A place that was freed before a join was seen is found by the join's own round, and the other way about.
 *
 * <p>A free place costs one pick, O(1) in the length of the line, as long as the first who wait can use it. Those who cannot (they
 * have tried that backend, or their key belongs to another) are passed over, which costs a pick for each. Those who have left are
 * removed when they are met, or all together once they are more than those who wait: O(1) amortised.
 */
public final class WaitingLine {

    private static final int FEW = 64;

    private final Pool pool;
    private volatile QueueRules rules;
    private final QueueStats stats = new QueueStats();
    private final ConcurrentLinkedQueue<Waiter> waiters = new ConcurrentLinkedQueue<>();
    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();

    /** True when somebody behind those who wait in vain may have to ask anew: the next round goes to the end of the line. */
    private final AtomicBoolean changed = new AtomicBoolean();

    /** Used by whoever serves, one at a time. */
    private final RandomGenerator random;

    WaitingLine(Pool pool, QueueRules rules) {
        this.pool = pool;
        this.rules = rules;
        this.random = new SplittableRandom(pool.name().hashCode());
    }

    /** From now on, others may wait; those who do go on under the rules they came under. */
    void goBy(QueueRules next) {
        rules = next;
    }

    public QueueRules rules() {
        return rules;
    }

    public QueueStats stats() {
        return stats;
    }

    boolean isEmpty() {
        return stats.waiting() == 0;
    }

    /** Puts it last; false when as many as may are waiting. Its turn may come before this returns. */
    public boolean join(Waiter waiter) {
        if (!stats.tryJoin(rules.max())) {
            waiter.refused();
            return false;
        }
        waiters.add(waiter);
        if (isElsewhere(waiter)) {
            changed.set(true); // since its session looked, and whoever changed it may not have seen it here
        }
        drain();
        return true;
    }

    /** Takes it out; false when its turn has come already: then it has been granted a place. */
    public boolean leave(Waiter waiter, QueueEnd how) {
        if (!waiter.leave(stats, how)) {
            return false;
        }
        if (left.incrementAndGet() > FEW + stats.waiting()) {
            serve();
        }
        return true;
    }

    /** Gives what is free to those who wait, first come, first served. */
    void drain() {
        if (!isEmpty()) {
            serve();
        }
    }

    /** The same after a change of the candidates, here or in a pool that falls back on this one. O(length). */
    void review() {
        changed.set(true);
        drain();
    }

    private void serve() {
        if (rounds.getAndIncrement() != 0) {
            return; // who is at it goes round again
        }
        int asked = 1;
        try {
            while (asked != 0) {
                round();
                asked = rounds.addAndGet(-asked);
            }
        } finally {
            if (asked != 0) {
                rounds.set(0); // a bug in a picker must not close the line for ever
            }
        }
    }

    private void round() {
        if (left.get() > FEW + stats.waiting()) {
            removeThoseWhoLeft();
        }
        boolean toTheEnd = changed.getAndSet(false);
        boolean offers = true;
        Iterator<Waiter> each = waiters.iterator();
        while ((offers || toTheEnd) && each.hasNext()) {
            Waiter waiter = each.next();
            if (!waiter.isWaiting()) {
                each.remove();
                left.decrementAndGet();
            } else if (isElsewhere(waiter)) {
                grant(waiter, each, null);
            } else if (offers) {
                offers = offer(waiter, each);
            }
        }
    }

    /** True when nothing will be free here for it: it has to ask its pool anew. O(1) but for backends that are no candidates. */
    private boolean isElsewhere(Waiter waiter) {
        return waiter.asked().serving() != pool || !pool.snapshot().hasOther(waiter.tried());
    }

    /** False when there is nothing to offer to anybody. */
    private boolean offer(Waiter waiter, Iterator<Waiter> at) {
        Backend picked = pool.pickNow(waiter.flow(), waiter.tried(), random);
        if (picked == null) {
            return pool.snapshot().hasRoom();
        }
        if (!grant(waiter, at, picked)) {
            picked.stats().close(); // it has just left: the next in this round gets the place
        }
        return true;
    }

    private boolean grant(Waiter waiter, Iterator<Waiter> at, @Nullable Backend place) {
        at.remove();
        boolean isTaken = waiter.grant(stats, place);
        if (!isTaken) {
            left.decrementAndGet();
        }
        return isTaken;
    }

    /** Those who wait and those who left and have not been removed. For tests; O(n). */
    int length() {
        return waiters.size();
    }

    private void removeThoseWhoLeft() {
        Iterator<Waiter> each = waiters.iterator();
        while (each.hasNext()) {
            if (!each.next().isWaiting()) {
                each.remove();
                left.decrementAndGet();
            }
        }
    }
}
