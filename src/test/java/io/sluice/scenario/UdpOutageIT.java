package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendClass;
import io.sluice.testing.Classes;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Sluice;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.UdpScene;
import java.io.IOException;
import java.net.BindException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** UDP sessions of a backend whose probes fail while it still answers: they move with the next datagram, and none is lost. */
class UdpOutageIT {

    private static final int CLIENTS = 8;

    @RegisterExtension
    final Scene scene = new Scene();

    private final UdpScene udp = new UdpScene(scene);
    private final Controlled first = new Controlled("a");
    private final Controlled second = new Controlled("b");

    @Test
    void movesSessionsBackAndForthWithoutALoss() throws IOException {
        Sluice sluice = sluice("");
        List<UdpClient> clients = udp.clients(CLIENTS);
        assertThat(answersOf(clients, sluice)).contains("a:x", "b:x");

        second.wrong(true);
        await(sluice, 1, BackendClass.FAILED);
        assertThat(answersOf(clients, sluice)).containsOnly("a:x");

        second.wrong(false);
        await(sluice, 1, BackendClass.QUALIFIED);
        assertThat(answersOf(clients, sluice))
                .as("nobody is moved without need")
                .containsOnly("a:x");

        first.wrong(true);
        await(sluice, 0, BackendClass.FAILED);
        assertThat(answersOf(clients, sluice)).containsOnly("b:x");
        first.wrong(false);
        await(sluice, 0, BackendClass.QUALIFIED);
        second.wrong(true);
        await(sluice, 1, BackendClass.FAILED);
        assertThat(answersOf(clients, sluice)).containsOnly("a:x");

        assertThat(sluice.stats().acceptedTotal()).as("sessions").isEqualTo(CLIENTS);
        assertThat(sluice.stats().dropped().sum()).isZero();
        assertThat(List.of(sluice.backend(0).active(), sluice.backend(1).active()))
                .containsExactly(CLIENTS, 0);
        sluice.close();
    }

    @Test
    void leavesSessionsWhereTheyAreWhenEverybodyHasFailed() throws IOException {
        Sluice sluice = sluice("");
        List<UdpClient> clients = udp.clients(CLIENTS);
        List<String> before = answersOf(clients, sluice);

        first.wrong(true);
        second.wrong(true);
        Classes.awaitAll(sluice, BackendClass.FAILED);

        assertThat(answersOf(clients, sluice)).isEqualTo(before);
        sluice.close();
    }

    private Sluice sluice(String more) throws IOException {
        Sluice sluice =
                scene.sluice("""
                listeners:
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: app }
                pools:
                  app:
                    scheduler: rr
                    backends:
                %s%s    check: { %s, interval: 30ms, timeout: 2s, fall: 2, rise: 2, sampling: 2 }
                """.formatted(backend("a:", first), backend("b:", second), Controlled.CHECK) + more);
        Classes.awaitAll(sluice, BackendClass.QUALIFIED);
        return sluice;
    }

    /** A UDP server with a TCP server beside it, at the same port, that answers for its health. */
    private String backend(String name, Controlled health) throws IOException {
        for (int i = 0; i < 20; i++) {
            UdpBackend backend = udp.backend(UdpBackend.named(name));
            if (isAnsweredFor(backend, health)) {
                return "      - \"" + backend.address() + "\"\n";
            }
        }
        throw new IOException("no port that is free for UDP and TCP");
    }

    /** False when somebody else has its port for TCP. */
    private boolean isAnsweredFor(UdpBackend backend, Controlled health) throws IOException {
        int port = Integer.parseInt(backend.address().substring("127.0.0.1:".length()));
        try {
            scene.backendAt(port, health);
            return true;
        } catch (BindException e) {
            return false;
        }
    }

    private static void await(Sluice sluice, int backend, BackendClass expected) {
        Classes.await(sluice, sluice.backends().get(backend).name(), expected);
        // The mark that moves sessions is set just after the snapshot that tests look at.
        Eventually.isTrue(
                "sessions are told",
                () -> sluice.backends().get(backend).isAbandoned() == (expected == BackendClass.FAILED));
    }

    private static List<String> answersOf(List<UdpClient> clients, Sluice sluice) {
        return clients.stream()
                .map(client -> Eventually.calling(() -> client.ask("x", sluice.address())))
                .toList();
    }
}
