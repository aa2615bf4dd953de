package io.sluice.health;

import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Proxies of a test. They note where they were asked to go, and know the way to some names. */
final class ProxyScripts {

    private static final int DOMAIN = 3;

    final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Map<String, InetSocketAddress> names;

    ProxyScripts(Map<String, InetSocketAddress> names) {
        this.names = names;
    }

    /** SOCKS 5 without authentication. */
    Script socks() {
        return peer -> {
            peer.readExactly(peer.readExactly(2)[1]);
            peer.send(HexFormat.of().parseHex("0500"));
            byte[] request = peer.readExactly(4);
            String host = request[3] == DOMAIN
                    ? peer.readText(peer.readExactly(1)[0])
                    : InetAddress.getByAddress(peer.readExactly(4)).getHostAddress();
            byte[] port = peer.readExactly(2);
            String place = host + ":" + (((port[0] & 0xff) << 8) | (port[1] & 0xff));
            asked.add("socks5 " + place);
            join(peer, place, HexFormat.of().parseHex("05000001000000000000"));
        };
    }

    Script http() {
        return peer -> {
            String place = HttpProbeTest.head(peer).split(" ", 3)[1];
            asked.add("http " + place);
            join(peer, place, "HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        };
    }

    void join(Peer peer, String place, byte[] consent) throws IOException {
        int colon = place.lastIndexOf(':');
        InetSocketAddress address = names.getOrDefault(
                place, new InetSocketAddress(place.substring(0, colon), Integer.parseInt(place.substring(colon + 1))));
        try (Peer onward = Peer.connect(address)) {
            peer.send(consent);
            var back = Scene.async(() -> pump(onward, peer));
            pump(peer, onward);
            onward.socket().close();
            back.handle((ended, failed) -> 0).join();
        }
    }

    private static int pump(Peer from, Peer to) throws IOException {
        byte[] buffer = new byte[4096];
        for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
            to.send(buffer, count);
        }
        return 0;
    }
}
