package io.sluice.udp;

/**
 * How many datagrams to read from a backend's socket at once: as many as are likely there, which is one for each one sent, or
 * ever more while they come unasked. One is the cheapest to read, and what is read too little is told again.
 */
final class ReadSize {

    private static final int MOST = 8;

    private int expected;
    private int streak = 1;

    /** So many have been sent. */
    void sent(int datagrams) {
        expected += datagrams;
        streak = 1;
    }

    int next() {
        return Math.min(MOST, Math.max(expected, streak));
    }

    /** What a read of {@link #next} brought. */
    void read(int wanted, int received) {
        if (received < wanted) {
            expected = (wanted - received) / 2; // some may never come, so the expectation fades
            streak = 1;
            return;
        }
        expected = Math.max(0, expected - received);
        streak = expected > 0 ? 1 : Math.min(MOST, streak * 2);
    }
}
