package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.model.PickPolicy;
import io.sluice.model.ProbeStatistics;
import io.sluice.pool.Member;
import io.sluice.pool.PoolSnapshot;
import io.sluice.testing.Classes;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The candidates of every objective, compared with a model that was written from the documentation alone. */
class ObjectivesIT {

    private static final int SAMPLING = 5;
    private static final List<Integer> EXPECTED = List.of(1, 2, 4, 9);
    private static final List<String> BASELINES = List.of("", "20ms", "3ms, 14ms, 60ms", "1ms, 10s");
    private static final List<String> LIMITS =
            List.of("", ", max_rtt: 12ms", ", max_fail: 2", ", max_rtt: 30ms, max_fail: 4", ", max_rtt: 1ms");

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void takesTheCandidatesOfTheModelWhateverIsAsked() throws IOException {
        List<String> picks = new ArrayList<>();
        for (String limits : LIMITS) {
            picks.add("objective: alive" + limits);
            picks.add("objective: qualified" + limits);
            for (int expected : EXPECTED) {
                BASELINES.forEach(baselines -> List.of("leastload", "leastping")
                        .forEach(objective -> picks.add("objective: %s, expected: %d, baselines: [%s]%s"
                                .formatted(objective, expected, baselines, limits))));
            }
        }
        Sluice sluice = scene.sluice(pools(picks, backends()));
        Eventually.isTrue("everything is known of everybody", () -> sluice.inventory().pools().stream()
                .allMatch(pool -> Classes.record(
                                        sluice,
                                        pool.snapshot()
                                                .members()
                                                .get(0)
                                                .backend()
                                                .name())
                                .probes()
                                .sum()
                        >= 3 * SAMPLING));

        int compared = 0;
        int narrowed = 0;
        for (int round = 0; round < 20; round++) {
            Eventually.becomesTrue(Duration.ofMillis(30), () -> false);
            for (var pool : sluice.inventory().pools()) {
                PoolSnapshot now = pool.snapshot();
                compared++;
                narrowed += now.candidateCount() < now.members().size() - 1 ? 1 : 0;
                Set<String> candidates = Classes.candidates(now);
                assertThat(new Model(now).agrees(candidates))
                        .as(candidates + " by " + now.narrowing().rules().policy() + " of " + now.members())
                        .isTrue();
                assertClasses(now);
            }
        }
        assertThat(narrowed)
                .as("of " + compared + " have fewer candidates than answer")
                .isGreaterThan(compared / 2);
    }

    @Test
    void ranksByWhatSessionsHaveTaught() throws Exception {
        List<String> addresses = new ArrayList<>();
        for (String name : List.of("a", "b", "c")) {
            addresses.add(scene.backend(Script.naming(name)).address());
        }
        addresses.add(ClosedPort.address());
        List<String> picks = List.of(
                "objective: leastping, expected: 2, learn: traffic",
                "objective: leastload, expected: 2, learn: traffic",
                "objective: leastping, baselines: [1s], learn: traffic",
                "objective: leastping, expected: 3, learn: traffic");
        StringBuilder yaml = new StringBuilder("listeners:\n");
        for (int i = 0; i < picks.size(); i++) {
            yaml.append("  l%d: { listen: \"127.0.0.1:0\", pool: %s }\n".formatted(i, name(i)));
        }
        Sluice sluice = scene.sluice(yaml + "pools:\n" + poolLines(picks, addresses, ""));

        for (int i = 0; i < 40; i++) {
            for (int listener = 0; listener < picks.size(); listener++) {
                try (Peer client = Peer.connect(sluice.address("l" + listener))) {
                    byte[] unused = client.readAll();
                }
            }
        }

        for (int i = 0; i < picks.size(); i++) {
            String pool = name(i);
            Eventually.isTrue("candidates of " + picks.get(i), () -> {
                PoolSnapshot now = Classes.snapshot(sluice, pool);
                return new Model(now).agrees(Classes.candidates(now));
            });
        }
    }

    private List<String> backends() throws IOException {
        AtomicInteger turn = new AtomicInteger();
        AtomicInteger failing = new AtomicInteger();
        Controlled broken = new Controlled("e").late(Duration.ofMillis(2));
        return List.of(
                address(new Controlled("a")),
                address(new Controlled("b").late(Duration.ofMillis(10))),
                address(new Controlled("c").late(Duration.ofMillis(25))),
                address(new Controlled("d").late(() -> turn.getAndIncrement() % 2 * 40_000_000L)),
                address(peer -> {
                    broken.wrong(failing.getAndIncrement() % 3 == 0);
                    broken.serve(peer);
                }),
                ClosedPort.address());
    }

    private String address(Script script) throws IOException {
        ScriptedBackend backend = scene.backend(script);
        return backend.address();
    }

    private static String name(int pool) {
        return pool == 0 ? "app" : "p" + pool;
    }

    private static String pools(List<String> picks, List<String> backends) {
        String check =
                "    check: { %s, interval: 40ms, timeout: 2s, sampling: %d }\n".formatted(Controlled.CHECK, SAMPLING);
        return "listeners:\n  web: { listen: \"127.0.0.1:0\", pool: app }\npools:\n"
                + poolLines(picks, backends, check);
    }

    private static String poolLines(List<String> picks, List<String> backends, String more) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < picks.size(); i++) {
            lines.append("  %s:\n    backends: [ \"%s\" ]\n    pick: { %s }\n%s"
                    .formatted(name(i), String.join("\", \"", backends), picks.get(i), more));
        }
        return lines.toString();
    }

    private static void assertClasses(PoolSnapshot now) {
        PickPolicy policy = now.narrowing().rules().policy();
        for (Member member : now.members()) {
            ProbeStatistics seen = member.health().statistics();
            if (seen.successes() == 0) {
                assertThat(member.backendClass()).isIn(BackendClass.UNKNOWN, BackendClass.FAILED);
                continue;
            }
            boolean failsTooOften =
                    (double) seen.failures() / seen.count() > (double) policy.maxFail() / SAMPLING + 1e-9;
            boolean isSlow = policy.maxRtt().toNanos() > 0
                    && seen.meanNanos() > policy.maxRtt().toNanos();
            assertThat(member.backendClass())
                    .as(policy + " of " + member)
                    .isEqualTo(failsTooOften || isSlow ? BackendClass.ALIVE : BackendClass.QUALIFIED);
        }
    }
}
