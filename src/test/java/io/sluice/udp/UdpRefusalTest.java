package io.sluice.udp;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ConnectFailure;
import io.sluice.model.TerminationCode;
import io.sluice.stats.Drop;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

/** Backends that answer with ICMP, and the limits on datagrams of a session. */
class UdpRefusalTest {

    @Test
    void movesTheSessionOfARefusingBackendAtTheNextDatagram() throws Exception {
        InetSocketAddress closed = closedAddress();
        try (UdpServer alive = UdpServer.named("alive:");
                UdpRig rig =
                        new UdpRig().backend(closed).backend(alive.address()).listen("127.0.0.1")) {
            for (int i = 0; i < 4; i++) {
                try (UdpPeer client = new UdpPeer()) {
                    long before = refusals(rig);
                    client.send("first", rig.address());
                    if (rig.backend(0).stats().active() == 0 && "alive:first".equals(client.receiveText(300))) {
                        continue; // this one was lucky
                    }
                    UdpRig.await("the refusal is counted", () -> refusals(rig) == before + 1);

                    assertThat(client.ask("second", rig.address())).isEqualTo("alive:second");
                    assertThat(client.ask("third", rig.address())).isEqualTo("alive:third");
                }
            }
            assertThat(refusals(rig)).as("clients that were sent to it first").isBetween(1L, 3L);
            assertThat(rig.stats.acceptedTotal()).isEqualTo(4);
            assertThat(rig.backend(0).stats().active()).isZero();
            assertThat(rig.backend(1).stats().active()).isEqualTo(4);
            rig.closeListener();
            assertThat(rig.records)
                    .allSatisfy(record -> assertThat(record.backend()).isEqualTo("b1"))
                    .anySatisfy(record -> assertThat(record.attempts()).isEqualTo(2));
        }
    }

    @Test
    void comesBackToTheOnlyBackendWhenItIsThereAgain() throws Exception {
        InetSocketAddress address = closedAddress();
        try (UdpRig rig = new UdpRig().backend(address).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            for (int i = 0; i < 5; i++) {
                long before = refusals(rig);
                client.send("x", rig.address());
                UdpRig.await("the refusal is counted", () -> refusals(rig) == before + 1);
            }
            try (UdpServer back = UdpServer.at(address, "back:")) {
                assertThat(back.address()).isEqualTo(address);
                assertThat(client.ask("y", rig.address())).isEqualTo("back:y");
            }
            assertThat(rig.stats.acceptedTotal()).isEqualTo(1);
            assertThat(rig.backend(0).stats().active()).isEqualTo(1);
            assertThat(rig.backend(0).stats().total()).isEqualTo(1);
        }
    }

    @Test
    void survivesBurstsToABackendThatRefuses() throws Exception {
        InetSocketAddress closed = closedAddress();
        try (UdpRig rig = new UdpRig().backend(closed).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            for (int i = 0; i < 2_000; i++) {
                client.send("x", rig.address());
            }
            UdpRig.await("refusals are counted", () -> refusals(rig) > 5);
            assertThat(rig.stats.acceptedTotal()).isEqualTo(1);
            assertThat(rig.stats.active()).isEqualTo(1);
        }
    }

    private static long refusals(UdpRig rig) {
        long refused = rig.backend(0).stats().connectFailures().count(ConnectFailure.REFUSED);
        return rig.stats.dropped().count(Drop.BACKEND_REFUSED) < refused ? -1 : refused;
    }

    private static InetSocketAddress closedAddress() throws IOException {
        try (UdpPeer gone = new UdpPeer()) {
            return gone.address();
        }
    }

    @Test
    void endsAfterTheResponsesToAllItsRequests() throws Exception {
        UdpRig limited = new UdpRig();
        limited.responses = 2;
        try (UdpServer server = UdpServer.answering("", 2);
                UdpRig rig = limited.backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            for (int i = 1; i <= 3; i++) {
                assertThat(client.ask("q" + i, rig.address())).isEqualTo("q" + i);
                assertThat(client.receiveText()).isEqualTo("q" + i);
                int sessions = i;
                UdpRig.await("it is over", () -> rig.stats.ended().count(TerminationCode.NORMAL) == sessions);
            }
            assertThat(server.peers).hasSize(3);
            assertThat(rig.records)
                    .allSatisfy(record -> assertThat(record.reason()).isEqualTo("all responses received"));
        }
    }

    @Test
    void beginsAnotherSessionAfterTheRequestsOfOne() throws Exception {
        UdpRig limited = new UdpRig();
        limited.requests = 3;
        limited.idleNanos = UdpRig.SECOND;
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = limited.backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            for (int i = 0; i < 7; i++) {
                assertThat(client.ask("q" + i, rig.address())).isEqualTo("q" + i);
            }
            assertThat(rig.stats.acceptedTotal()).isEqualTo(3);
            assertThat(server.peers).hasSize(3);
            assertThat(rig.stats.active())
                    .as("without a number of responses they stay until they are idle")
                    .isEqualTo(3);
            UdpRig.await("they are idle", () -> rig.stats.active() == 0);
        }
    }

    @Test
    void endsAtRequestsAndResponsesTogether() throws Exception {
        UdpRig limited = new UdpRig();
        limited.requests = 2;
        limited.responses = 1;
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = limited.backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            client.ask("1", rig.address());
            assertThat(rig.stats.active()).as("one more request may come").isEqualTo(1);

            client.ask("2", rig.address());

            UdpRig.await("it is over", () -> rig.stats.active() == 0);
            client.ask("3", rig.address());
            assertThat(rig.stats.acceptedTotal()).isEqualTo(2);
        }
    }

    @Test
    void cutsABurstIntoSessionsOfSoManyRequests() throws Exception {
        UdpRig limited = new UdpRig();
        limited.requests = 1;
        limited.responses = 1;
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = limited.backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            for (int i = 0; i < 50; i++) {
                client.send("x", rig.address());
            }
            for (int i = 0; i < 50; i++) {
                assertThat(client.receiveText()).isEqualTo("x");
            }
            UdpRig.await("all are over", () -> rig.stats.ended().count(TerminationCode.NORMAL) == 50);
            assertThat(server.peers.size()).isBetween(25, 50); // a port that was closed may be used again
        }
    }
}
