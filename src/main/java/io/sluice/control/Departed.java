package io.sluice.control;

import io.sluice.model.BackendSpec;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The backends that a configuration has no more and that still have sessions: they get no others. Each is kept as the member that
 * it was last. Changed on the control loop; readers get copies.
 */
final class Departed {

    private volatile List<Member> members = List.of();

    /** It has left; it is kept as long as it has sessions. */
    void add(Member member) {
        List<Member> more = new ArrayList<>(members);
        more.add(member);
        members = List.copyOf(more);
    }

    /** The same backend, if it is on its way out: it is not any more, and its counters go on. Null if it is not. */
    @Nullable
    Backend back(String pool, BackendSpec spec) {
        for (Member member : members) {
            Backend backend = member.backend();
            boolean isSame = backend.pool().equals(pool)
                    && backend.name().equals(spec.name())
                    && backend.endpoint().equals(spec.endpoint());
            if (isSame) {
                members =
                        members.stream().filter(other -> !other.equals(member)).toList();
                return backend;
            }
        }
        return null;
    }

    /** Forgets those whose last session has ended. */
    void sweep() {
        if (!members.isEmpty()) {
            members = members.stream()
                    .filter(member -> member.backend().stats().active() > 0)
                    .toList();
        }
    }

    /** Any thread. */
    List<Member> members() {
        return members;
    }
}
