package io.sluice.udp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.sluice.net.LocalAddresses;
import io.sluice.stats.Drop;
import java.io.IOException;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.junit.jupiter.api.Test;

/** Listeners on all addresses, and IPv6. */
class WildcardTest {

    @Test
    void repliesFromTheAddressThatTheClientUsed() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("0.0.0.0");
                UdpPeer client = new UdpPeer()) {
            for (String address : List.of("127.0.0.1", "127.0.0.2", "127.0.0.3", "127.0.0.2")) {
                assertThat(client.ask("to " + address, rig.at(address))).isEqualTo("to " + address);
                assertThat(client.lastSender()).isEqualTo(rig.at(address));
            }
            assertThat(rig.stats.acceptedTotal())
                    .as("one session for each address that this client uses")
                    .isEqualTo(3);
        }
    }

    @Test
    void losesNothingOfManyClientsOnSeveralWorkers() throws Exception {
        UdpRig several = new UdpRig();
        several.workerCount = 2;
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = several.backend(server.address()).listen("0.0.0.0");
                UdpPeer first = new UdpPeer()) {
            first.ask("x", rig.at("127.0.0.2"));
            first.ask("x", rig.at("127.0.0.3"));

            int sessions = exchange(rig, 60, 100, (client, round) -> "127.0.0." + (1 + (client + round) % 3));

            rig.closeListener();
            assertThat(rig.stats.dropped().sum()).isZero();
            assertThat(rig.stats.acceptedTotal()).as("no datagram went astray").isEqualTo(sessions + 2);
        }
    }

    @Test
    void losesNothingOnOneWorkerWhileAddressesComeIntoUse() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("0.0.0.0")) {
            int sessions = exchange(rig, 40, 100, (client, round) -> "127.0." + (round / 2) + "." + (2 + client % 2));

            rig.closeListener();
            assertThat(rig.stats.dropped().sum()).isZero();
            assertThat(rig.stats.acceptedTotal()).isEqualTo(sessions);
        }
    }

    @Test
    void makesNoSecondSessionOfWhatComesWhileAnAddressComesIntoUse() throws Exception {
        UdpRig several = new UdpRig();
        several.workerCount = 2;
        int clients = 100;
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = several.backend(server.address()).listen("0.0.0.0")) {
            List<UdpPeer> peers = peers(clients);
            for (int round = 0; round < 20; round++) {
                InetSocketAddress fresh = rig.at("127.0.9." + (1 + round));
                for (UdpPeer peer : peers) {
                    peer.send("x", fresh);
                }
                long served = clients * (round + 1L);
                UdpRig.await(
                        "all are served or dropped",
                        () -> rig.stats.acceptedTotal() + rig.stats.dropped().count(Drop.OTHER) == served);
            }
            peers.forEach(UdpPeer::close);
            assertThat(rig.stats.dropped().sum()).as("strays, a few at most").isLessThan(20);
        }
    }

    /** Every client asks once per round and gets its own answer from where it asked: how many sessions that needs. */
    private static int exchange(UdpRig rig, int clients, int rounds, BiFunction<Integer, Integer, String> address)
            throws IOException {
        Set<String> sessions = new HashSet<>();
        List<UdpPeer> peers = peers(clients);
        try {
            for (int round = 0; round < rounds; round++) {
                for (int i = 0; i < clients; i++) {
                    peers.get(i).send(i + "/" + round, rig.at(address.apply(i, round)));
                    sessions.add(i + " to " + address.apply(i, round));
                }
                for (int i = 0; i < clients; i++) {
                    assertThat(peers.get(i).receiveText()).isEqualTo(i + "/" + round);
                    assertThat(peers.get(i).lastSender()).isEqualTo(rig.at(address.apply(i, round)));
                }
            }
        } finally {
            peers.forEach(UdpPeer::close);
        }
        return sessions.size();
    }

    private static List<UdpPeer> peers(int count) throws IOException {
        List<UdpPeer> peers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            peers.add(new UdpPeer());
        }
        return peers;
    }

    @Test
    void dropsClientsOfTooManyLocalAddresses() throws Exception {
        int fresh = ReplySockets.LIMIT - LocalAddresses.now().ipv4().size();
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("0.0.0.0");
                UdpPeer client = new UdpPeer()) {
            for (int i = 0; i < fresh; i++) {
                client.ask("x", rig.at("127.1." + i + ".1"));
            }

            client.send("one too many", rig.at("127.2.0.1"));

            UdpRig.await("it is dropped", () -> rig.stats.dropped().count(Drop.LOCAL_RESOURCE) == 1);
            assertThat(client.ask("y", rig.at("127.1.7.1"))).isEqualTo("y");
            assertThat(rig.stats.active()).isEqualTo(fresh);
        }
    }

    @Test
    void aSecondListenerOfTheSameUserIsRefused() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("0.0.0.0")) {
            UdpRig second = new UdpRig().backend(server.address());
            try {
                assertThat(failure(second, rig.address())).contains("0.0.0.0:");
                assertThat(failure(second, rig.at("127.0.0.1"))).contains("127.0.0.1:");
            } finally {
                second.workers.stop();
            }
        }
    }

    private static String failure(UdpRig rig, InetSocketAddress address) {
        try {
            rig.listen(address);
            return "opened";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    @Test
    void servesIpv6OfEverySize() throws Exception {
        try (UdpServer server = UdpServer.echo("::1");
                UdpRig rig = new UdpRig().backend(server.address()).listen("::1");
                UdpPeer client = new UdpPeer("::1")) {
            for (int length : new int[] {0, 1, 1472, 2049, 65_507}) {
                client.send(UdpPeer.noise(length), rig.address());

                assertThat(client.receive()).isEqualTo(UdpPeer.noise(length));
                assertThat(client.lastSender()).isEqualTo(rig.address());
            }
        }
    }

    @Test
    void takesFromIpv6ToIpv4AndBack() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("::1");
                UdpPeer client = new UdpPeer("::1")) {
            assertThat(client.ask("x", rig.address())).isEqualTo("x");
        }
        try (UdpServer server = UdpServer.echo("::1");
                UdpRig rig = new UdpRig().backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            assertThat(client.ask("x", rig.address())).isEqualTo("x");
        }
    }

    @Test
    void countsWhatIsTooLargeForTheOtherFamilyAndGoesOn() throws Exception {
        int tooLargeForIpv4 = 65_520;
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("::1");
                UdpPeer client = new UdpPeer("::1")) {
            client.ask("before", rig.address());

            client.send(UdpPeer.noise(tooLargeForIpv4), rig.address());

            UdpRig.await("it is dropped", () -> rig.stats.dropped().count(Drop.TOO_LARGE) == 1);
            assertThat(client.ask("after", rig.address())).isEqualTo("after");
            assertThat(rig.stats.acceptedTotal()).isEqualTo(1);
        }
        String padding = "p".repeat(tooLargeForIpv4 - 65_507);
        try (UdpServer server = UdpServer.named(padding, "::1");
                UdpRig rig = new UdpRig().backend(server.address()).listen("127.0.0.1");
                UdpPeer client = new UdpPeer()) {
            client.ask("before", rig.address());

            client.send(UdpPeer.noise(65_507), rig.address());

            UdpRig.await("its answer is dropped", () -> rig.stats.dropped().count(Drop.TOO_LARGE) == 1);
            assertThat(client.ask("after", rig.address())).isEqualTo(padding + "after");
        }
    }

    @Test
    void repliesFromEachIpv6AddressOfTheMachine() throws Exception {
        List<Inet6Address> usable = LocalAddresses.now().ipv6().stream()
                .filter(each -> each.isLoopbackAddress() || !each.isLinkLocalAddress())
                .toList();
        assumeThat(usable).isNotEmpty();
        try (UdpServer server = UdpServer.echo();
                UdpRig rig = new UdpRig().backend(server.address()).listen("::");
                UdpPeer client = new UdpPeer("::")) {
            for (InetAddress address : usable) {
                InetSocketAddress to =
                        new InetSocketAddress(address, rig.address().getPort());

                assertThat(client.ask("x", to)).isEqualTo("x");
                assertThat(client.lastSender()).isEqualTo(to);
            }
            assertThat(rig.listener.addresses()).hasSize(1);
        }
    }

    @Test
    void anIpv6WildcardLeavesIpv4Alone() throws Exception {
        try (UdpServer server = UdpServer.echo();
                UdpRig six = new UdpRig().backend(server.address()).listen("::");
                UdpRig four = new UdpRig().backend(server.address()).listen(six.at("0.0.0.0"));
                UdpPeer client = new UdpPeer()) {
            assertThat(client.ask("x", four.at("127.0.0.1"))).isEqualTo("x");
            assertThat(six.stats.acceptedTotal()).isZero();
        }
    }
}
