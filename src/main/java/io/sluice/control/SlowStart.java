package io.sluice.control;

import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Who of one pool starts slowly: a backend that has become usable gets the share of its weight that has passed of the window, never
 * less than {@value #LEAST} percent, as Envoy's slow start with aggression 1. Where more than half of the usable backends would
 * start slowly, nobody does: there is no one else to take the load. Shares never shrink: what has ended does not begin again.
 * Used on the control loop only.
 */
final class SlowStart {

    static final int LEAST = 10;

    private static final long FASTEST_NANOS = TimeUnit.MILLISECONDS.toNanos(50);
    private static final long SLOWEST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int STEPS = 20;

    private long windowNanos;
    private final Map<Backend, Long> starts = new HashMap<>();

    /** @param windowNanos 0 = everyone starts at once */
    SlowStart(long windowNanos) {
        this.windowNanos = windowNanos;
    }

    /** The length of the window from now on; who starts slowly goes on in the new one. */
    void window(long nanos) {
        windowNanos = nanos;
    }

    /** Begins with a member that has just joined, if it is usable. */
    void joined(Member member, long now) {
        if (member.isUsable() && windowNanos > 0) {
            starts.put(member.backend(), now);
        }
    }

    /** Ends with a member that has left. */
    void left(Backend backend) {
        starts.remove(backend);
    }

    /** Begins where a change has made the member usable, and ends where it is not usable any more. */
    void changed(Member before, Member after, long now) {
        if (!after.isUsable()) {
            starts.remove(after.backend());
        } else if (!before.isUsable() && windowNanos > 0) {
            starts.put(after.backend(), now);
        }
    }

    /** Gives each of these members its percentage; true when that has changed any. */
    boolean apply(Roster roster, long now) {
        end(roster.all(), now);
        boolean isChanged = false;
        for (Member member : roster.all()) {
            int percent = percent(member.backend(), now);
            if (percent != member.ramp()) {
                roster.put(member.withRamp(percent));
                isChanged = true;
            }
        }
        return isChanged;
    }

    private void end(List<Member> members, long now) {
        starts.values().removeIf(start -> now - start >= windowNanos);
        long usable = members.stream().filter(Member::isUsable).count();
        if (starts.size() * 2L > usable) {
            starts.clear();
        }
    }

    private int percent(Backend backend, long now) {
        Long start = starts.get(backend);
        return start == null ? Member.FULL : percent(now - start, windowNanos);
    }

    /** Rounded down, at least {@value #LEAST}. */
    static int percent(long elapsedNanos, long windowNanos) {
        // A percent of the longest window is still far from overflowing.
        return Math.max(LEAST, (int) Math.min(Member.FULL, elapsedNanos / Math.max(1, windowNanos / Member.FULL)));
    }

    boolean isRunning() {
        return !starts.isEmpty();
    }

    /** How often the percentages are looked at: a twentieth of the window, at least every second. */
    long periodNanos() {
        return Math.max(FASTEST_NANOS, Math.min(SLOWEST_NANOS, windowNanos / STEPS));
    }
}
