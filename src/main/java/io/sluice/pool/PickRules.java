package io.sluice.pool;

import io.sluice.model.PickPolicy;

/**
 * What the narrowing of one pool goes by.
 *
 * @param cascades when everyone has failed, the failed are picked from; else nobody is
 * @param ties seed of the order in which those stand whom nothing else tells apart; the same for every narrowing of a pool, so
 *     that candidates do not change places without a cause
 */
public record PickRules(PickPolicy policy, boolean cascades, long ties) {

    /** Everyone alive, and the failed when nobody is. */
    public static final PickRules DEFAULT = new PickRules(PickPolicy.DEFAULT, true, 0);
}
