package io.sluice.control;

import java.util.List;

/**
 * What a rebalance is going to do. Immutable.
 *
 * @param perSecond sessions over all backends
 * @param parts the backends that have more than their share; none when there is nothing to do
 */
public record RebalancePlan(String pool, int perSecond, List<Part> parts) {

    public RebalancePlan {
        parts = List.copyOf(parts);
    }

    /** How many sessions are going to be ended. */
    public int toEnd() {
        return parts.stream().mapToInt(Part::toEnd).sum();
    }

    /**
     * What is done about one backend.
     *
     * @param sessions those that it has past connecting
     * @param share how many it should have
     */
    public record Part(String backend, int sessions, int share) {

        /** How many sessions of the backend are going to be ended. */
        public int toEnd() {
            return sessions - share;
        }
    }
}
