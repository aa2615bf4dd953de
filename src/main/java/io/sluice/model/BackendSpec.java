package io.sluice.model;

/**
 * One backend as the operator configured it.
 *
 * @param name unique in its pool; by default the address
 * @param endpoint where it listens
 * @param weight 0 to 65535; 0 means that no scheduler ever picks it
 * @param maxSessions sessions it may hold at once; 0 = no limit
 * @param state what the operator says of it at start
 */
public record BackendSpec(String name, Endpoint endpoint, int weight, int maxSessions, BackendState state) {

    public static final int MAX_WEIGHT = 65_535;
}
