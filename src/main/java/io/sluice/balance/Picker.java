package io.sluice.balance;

import io.sluice.model.Flow;
import java.util.random.RandomGenerator;

/**
 * Picks among the members of one pool snapshot. Called by every worker loop at once: implementations are thread-safe, take no
 * lock and allocate nothing.
 */
public interface Picker {

    /** Nobody can take the session. */
    int NONE = -1;

    /**
     * The index of the member that takes this session, or {@link #NONE} if and only if no candidate with a positive weight is
     * admitted. {@link Overflow} alone refuses more: there a weight is a limit of sessions.
     */
    int pick(Flow flow, Admission admission, RandomGenerator random);
}
