package io.sluice.model;

/**
 * One backend as the operator configured it.
 *
 * @param name unique in its pool; by default the address
 * @param endpoint where it listens
 * @param weight 0 to 65535; 0 means that no scheduler ever picks it
 * @param maxSessions sessions it may hold at once; 0 = no limit
 * @param state what the operator says of it at start
 * @param priority 0 to 65535; the lower number is preferred
 * @param backup preferred less than everyone who is not a backup, whatever the priorities
 */
public record BackendSpec(
        String name, Endpoint endpoint, int weight, int maxSessions, BackendState state, int priority, boolean backup) {

    public static final int MAX_WEIGHT = 65_535;
    public static final int MAX_PRIORITY = 65_535;

    /** A backend of the first priority. */
    public BackendSpec(String name, Endpoint endpoint, int weight, int maxSessions, BackendState state) {
        this(name, endpoint, weight, maxSessions, state, 0, false);
    }

    /** The same backend at another address. */
    public BackendSpec at(Endpoint other) {
        return new BackendSpec(name, other, weight, maxSessions, state, priority, backup);
    }
}
