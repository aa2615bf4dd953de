package io.sluice.udp;

import io.sluice.model.Endpoint;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Knows the sources that must not open a session, because answers to them would come back to us: port 0, our own listeners, and
 * the backends of the pool. On one worker; the backends' addresses are gathered again when a snapshot has been replaced.
 */
final class LoopGuard {

    private final OwnAddresses own;
    private final List<PoolSnapshot> seen = new ArrayList<>();
    private final Set<InetSocketAddress> backends = new HashSet<>();

    LoopGuard(OwnAddresses own) {
        this.own = own;
    }

    /** @param pool that a session of this source would go to */
    boolean isLoop(InetSocketAddress source, Pool pool) {
        if (source.getPort() == 0 || own.contains(source)) {
            return true;
        }
        if (!isCurrent(pool)) {
            gather(pool);
        }
        return backends.contains(source);
    }

    private boolean isCurrent(Pool pool) {
        int depth = 0;
        for (Pool each = pool; each != null; depth++) {
            PoolSnapshot now = each.snapshot();
            if (depth >= seen.size() || seen.get(depth) != now) {
                return false;
            }
            each = now.fallback();
        }
        return true;
    }

    private void gather(Pool pool) {
        seen.clear();
        backends.clear();
        for (Pool each = pool; each != null; ) {
            PoolSnapshot now = each.snapshot();
            seen.add(now);
            for (Member member : now.members()) {
                if (member.backend().endpoint() instanceof Endpoint.Inet inet) {
                    backends.add(inet.address());
                }
            }
            each = now.fallback();
        }
    }
}
