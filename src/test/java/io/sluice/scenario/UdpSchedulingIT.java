package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Picker;
import io.sluice.balance.Schedulers;
import io.sluice.balance.SplitMix64;
import io.sluice.model.Flow;
import io.sluice.model.Protocol;
import io.sluice.stats.Drop;
import io.sluice.testing.Eventually;
import io.sluice.testing.FakeCandidates;
import io.sluice.testing.GivenOptions;
import io.sluice.testing.Scene;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Case D31: where UDP sessions go, under every scheduler of the registry. */
class UdpSchedulingIT {

    private static final String NAMES = "io.sluice.balance.Schedulers#names";
    private static final String COUNTED = "io.sluice.scenario.SchedulerExpectation#counted";
    private static final String HASHING = "io.sluice.scenario.SchedulerExpectation#hashing";

    private static final String REMEMBERING = "io.sluice.scenario.SchedulerExpectation#remembering";

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    /** A session stays open, and with its backend: its second datagram goes where the first went. */
    @ParameterizedTest
    @MethodSource(COUNTED)
    void sharesHeldSessions(String name) throws IOException {
        SchedulerExpectation expected = SchedulerExpectation.of(name);
        List<UdpBackend> backends = three();
        Sluice sluice = sluice(1, expected.pool(name, addresses(backends)));
        StringBuilder picked = new StringBuilder();

        for (UdpClient client : udp.clients(SchedulerExpectation.HELD)) {
            String letter = client.ask("", sluice.address());
            assertThat(client.ask("", sluice.address())).isEqualTo(letter);
            picked.append(letter);
        }

        expected.held().check(picked.toString());
        assertThat(backends.stream().map(backend -> (long) backend.sources()).toList())
                .isEqualTo(sluice.backends().stream()
                        .map(backend -> backend.stats().total())
                        .toList());
        long datagrams = 2 * SchedulerExpectation.HELD;
        UdpScene.closeAndBalance(sluice, datagrams, 0, datagrams, datagrams);
    }

    @ParameterizedTest
    @MethodSource(REMEMBERING)
    void movesAnAddressFromABackendThatHasTooMuch(String name) throws IOException {
        Sluice sluice = sluice(1, SchedulerExpectation.ofSix().pool(name, addresses(three())));
        StringBuilder picked = new StringBuilder();

        for (UdpClient client : udp.clients(21)) {
            picked.append(client.ask("", sluice.address()));
        }

        assertThat(picked).matches(SchedulerExpectation.ONE_AFTER_THE_OTHER);
        sluice.close();
    }

    /** By address, never by port: several sockets of one machine are one client. */
    @ParameterizedTest
    @MethodSource(HASHING)
    void sendsEveryClientHome(String name) throws IOException {
        FakeCandidates pool = FakeCandidates.of("A3 B2 C1");
        Picker rule = Objects.requireNonNull(Schedulers.create(name, GivenOptions.NONE))
                .over(pool, new SplitMix64(1));
        Sluice sluice = sluice(2, SchedulerExpectation.of("wlc").pool(name, addresses(three())));

        for (int source = 1; source <= 20; source++) {
            InetSocketAddress from = new InetSocketAddress("127.0.1." + source, 40_000);
            int home = rule.pick(new Flow(Protocol.UDP, from, sluice.address()), pool, new SplitMix64(1));
            for (int i = 0; i < 3; i++) {
                try (UdpClient client = udp.client("127.0.1." + source)) {
                    assertThat(client.ask("", sluice.address()))
                            .as("source %d", source)
                            .isEqualTo(pool.name(home));
                }
            }
        }
        sluice.close();
    }

    @ParameterizedTest
    @MethodSource(NAMES)
    void givesNothingToWeightZeroDrainingAndDisabled(String name) throws IOException {
        List<String> addresses = addresses(three());
        Sluice sluice = scene.sluice("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app:
                    scheduler: %s
                    backends:
                      - { name: zero, address: "%s", weight: 0 }
                      - { name: draining, address: "%s", state: draining, weight: 100 }
                      - { name: alive, address: "%s", weight: 100 }
                      - { name: disabled, address: "127.0.0.1:9", state: disabled, weight: 100 }
                """.formatted(name, addresses.get(0), addresses.get(1), addresses.get(2)));

        for (int source = 1; source <= 9; source++) {
            assertThat(udp.client("127.0.0." + source).ask("", sluice.address()))
                    .isEqualTo("C");
        }
        sluice.close();
    }

    @Test
    void fillsABackendNoFurtherThanItsLimit() throws IOException {
        List<UdpBackend> backends = three();
        Sluice sluice = scene.sluice(
                """
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app:
                    scheduler: rr
                    backends:
                      - { address: "%s", max_sessions: 1 }
                      - { address: "%s", max_sessions: 2 }
                """.formatted(backends.get(0).address(), backends.get(1).address()));
        List<UdpClient> clients = udp.clients(4);

        for (int i = 0; i < 3; i++) {
            clients.get(i).ask("", sluice.address());
        }
        clients.get(3).send("", sluice.address());

        Eventually.equal("dropped", 1L, () -> UdpScene.dropped(sluice, Drop.BACKENDS_FULL));
        assertThat(List.of(backends.get(0).sources(), backends.get(1).sources()))
                .containsExactly(1, 2);
        sluice.close();
    }

    private List<UdpBackend> three() throws IOException {
        return List.of(
                udp.backend(UdpBackend.named("A")),
                udp.backend(UdpBackend.named("B")),
                udp.backend(UdpBackend.named("C")));
    }

    private static List<String> addresses(List<UdpBackend> backends) throws IOException {
        List<String> addresses = new ArrayList<>();
        for (UdpBackend backend : backends) {
            addresses.add(backend.address());
        }
        return addresses;
    }

    private Sluice sluice(int workers, String pool) {
        return scene.sluice("""
                runtime: { workers: %d }
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                """.formatted(workers) + pool);
    }
}
