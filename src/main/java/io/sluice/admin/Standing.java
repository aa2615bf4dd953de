package io.sluice.admin;

import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Whether new sessions may go to a backend. Immutable.
 *
 * @param isCandidate whether they may
 * @param because why not, in words; null for a candidate
 */
record Standing(boolean isCandidate, @Nullable String because) {

    static Standing of(PoolSnapshot now, int index) {
        return new Standing(now.isCandidate(index), now.narrowing().objection(index));
    }

    /** Where a member of the pool stands in its present snapshot; null when the pool has lost it meanwhile. O(n). */
    static @Nullable Standing of(Pool pool, Member member) {
        PoolSnapshot now = pool.snapshot();
        List<Member> members = now.members();
        for (int index = 0; index < members.size(); index++) {
            if (members.get(index).backend() == member.backend()) {
                return of(now, index);
            }
        }
        return null;
    }
}
