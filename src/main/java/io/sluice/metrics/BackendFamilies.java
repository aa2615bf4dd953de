package io.sluice.metrics;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.sluice.model.BackendClass;
import io.sluice.model.BackendState;
import io.sluice.model.ConnectFailure;
import io.sluice.pool.Backend;
import io.sluice.pool.Member;
import io.sluice.pool.Pool;
import io.sluice.pool.PoolSnapshot;
import io.sluice.stats.BackendStats;
import io.sluice.stats.Direction;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** The metrics of the pools and their backends while they are being read; one snapshot per pool. */
final class BackendFamilies {

    private final Counters sessions =
            new Counters("sluice_backend_sessions", "Sessions that reached the backend.", "pool", "backend");
    private final Gauges active =
            new Gauges("sluice_backend_sessions_active", "Sessions counted on the backend now.", "pool", "backend");
    private final Counters bytes = new Counters(
            "sluice_backend_bytes",
            "Bytes relayed from clients (in) and to clients (out).",
            "pool",
            "backend",
            "direction");
    private final Counters failures = new Counters(
            "sluice_backend_connect_failures",
            "Failed attempts to connect the backend, by reason.",
            "pool",
            "backend",
            "reason");
    private final ConnectSeconds connectSeconds = new ConnectSeconds();
    private final Gauges weight = new Gauges("sluice_backend_weight", "Weight of the backend.", "pool", "backend");
    private final Gauges classes = new Gauges(
            "sluice_backend_class", "1 for the class that the probes give the backend.", "pool", "backend", "class");
    private final Gauges states = new Gauges(
            "sluice_backend_state", "1 for the state that the operator gave the backend.", "pool", "backend", "state");
    private final Gauges ejected = new Gauges(
            "sluice_backend_ejected",
            "1 while the backend is taken out because sessions could not connect it.",
            "pool",
            "backend");
    private final Counters ejections = new Counters(
            "sluice_backend_ejections",
            "How often the backend was taken out because sessions could not connect it.",
            "pool",
            "backend");
    private final Gauges candidate =
            new Gauges("sluice_backend_candidate", "1 when new sessions may go to the backend.", "pool", "backend");
    private final Gauges candidates =
            new Gauges("sluice_pool_candidates", "Backends of the pool that new sessions may go to.", "pool");

    private BackendFamilies() {}

    /** @param departed whose sessions go on, though their pool has them no more */
    static List<MetricSnapshot> of(List<Pool> pools, List<Member> departed) {
        BackendFamilies families = new BackendFamilies();
        pools.forEach(families::read);
        Set<String> seen = new HashSet<>();
        departed.stream()
                .filter(member -> isGone(pools, member.backend())
                        && seen.add(member.backend().toString()))
                .forEach(families::readDeparted);
        return List.of(
                families.sessions.snapshot(),
                families.active.snapshot(),
                families.bytes.snapshot(),
                families.failures.snapshot(),
                families.connectSeconds.snapshot(),
                families.weight.snapshot(),
                families.classes.snapshot(),
                families.states.snapshot(),
                families.ejected.snapshot(),
                families.ejections.snapshot(),
                families.candidate.snapshot(),
                families.candidates.snapshot());
    }

    private void read(Pool pool) {
        PoolSnapshot now = pool.snapshot();
        candidates.add(now.candidateCount(), pool.name());
        List<Member> members = now.members();
        for (int i = 0; i < members.size(); i++) {
            String backend = members.get(i).backend().name();
            candidate.add(now.isCandidate(i) ? 1 : 0, pool.name(), backend);
            readStanding(pool.name(), members.get(i));
            readCounters(pool.name(), members.get(i).backend());
        }
    }

    /** False where the pool has a backend of this name again: one name is one series. */
    private static boolean isGone(List<Pool> pools, Backend departed) {
        return pools.stream()
                .filter(pool -> pool.name().equals(departed.pool()))
                .flatMap(pool -> pool.snapshot().members().stream())
                .noneMatch(member -> member.backend().name().equals(departed.name()));
    }

    private void readDeparted(Member member) {
        candidate.add(0, member.backend().pool(), member.backend().name());
        readStanding(member.backend().pool(), member.withState(BackendState.DRAINING));
        readCounters(member.backend().pool(), member.backend());
    }

    private void readStanding(String pool, Member member) {
        String backend = member.backend().name();
        weight.add(member.weight(), pool, backend);
        ejected.add(member.health().ejected() ? 1 : 0, pool, backend);
        for (BackendClass each : BackendClass.values()) {
            classes.add(member.backendClass() == each ? 1 : 0, pool, backend, each.word());
        }
        for (BackendState each : BackendState.values()) {
            states.add(member.state() == each ? 1 : 0, pool, backend, each.word());
        }
    }

    private void readCounters(String pool, Backend backend) {
        BackendStats stats = backend.stats();
        sessions.add(stats.total(), pool, backend.name());
        active.add(stats.active(), pool, backend.name());
        ejections.add(stats.ejections(), pool, backend.name());
        for (Direction direction : Direction.values()) {
            bytes.add(stats.bytes(direction), pool, backend.name(), direction.label());
        }
        for (ConnectFailure reason : ConnectFailure.OF_BACKENDS) {
            failures.add(stats.connectFailures().count(reason), pool, backend.name(), reason.label());
        }
        connectSeconds.add(stats.connectTimes(), pool, backend.name());
    }
}
