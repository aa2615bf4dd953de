package io.sluice.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.guard.AccessList;
import io.sluice.model.Cidr;
import io.sluice.model.TerminationCode;
import io.sluice.stats.Direction;
import io.sluice.stats.Drop;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class UdpListenerTest {

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 1472, 2048, 2049, 9000, 65507})
    void echoesEverySize(int length) throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            for (int i = 0; i < 20; i++) {
                client.send(UdpPeer.noise(length), rig.address());

                assertThat(client.receive()).isEqualTo(UdpPeer.noise(length));
            }
            rig.closeListener();
            assertThat(rig.stats.datagrams(Direction.IN)).isEqualTo(20);
            assertThat(rig.stats.datagrams(Direction.OUT)).isEqualTo(20);
            assertThat(rig.stats.bytes(Direction.OUT)).isEqualTo(20L * length);
            assertThat(rig.backend(0).stats().bytes(Direction.IN)).isEqualTo(20L * length);
            assertThat(rig.stats.dropped().sum()).isZero();
            assertThat(rig.stats.acceptedTotal()).isEqualTo(1);
        }
    }

    @Test
    void sendsEmptyAndLargeDatagramsThatArriveTogether() throws Exception {
        int[] lengths = {0, 3, 0, 0, 65_507, 1, 9000, 0};
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            for (int round = 0; round < 20; round++) {
                for (int length : lengths) {
                    client.send(UdpPeer.noise(length), rig.address());
                }
                for (int length : lengths) {
                    assertThat(client.receive()).isEqualTo(UdpPeer.noise(length));
                }
            }
        }
    }

    @Test
    void keepsTwoClientsApartAndEachWithItsBackend() throws Exception {
        try (UdpServer one = UdpServer.named("one:");
                UdpServer two = UdpServer.named("two:");
                UdpRig rig = new UdpRig()
                        .backend(one.address())
                        .backend(two.address())
                        .listen("127.0.0.1");
                UdpPeer first = new UdpPeer();
                UdpPeer second = new UdpPeer()) {
            String firstBackend = first.ask("a", rig.address()).substring(0, 4);
            String secondBackend = second.ask("b", rig.address()).substring(0, 4);
            assertThat(firstBackend).isNotEqualTo(secondBackend);
            for (int i = 0; i < 100; i++) {
                first.send("f" + i, rig.address());
                second.send("s" + i, rig.address());

                assertThat(first.receiveText()).isEqualTo(firstBackend + "f" + i);
                assertThat(second.receiveText()).isEqualTo(secondBackend + "s" + i);
                assertThat(first.lastSender()).isEqualTo(rig.address());
            }
            assertThat(rig.stats.active()).isEqualTo(2);
            assertThat(rig.listener.sessions()).isEqualTo(2);
            assertThat(rig.backend(0).stats().active()).isEqualTo(1);
            assertThat(rig.backend(0).stats().total()).isEqualTo(1);
        }
    }

    @Test
    void keepsTheOrderOfTenThousandDatagrams() throws Exception {
        int window = 64;
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            int sent = 0;
            for (int expected = 0; expected < 10_000; expected++) {
                while (sent < Math.min(10_000, expected + window)) {
                    client.send(ByteBuffer.allocate(4).putInt(sent++).array(), rig.address());
                }
                assertThat(ByteBuffer.wrap(client.receive()).getInt()).isEqualTo(expected);
            }
            assertThat(rig.stats.acceptedTotal()).isEqualTo(1);
        }
    }

    @Test
    void servesManyClientsOnSeveralWorkers() throws Exception {
        UdpRig several = new UdpRig();
        several.workerCount = 3;
        UdpPeer[] clients = new UdpPeer[60];
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = several.backend(server.address()).listen("127.0.0.1")) {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new UdpPeer();
            }
            for (int round = 0; round < 20; round++) {
                for (int i = 0; i < clients.length; i++) {
                    clients[i].send(i + "/" + round, rig.address());
                }
                for (int i = 0; i < clients.length; i++) {
                    assertThat(clients[i].receiveText()).isEqualTo(i + "/" + round);
                }
            }
            assertThat(rig.stats.acceptedTotal()).isEqualTo(clients.length);
            assertThat(server.peers).hasSize(clients.length);
        } finally {
            for (UdpPeer client : clients) {
                client.close();
            }
        }
    }

    @Test
    void endsAnIdleSessionAndFreesWhatItHeld() throws Exception {
        UdpRig brief = new UdpRig();
        brief.idleNanos = UdpRig.SECOND / 2;
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = brief.backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            client.ask("warm", rig.address());
            UdpRig.await("the first session is over", () -> rig.stats.active() == 0);
            rig.settle(); // a number is closed at the end of the batch in which its session ended
            long idleDescriptors = descriptors();

            long started = System.nanoTime();
            client.ask("again", rig.address());

            assertThat(rig.stats.active()).isEqualTo(1);
            assertThat(descriptors()).isEqualTo(idleDescriptors + 1);
            UdpRig.await("the session is idle", () -> rig.stats.active() == 0);
            assertThat(System.nanoTime() - started).isGreaterThanOrEqualTo(rig.idleNanos);
            UdpRig.await("its socket is closed", () -> descriptorsUnchecked() == idleDescriptors);
            assertThat(rig.stats.ended().count(TerminationCode.NORMAL)).isEqualTo(2);
            assertThat(rig.records).allSatisfy(record -> {
                assertThat(record.reason()).isEqualTo("idle");
                assertThat(record.client())
                        .isEqualTo("127.0.0.1:" + client.address().getPort());
                assertThat(record.attempts()).isEqualTo(1);
                assertThat(record.backend()).isEqualTo("b0");
            });
        }
    }

    @Test
    void dropsNewClientsWhenTheTableIsFullAndKeepsTheOldOnes() throws Exception {
        UdpRig bounded = new UdpRig();
        bounded.maxSessions = 100;
        bounded.idleNanos = 2 * UdpRig.SECOND;
        UdpPeer[] clients = new UdpPeer[150];
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = bounded.backend(server.address()).listen("127.0.0.1")) {
            for (int i = 0; i < clients.length; i++) {
                clients[i] = new UdpPeer();
                clients[i].send("x" + i, rig.address());
                if (i < 100) {
                    assertThat(clients[i].receiveText()).isEqualTo("x" + i);
                }
            }
            UdpRig.await("50 are dropped", () -> rig.stats.dropped().count(Drop.SESSIONS_FULL) == 50);
            assertThat(rig.stats.active()).isEqualTo(100);
            assertThat(clients[0].ask("still here", rig.address())).isEqualTo("still here");

            UdpRig.await("all are idle", () -> rig.stats.active() == 0);
            assertThat(clients[149].ask("now", rig.address())).isEqualTo("now");
            assertThat(rig.stats.dropped().sum()).isEqualTo(50);
        } finally {
            for (UdpPeer client : clients) {
                client.close();
            }
        }
    }

    @Test
    void dropsWhoIsDenied() throws Exception {
        UdpRig guarded = new UdpRig();
        guarded.access = new AccessList(List.of(), List.of(Objects.requireNonNull(Cidr.parse("127.0.0.3/32"))));
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = guarded.backend(server.address()).listen("127.0.0.1");
                UdpPeer denied = new UdpPeer("127.0.0.3");
                UdpPeer welcome = new UdpPeer()) {
            denied.send("x", rig.address());

            assertThat(welcome.ask("y", rig.address())).isEqualTo("y");
            UdpRig.await("it is dropped", () -> rig.stats.dropped().count(Drop.DENIED) == 1);
            assertThat(rig.stats.acceptedTotal()).isEqualTo(1);
        }
    }

    @Test
    void dropsWhenThePoolIsEmpty() throws Exception {
        try (UdpRig rig = new UdpRig().listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            client.send("x", rig.address());

            UdpRig.await("it is dropped", () -> rig.stats.dropped().count(Drop.NO_BACKEND) == 1);
        }
    }

    @Test
    void refusesItselfAsBackendAndBackendsAsClients() throws Exception {
        try (UdpPeer backend = new UdpPeer();
                UdpRig rig = new UdpRig().backend(backend.address()).listen("127.0.0.1")) {
            backend.send("reflected", rig.address());

            UdpRig.await("it is dropped", () -> rig.stats.dropped().count(Drop.LOOP) == 1);
            assertThat(rig.stats.acceptedTotal()).isZero();
        }
    }

    @Test
    void refusesToBeItsOwnBackend() throws Exception {
        InetSocketAddress address = freeAddress();
        try (UdpRig rig = new UdpRig().backend(address).listen(address);
                UdpPeer client = new UdpPeer()) {
            client.send("x", rig.address());

            UdpRig.await("it is dropped", () -> rig.stats.dropped().count(Drop.LOOP) == 1);
        }
    }

    @Test
    void stopsAcceptingButServesWhoIsThere() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("127.0.0.1");
                UdpPeer old = new UdpPeer();
                UdpPeer late = new UdpPeer()) {
            old.ask("x", rig.address());

            rig.listener.stopAccepting();
            late.send("y", rig.address());

            UdpRig.await("it is dropped", () -> rig.stats.dropped().count(Drop.STOPPING) == 1);
            assertThat(old.ask("z", rig.address())).isEqualTo("z");
            rig.listener.close(TerminationCode.SHUTDOWN).get(5, TimeUnit.SECONDS);
            assertThat(rig.stats.active()).isZero();
        }
    }

    @Test
    void leavesNoDescriptorBehind() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig warm = new UdpRig().backend(server.address()).listen("0.0.0.0");
                UdpPeer client = new UdpPeer()) {
            client.ask("x", warm.at("127.0.0.2"));
            long before = descriptors();
            for (int i = 0; i < 5; i++) {
                try (UdpRig another = new UdpRig().backend(server.address()).listen("0.0.0.0")) {
                    client.ask("x", another.at("127.0.0.2"));
                    client.ask("y", another.at("127.0.0.3"));
                }
            }
            UdpRig.await("all are closed", () -> descriptorsUnchecked() <= before);
        }
    }

    @Test
    void refusesAnAddressInUseAndSaysWhich() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("127.0.0.1")) {
            UdpRig second = new UdpRig().backend(server.address());
            try {
                assertThatThrownBy(() -> second.listen(rig.address()))
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("127.0.0.1:" + rig.address().getPort());
            } finally {
                second.workers.stop();
            }
        }
    }

    private static InetSocketAddress freeAddress() throws IOException {
        try (UdpPeer probe = new UdpPeer()) {
            return probe.address();
        }
    }

    private static long descriptors() throws IOException {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.filter(each -> {
                        try {
                            return Files.readSymbolicLink(each).toString().startsWith("socket:");
                        } catch (IOException e) {
                            return false; // closed while we looked
                        }
                    })
                    .count();
        }
    }

    private static long descriptorsUnchecked() {
        try {
            return descriptors();
        } catch (IOException e) {
            return -1;
        }
    }
}
