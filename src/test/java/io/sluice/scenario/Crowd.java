package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;

/** TCP clients that have come one after the other and stay, each with the backend of one letter that answered it. */
final class Crowd {

    private record Guest(Peer peer, String backend, String address) {}

    private final Scene scene;
    private final List<Guest> guests = new ArrayList<>();

    Crowd(Scene scene) {
        this.scene = scene;
    }

    /** So many more. */
    void join(InetSocketAddress at, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Peer peer = scene.client(at);
            peer.send("who");
            String backend = peer.readText(1);
            guests.add(new Guest(peer, backend, "127.0.0.1:" + peer.socket().getLocalPort()));
        }
    }

    /** The addresses of those who were with this backend, the first that came first. */
    List<String> with(String backend) {
        return guests.stream()
                .filter(guest -> guest.backend().equals(backend))
                .map(Guest::address)
                .toList();
    }

    /** How many of those who were with this backend are served by it still. */
    int served(String backend) {
        return (int) guests.stream()
                .filter(guest -> guest.backend().equals(backend) && isServed(guest))
                .count();
    }

    private static boolean isServed(Guest guest) {
        try {
            guest.peer().send("who");
            return guest.peer().readText(1).equals(guest.backend());
        } catch (IOException e) {
            return false; // it was ended
        }
    }

    /** These, in the order in which they came, but for neighbours that are no farther from their place than that. */
    static void assertInOrder(List<String> actual, List<String> expected, int mostOff) {
        assertThat(actual).containsExactlyInAnyOrderElementsOf(expected);
        for (int i = 0; i < actual.size(); i++) {
            assertThat(Math.abs(expected.indexOf(actual.get(i)) - i))
                    .as("%s. of %s, who came as %s", i, actual, expected)
                    .isLessThanOrEqualTo(mostOff);
        }
    }
}
