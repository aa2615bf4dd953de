package io.sluice.simulation;

/**
 * A backend as a scenario describes it. Immutable.
 *
 * @param name unique in its scenario; what the consistent schedulers hash
 * @param weight 0 to 65535
 * @param maxSessions 0 = no limit
 * @param connect how long a connect takes; a session counts from its pick, so it holds its place for this long more
 * @param answer how long the first byte takes once connected; a session that is shorter ends without one
 */
public record SyntheticBackend(String name, int weight, int maxSessions, Distribution connect, Distribution answer) {

    /** Without a limit, connected at once. */
    public SyntheticBackend(String name, int weight) {
        this(name, weight, 0, Distribution.NONE);
    }

    /** That answers as soon as it is connected. */
    public SyntheticBackend(String name, int weight, int maxSessions, Distribution connect) {
        this(name, weight, maxSessions, connect, Distribution.NONE);
    }

    SyntheticBackend weighing(int other) {
        return new SyntheticBackend(name, other, maxSessions, connect, answer);
    }
}
