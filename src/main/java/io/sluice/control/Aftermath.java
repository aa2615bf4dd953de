package io.sluice.control;

import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.PoolSnapshot;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * What the failure of backends of one pool means for the sessions that they have: UDP sessions are told to move, TCP sessions are
 * closed little by little where the pool says so. A failed backend that is a candidate all the same, because everyone has failed,
 * keeps its sessions: what is given to it would be closed at once. On the control loop, after each snapshot.
 */
final class Aftermath {

    private final Function<Backend, Evacuation> evacuations;
    private final boolean closes;
    private final Map<Backend, Evacuation> running = new HashMap<>();

    /**
     * @param closes whether the sessions of failed backends are closed
     * @param evacuations how
     */
    Aftermath(boolean closes, Function<Backend, Evacuation> evacuations) {
        this.closes = closes;
        this.evacuations = evacuations;
    }

    void published(PoolSnapshot snapshot) {
        boolean othersServe = snapshot.candidateCount() > 0 || snapshot.fallback() != null;
        List<Member> members = snapshot.members();
        for (int index = 0; index < members.size(); index++) {
            Member member = members.get(index);
            boolean isOut = member.isFailed() || member.health().ejected();
            boolean isCandidate = snapshot.isCandidate(index);
            member.backend().setAbandoned(isOut && othersServe && !isCandidate);
            if (closes) {
                evacuate(member.backend(), member.isFailed() && !isCandidate);
            }
        }
    }

    /** Closes no more sessions of a backend that has left: they may go on. */
    void left(Backend backend) {
        evacuate(backend, false);
    }

    /** Closes no more sessions of anyone. */
    void stop() {
        running.values().forEach(Evacuation::stop);
        running.clear();
    }

    private void evacuate(Backend backend, boolean isLeft) {
        if (!isLeft) {
            Evacuation over = running.remove(backend);
            if (over != null) {
                over.stop();
            }
        } else if (!running.containsKey(backend)) {
            Evacuation evacuation = evacuations.apply(backend);
            running.put(backend, evacuation);
            evacuation.begin();
        }
    }
}
