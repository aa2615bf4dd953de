package io.sluice.testing;

import io.sluice.health.HealthRecord;
import io.sluice.health.HealthRecords;
import io.sluice.model.BackendClass;
import io.sluice.pool.Member;
import io.sluice.pool.PoolSnapshot;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** What a daemon thinks of the backends of its pools. */
public final class Classes {

    private Classes() {}

    public static PoolSnapshot snapshot(Sluice sluice, String pool) {
        return sluice.inventory().pools().stream()
                .filter(each -> each.name().equals(pool))
                .findFirst()
                .orElseThrow()
                .snapshot();
    }

    public static Member member(Sluice sluice, String pool, String backend) {
        return snapshot(sluice, pool).members().stream()
                .filter(member -> member.backend().name().equals(backend))
                .findFirst()
                .orElseThrow();
    }

    /** Waits until a backend of the pool {@code app} is in this class. */
    public static void await(Sluice sluice, String backend, BackendClass expected) {
        Eventually.equal("class of " + backend, expected, () -> member(sluice, "app", backend)
                .backendClass());
    }

    /** Waits until all backends of the pool {@code app} are in this class. */
    public static void awaitAll(Sluice sluice, BackendClass expected) {
        Eventually.isTrue("all are " + expected.word(), () -> snapshot(sluice, "app").members().stream()
                .allMatch(member -> member.backendClass() == expected));
    }

    public static Set<String> candidates(PoolSnapshot snapshot) {
        List<Member> members = snapshot.members();
        return IntStream.range(0, members.size())
                .filter(snapshot::isCandidate)
                .mapToObj(index -> members.get(index).backend().name())
                .collect(Collectors.toSet());
    }

    /** What the probes of a backend of the pool {@code app} have found. */
    public static HealthRecord record(Sluice sluice, String backend) {
        HealthRecords records = Objects.requireNonNull(sluice.inventory().health("app"));
        return Objects.requireNonNull(records.backend(backend));
    }
}
