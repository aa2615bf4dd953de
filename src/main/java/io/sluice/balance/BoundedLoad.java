package io.sluice.balance;

/**
 * A limit to what a consistent scheduler may load on one member (Mirrokni, Thorup and Zadimoghaddam, "Consistent hashing with bounded
 * loads", SODA 2018), in the exact division of HAProxy's {@code hash-balance-factor} ({@code lb_chash.c}): of
 * ceil(percent x (sessions of the pool + 1) / 100) places everyone gets its share by weight, at least one. The places are more than
 * the sessions, so somebody always has room; with several loops picking at once the counts, and so the limit, are approximate.
 *
 * <p>0 percent is no limit and costs nothing; else a pick costs O(n) to count the pool. Sums of weights below 2^31. Thread-safe.
 */
final class BoundedLoad {

    private static final long UNBOUNDED = Long.MAX_VALUE;

    private final Candidates candidates;
    private final Eligible eligible;
    private final int percent;
    private final long[] ends;
    private final long weights;

    /**
     * Over the members that may be picked.
     *
     * @param percent 100 or more; 0 = no limit
     */
    BoundedLoad(Candidates candidates, Eligible eligible, int percent) {
        this.candidates = candidates;
        this.eligible = eligible;
        this.percent = percent;
        this.ends = new long[candidates.size()];
        long end = 0;
        for (int position = 0; position < eligible.size(); position++) {
            end += eligible.weight(position);
            ends[eligible.index(position)] = end;
        }
        this.weights = end;
    }

    /** How many places there are for the sessions of the pool and the next one. */
    long places() {
        if (percent == 0) {
            return UNBOUNDED;
        }
        long sessions = 1;
        for (int position = 0; position < eligible.size(); position++) {
            sessions += candidates.sessions(eligible.index(position));
        }
        return (sessions * percent + 99) / 100;
    }

    /** True for a member that may be picked and holds fewer sessions than its share of these places. */
    boolean hasRoom(int index, long places) {
        if (!candidates.isEligible(index)) {
            return false;
        }
        if (places == UNBOUNDED) {
            return true;
        }
        long weight = candidates.weight(index);
        long rest = places % weights;
        long share =
                weight * (places / weights) + ends[index] * rest / weights - (ends[index] - weight) * rest / weights;
        return candidates.sessions(index) < Math.max(1, share);
    }

    /**
     * The first admitted member with room from this position among the eligible on, going round. If those with room are not admitted
     * the first that is, room or not: a session is not refused for evenness.
     */
    int firstAdmitted(int from, Admission admission, long places) {
        for (int step = 0; places != UNBOUNDED && step < eligible.size(); step++) {
            int index = eligible.index((from + step) % eligible.size());
            if (hasRoom(index, places) && admission.admits(index)) {
                return index;
            }
        }
        return eligible.firstAdmitted(from, admission);
    }
}
