package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.model.ConnectFailure;
import io.sluice.testing.Classes;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Backends that live sessions cannot connect are taken out for a while. */
class PassiveIT {

    private static final int FALL = 3;
    private static final Duration SOON = Duration.ofMillis(100);

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);

    private static String pool(String protocol, String passive, String... backends) {
        return """
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: %s, pool: app }
                pools:
                  app:
                    scheduler: rr
                    passive: %s
                    connect: { timeout: 300ms, attempts: 3 }
                    backends: [ "%s" ]
                """.formatted(protocol, passive, String.join("\", \"", backends));
    }

    private static String ask(Sluice sluice) throws Exception {
        try (Peer client = Peer.connect(sluice.address())) {
            return client.readText(2);
        }
    }

    private static long refused(Sluice sluice, int backend) {
        return sluice.backend(backend).connectFailures().count(ConnectFailure.REFUSED);
    }

    private static boolean isAnswered(UdpClient client, Sluice sluice) {
        return Eventually.calling(() -> {
            client.send("x", sluice.address());
            return "b2:x".equals(client.receiveText(SOON));
        });
    }

    @Test
    void asksABackendThatRefusesNoMore() throws Exception {
        ScriptedBackend alive = scene.backend(Script.naming("b2"));
        Sluice sluice = scene.sluice(pool("tcp", "{ fall: 3, for: 1h }", ClosedPort.address(), alive.address()));

        for (int i = 0; i < 100; i++) {
            assertThat(ask(sluice)).isEqualTo("b2");
        }

        assertThat(refused(sluice, 0)).as("the rest was spared").isBetween((long) FALL, FALL + 5L);
        assertThat(sluice.backend(1).total()).isEqualTo(100);
    }

    @Test
    void asksItAgainAfterItsTime() throws Exception {
        ScriptedBackend alive = scene.backend(Script.naming("b2"));
        Sluice sluice = scene.sluice(pool("tcp", "{ fall: 3, for: 200ms }", ClosedPort.address(), alive.address()));

        Eventually.isTrue("it is tried and ejected again", () -> {
            assertThat(Eventually.calling(() -> ask(sluice))).isEqualTo("b2");
            return refused(sluice, 0) >= 2 * FALL;
        });
    }

    @Test
    void staysOutItsTimeWhileItsProbesSucceed() throws Exception {
        ScriptedBackend alive = scene.backend(Script.naming("b2"));
        Sluice sluice = scene.sluice(pool("tcp", "{ fall: 3, for: 1h }", ClosedPort.address(), alive.address())
                + "    check: { type: tcp, interval: 20ms, port: " + alive.port() + " }\n");
        Eventually.isTrue("ejected", () -> {
            assertThat(Eventually.calling(() -> ask(sluice))).isEqualTo("b2");
            return isEjected(sluice);
        });
        long before = refused(sluice, 0);
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);
        long probes = alive.connections();

        Eventually.isTrue("probes succeed", () -> alive.connections() > probes + 5);

        assertThat(isEjected(sluice)).isTrue();
        for (int i = 0; i < 10; i++) {
            assertThat(ask(sluice)).isEqualTo("b2");
        }
        assertThat(refused(sluice, 0)).isEqualTo(before);
    }

    private static boolean isEjected(Sluice sluice) {
        return Classes.snapshot(sluice, "app").members().get(0).health().ejected();
    }

    @Test
    void neverTakesOutTheLastOne() throws Exception {
        Sluice sluice = scene.sluice(
                pool("tcp", "{ fall: 1, for: 1h, max_ejected: 100% }", ClosedPort.address(), ClosedPort.address()));

        for (int i = 0; i < 10; i++) {
            try (Peer client = Peer.connect(sluice.address())) {
                assertThat(client.readAll()).isEmpty();
            }
        }

        assertThat(refused(sluice, 0) + refused(sluice, 1))
                .as("one is out, the other is asked every time")
                .isGreaterThanOrEqualTo(10);
    }

    @Test
    void movesDatagramsFromABackendThatRefuses() throws IOException {
        UdpBackend alive = udp.backend(UdpBackend.named("b2:"));
        Sluice sluice = scene.sluice(pool("udp", "{ fall: 2, for: 1h }", ClosedPort.address(), alive.address()));

        for (UdpClient client : udp.clients(20)) {
            assertThat(Eventually.becomesTrue(Duration.ofSeconds(5), () -> isAnswered(client, sluice)))
                    .isTrue();
        }

        assertThat(refused(sluice, 0)).as("the rest was spared").isBetween(2L, 6L);
        sluice.close();
    }
}
