package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.RebalanceAnswer;
import io.sluice.control.RebalanceAnswer.InVain;
import io.sluice.control.RebalanceAnswer.Planned;
import io.sluice.control.RebalancePlan.Part;
import io.sluice.model.BackendState;
import io.sluice.model.TerminationCode;
import io.sluice.stats.SessionRecord;
import io.sluice.testing.Blackhole;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A backend has come late: the oldest sessions of the others are ended so that their clients come back to it. */
class RebalanceIT {

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);
    private final Crowd crowd = new Crowd(scene);

    /** Backends a and b, and c that drains; b and c take nobody yet. */
    private Sluice sluice(String keys) throws IOException {
        return scene.sluice("""
                runtime: { workers: 2 }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    %s
                    backends:
                      - { name: a, address: "%s" }
                      - { name: b, address: "%s", state: draining }
                      - { name: c, address: "%s", state: draining }
                """.formatted(
                        keys,
                        scene.backend(new Controlled("a")).address(),
                        scene.backend(new Controlled("b")).address(),
                        scene.backend(new Controlled("c")).address()));
    }

    private static List<Part> planned(Sluice sluice, int perSecond) {
        RebalanceAnswer answer =
                sluice.control().moves().rebalance("app", perSecond).join();
        assertThat(answer).isInstanceOf(Planned.class);
        return ((Planned) answer).plan().parts();
    }

    private static int count(Sluice sluice) {
        return sluice.records().size();
    }

    @Test
    void endsTheOldestUntilEveryoneHasItsShare() throws IOException {
        Sluice sluice = sluice("scheduler: wlc");
        crowd.join(sluice.address(), 60);
        sluice.state("app", "b", BackendState.ENABLED);

        long begun = System.nanoTime();
        assertThat(planned(sluice, 50)).containsExactly(new Part("a", 60, 30));
        Eventually.isTrue("its surplus is ended", () -> count(sluice) == 30);
        long millis = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun);

        assertThat(millis).as("30 at 50 a second").isBetween(550L, 2_500L);
        Crowd.assertInOrder(
                sluice.records().stream().map(SessionRecord::client).toList(),
                crowd.with("a").subList(0, 30),
                8);
        assertThat(sluice.stats().ended().count(TerminationCode.KILLED)).isEqualTo(30);
        assertThat(Eventually.staysTrue(Duration.ofMillis(300), () -> count(sluice) == 30))
                .as("and no more")
                .isTrue();
        assertThat(crowd.served("a")).isEqualTo(30);
    }

    @Test
    void bringsClientsThatComeBackToWhoHasTooFew() throws IOException {
        Sluice sluice = sluice("scheduler: wlc");
        crowd.join(sluice.address(), 40);
        sluice.state("app", "b", BackendState.ENABLED);

        assertThat(planned(sluice, 100)).containsExactly(new Part("a", 40, 20));
        for (int back = 0; back < 20; back++) {
            int before = back;
            Eventually.isTrue("one more is ended", () -> count(sluice) > before);
            crowd.join(sluice.address(), 1);
        }

        assertThat(List.of(sluice.backend(0).active(), sluice.backend(1).active()))
                .containsExactly(20, 20);
        assertThat(planned(sluice, 100)).isEmpty();
    }

    @Test
    void goesByTheWeightsAndLeavesAloneWhoIsNoCandidate() throws IOException {
        Sluice sluice = sluice("scheduler: rr");
        sluice.state("app", "c", BackendState.ENABLED);
        crowd.join(sluice.address(), 40);
        sluice.state("app", "c", BackendState.DRAINING);
        sluice.state("app", "b", BackendState.ENABLED);
        assertThat(sluice.reload("""
                        runtime: { workers: 2 }
                        listeners:
                          web: { listen: "127.0.0.1:0", pool: app }
                        pools:
                          app:
                            scheduler: rr
                            backends:
                              - { name: a, address: "%s", weight: 3 }
                              - { name: b, address: "%s", weight: 2 }
                              - { name: c, address: "%s", state: draining }
                        """.formatted(
                                sluice.backends().get(0).endpoint().text(),
                                sluice.backends().get(1).endpoint().text(),
                                sluice.backends().get(2).endpoint().text())))
                .contains("pool app: backend a: weight 1 -> 3");

        assertThat(planned(sluice, 1_000)).containsExactly(new Part("a", 20, 12));
        Eventually.isTrue("its surplus is ended", () -> count(sluice) == 8);

        assertThat(crowd.served("a")).isEqualTo(12);
        assertThat(crowd.served("c")).isEqualTo(20);
    }

    @Test
    void stops() throws IOException {
        Sluice sluice = sluice("scheduler: wlc");
        crowd.join(sluice.address(), 60);
        sluice.state("app", "b", BackendState.ENABLED);
        planned(sluice, 20);
        Eventually.isTrue("it begins", () -> count(sluice) >= 2);

        assertThat(sluice.control().moves().stopRebalance("app").join()).isTrue();
        Eventually.becomesTrue(Duration.ofMillis(100), () -> false); // one that was under way
        int after = count(sluice);

        assertThat(Eventually.staysTrue(Duration.ofMillis(400), () -> count(sluice) == after))
                .as("nobody is ended any more")
                .isTrue();
        assertThat(sluice.control().moves().stopRebalance("app").join()).isFalse();
        assertThat(crowd.served("a")).isEqualTo(60 - after);
    }

    @Test
    void endsUdpSessionsToo() throws IOException {
        UdpBackend one = udp.backend(UdpBackend.named("a"));
        UdpBackend two = udp.backend(UdpBackend.named("b"));
        Sluice sluice = udp.sluice("", one, two);
        sluice.state("app", two.address(), BackendState.DRAINING);
        List<UdpClient> clients = udp.clients(20);
        for (UdpClient client : clients) {
            client.ask("x", sluice.address());
        }
        sluice.state("app", two.address(), BackendState.ENABLED);

        assertThat(planned(sluice, 100)).containsExactly(new Part(one.address(), 20, 10));
        Eventually.isTrue("its surplus is ended", () -> count(sluice) == 10);

        assertThat(sluice.records()).extracting(SessionRecord::code).containsOnly(TerminationCode.KILLED);
        for (UdpClient client : clients) {
            assertThat(client.ask("y", sluice.address())).endsWith("y");
        }
        assertThat(sluice.stats().active()).isEqualTo(20);
        sluice.close();
    }

    @Test
    void countsNobodyWhoIsStillBeingConnected() throws IOException {
        Blackhole silent = scene.closing(new Blackhole());
        Sluice sluice = scene.sluice("""
                runtime: { workers: 2 }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app:
                    backends: [ { name: a, address: "%s" }, { name: b, address: "%s", state: draining } ]
                """.formatted(
                        silent.address(), scene.backend(new Controlled("b")).address()));
        for (int i = 0; i < 4; i++) {
            Peer unused = scene.client(sluice.address());
        }
        Eventually.equal("connecting", 4, () -> sluice.backend(0).active());
        sluice.state("app", "b", BackendState.ENABLED);

        assertThat(planned(sluice, 100)).isEmpty();
        assertThat(count(sluice)).isZero();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "scheduler: maglev",
                "scheduler: ip-hash",
                "scheduler: lblc",
                "scheduler: failover",
                "scheduler: wlc\n    affinity: { by: source }"
            })
    void isRefusedWhereClientsComeBackToTheSameBackend(String keys) throws IOException {
        Sluice sluice = sluice(keys);
        crowd.join(sluice.address(), 4);
        sluice.state("app", "b", BackendState.ENABLED);

        assertThat(sluice.control().moves().rebalance("app", 10).join())
                .isInstanceOfSatisfying(InVain.class, inVain -> assertThat(inVain.reason())
                        .startsWith("pool app ")
                        .endsWith("come back to the same backend"));
        assertThat(sluice.control().moves().rebalance("nope", 10).join()).isInstanceOf(RebalanceAnswer.NoPool.class);
        assertThat(count(sluice)).isZero();
    }
}
