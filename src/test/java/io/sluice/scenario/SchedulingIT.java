package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Picker;
import io.sluice.balance.Schedulers;
import io.sluice.balance.SplitMix64;
import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import io.sluice.testing.Eventually;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.GivenOptions;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Case D35: where sessions go, end to end, under every scheduler of the registry. */
class SchedulingIT {

    private static final String NAMES = "io.sluice.balance.Schedulers#names";
    private static final String COUNTED = "io.sluice.scenario.SchedulerExpectation#counted";
    private static final String HASHING = "io.sluice.scenario.SchedulerExpectation#hashing";
    private static final String REMEMBERING = "io.sluice.scenario.SchedulerExpectation#remembering";
    private static final int SOURCES = 12;

    @RegisterExtension
    final Scene scene = new Scene();

    /** Each ends before the next begins. */
    @ParameterizedTest
    @MethodSource(COUNTED)
    void sharesQuietSessionsInItsOrder(String name) throws Exception {
        SchedulerExpectation expected = SchedulerExpectation.of(name);
        Sluice sluice = sluice(1, expected.pool(name, addresses(naming())));
        StringBuilder picked = new StringBuilder();

        for (int i = 0; i < SchedulerExpectation.QUIET; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                picked.append(client.readText(1));
                assertThat(client.readAll()).isEmpty();
            }
            Eventually.equal("active", 0, () -> sluice.stats().active());
        }

        expected.quiet().check(picked.toString());
        if (!expected.cycle().isEmpty()) {
            assertThat(expected.cycle().repeat(SchedulerExpectation.QUIET + 1)).contains(picked);
        }
    }

    /** One after the other, so that the counts are exact. */
    @ParameterizedTest
    @MethodSource(COUNTED)
    void sharesHeldSessions(String name) throws Exception {
        SchedulerExpectation expected = SchedulerExpectation.of(name);
        Sluice sluice = sluice(1, expected.pool(name, addresses(holding())));

        expected.held().check(hold(sluice, SchedulerExpectation.HELD));
    }

    /** Four clients at a time on two workers: what is one counter for all stays exact, what looks at sessions may look at the same time. */
    @ParameterizedTest
    @MethodSource(COUNTED)
    void sharesHeldSessionsOverTwoWorkers(String name) throws Exception {
        SchedulerExpectation expected = SchedulerExpectation.of(name);
        Sluice sluice = sluice(2, expected.pool(name, addresses(holding())));

        List<CompletableFuture<String>> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(Scene.async(() -> hold(sluice, SchedulerExpectation.HELD / 4)));
        }
        StringBuilder picked = new StringBuilder();
        clients.forEach(client -> picked.append(client.join()));

        expected.held().within(expected.slack()).check(picked.toString());
    }

    /** In a quiet pool that is for good, where {@code wlc} would take turns. */
    @ParameterizedTest
    @MethodSource(REMEMBERING)
    void keepsAnAddressWithItsBackend(String name) throws Exception {
        Sluice sluice = sluice(2, SchedulerExpectation.ofSix().pool(name, addresses(naming())));
        StringBuilder picked = new StringBuilder();

        for (int i = 0; i < 12; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                picked.append(client.readText(1));
                client.readToEnd();
            }
            Eventually.equal("active", 0, () -> sluice.stats().active());
        }

        assertThat(picked.toString()).isEqualTo(picked.substring(0, 1).repeat(12));
    }

    @ParameterizedTest
    @MethodSource(REMEMBERING)
    void movesAnAddressFromABackendThatHasTooMuch(String name) throws Exception {
        Sluice sluice = sluice(2, SchedulerExpectation.ofSix().pool(name, addresses(holding())));

        assertThat(hold(sluice, 21)).matches(SchedulerExpectation.ONE_AFTER_THE_OTHER);
    }

    /** Under {@code overflow} the weights are limits, and they are full now. */
    @ParameterizedTest
    @ValueSource(strings = {"overflow", "ovf"})
    void refusesWhatIsAboveTheWeights(String name) throws Exception {
        SchedulerExpectation expected = SchedulerExpectation.of("overflow");
        Sluice sluice = sluice(1, expected.pool(name, addresses(holding())));
        hold(sluice, 39);

        try (Peer client = Peer.connect(sluice.address())) {
            assertThat(client.ending()).isIn(Peer.Ending.FIN, Peer.Ending.RESET);
            assertThat(client.received()).isZero();
        }
    }

    /** Every client goes where a picker of the same configuration sends it, whatever the daemon has done before. */
    @ParameterizedTest
    @MethodSource(HASHING)
    void sendsEveryClientHome(String name) throws Exception {
        FakeCandidates pool = FakeCandidates.of("A3 B2 C1");
        Picker rule = Objects.requireNonNull(Schedulers.create(name, GivenOptions.NONE))
                .over(pool, new SplitMix64(1));
        SchedulerExpectation weights = SchedulerExpectation.of("wlc");
        Sluice sluice = scene.sluice("""
                runtime: { workers: 2 }
                listeners:
                  web: { listen: [ "127.0.0.1:0", "127.0.0.2:0", "127.0.0.3:0", "127.0.0.4:0" ], protocol: tcp, pool: app }
                """ + weights.pool(name, addresses(naming())));
        StringBuilder used = new StringBuilder();

        for (int visit = 0; visit < 2; visit++) {
            for (int source = 1; source <= SOURCES; source++) {
                for (InetSocketAddress address : sluice.listener("web").addresses()) {
                    InetSocketAddress from = new InetSocketAddress("127.0.1." + source, 40_000);
                    int home = rule.pick(new Flow(Protocol.TCP, from, address), pool, new SplitMix64(1));

                    String found = nameFrom(from.getAddress(), address);

                    assertThat(found).as("%s to %s", from, address).isEqualTo(pool.name(home));
                    used.append(found);
                }
            }
        }
        assertThat(used.chars().distinct().count()).isGreaterThan(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lc", "wlc", "sed", "nq"})
    void fillsTheBackendWhoseSessionsHaveEnded(String name) throws Exception {
        List<ScriptedBackend> backends = holding();
        SchedulerExpectation expected = SchedulerExpectation.of(name);
        Sluice sluice = sluice(1, expected.pool(name, addresses(backends)));
        hold(sluice, SchedulerExpectation.HELD);
        int lost = backends.get(1).connections();

        for (int i = 0; i < lost; i++) {
            backends.get(1).peer(i).reset();
        }
        Eventually.equal("active", 0, () -> sluice.backend(1).active());

        assertThat(hold(sluice, lost)).isEqualTo("B".repeat(lost));
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void givesNothingToWeightZeroDrainingAndDisabled(String name) throws Exception {
        List<String> addresses = addresses(naming());
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                pools:
                  app:
                    scheduler: %s
                    backends:
                      - { name: zero, address: "%s", weight: 0 }
                      - { name: alive, address: "%s", weight: 100 }
                      - { name: draining, address: "%s", state: draining, weight: 100 }
                      - { name: disabled, address: "127.0.0.1:9", state: disabled, weight: 100 }
                """.formatted(name, addresses.get(0), addresses.get(1), addresses.get(2)));

        for (int i = 0; i < 20; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                assertThat(client.readAll()).containsExactly('B');
            }
        }
    }

    /** Opens so many sessions, keeps them, and tells who has them. */
    private String hold(Sluice sluice, int count) throws IOException {
        StringBuilder picked = new StringBuilder();
        for (int i = 0; i < count; i++) {
            Peer client = Peer.connect(sluice.address());
            synchronized (scene) {
                scene.closing(client);
            }
            picked.append(client.readText(1));
        }
        return picked.toString();
    }

    private static String nameFrom(InetAddress source, InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(source, 0));
        try (Peer client = Peer.connect(socket, address)) {
            return client.readText(1);
        }
    }

    private List<ScriptedBackend> naming() throws IOException {
        return List.of(
                scene.backend(Script.naming("A")),
                scene.backend(Script.naming("B")),
                scene.backend(Script.naming("C")));
    }

    private List<ScriptedBackend> holding() throws IOException {
        return List.of(
                scene.backend(Script.namingAndHolding("A")),
                scene.backend(Script.namingAndHolding("B")),
                scene.backend(Script.namingAndHolding("C")));
    }

    private static List<String> addresses(List<ScriptedBackend> backends) {
        return backends.stream().map(ScriptedBackend::address).toList();
    }

    private Sluice sluice(int workers, String pool) {
        return scene.sluice("""
                runtime: { workers: %d }
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                """.formatted(workers) + pool);
    }
}
