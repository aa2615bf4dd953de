package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.Inventory;
import io.sluice.pool.Backend;
import io.sluice.stats.Direction;
import io.sluice.stats.Drop;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** The UDP half of a {@link Scene}: clients and backends that are closed with it, and the books of a daemon that has stopped. */
public final class UdpScene {

    private final Scene scene;

    public UdpScene(Scene scene) {
        this.scene = scene;
    }

    public UdpClient client() throws IOException {
        return scene.closing(UdpClient.open());
    }

    public UdpClient client(String host) throws IOException {
        return scene.closing(UdpClient.on(host));
    }

    public List<UdpClient> clients(int count) throws IOException {
        List<UdpClient> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(client());
        }
        return clients;
    }

    public UdpBackend backend(UdpBackend backend) {
        return scene.closing(backend);
    }

    /** A listener {@code dns} on 127.0.0.1 with these keys beside it, before a pool {@code app} of these backends in turn. */
    public Sluice sluice(String keys, UdpBackend... before) throws IOException {
        return sluice("127.0.0.1:0", keys, before);
    }

    public Sluice sluice(String listen, String keys, UdpBackend... before) throws IOException {
        StringBuilder list = new StringBuilder();
        for (UdpBackend backend : before) {
            list.append("      - \"").append(backend.address()).append("\"\n");
        }
        return scene.sluice("""
                listeners:
                  dns: { listen: "%s", protocol: udp, pool: app%s }
                pools:
                  app:
                    scheduler: rr
                    backends:
                """.formatted(listen, keys.isEmpty() ? "" : ", " + keys) + list);
    }

    /** Datagrams dropped for this reason, by the first listener. */
    public static long dropped(Sluice sluice, Drop reason) {
        return sluice.stats().dropped().count(reason);
    }

    /** Stops the daemon, then compares: what listeners say they moved is what the backends say, and what the test saw. */
    public static void closeAndBalance(Sluice sluice, long in, long bytesIn, long out, long bytesOut) {
        sluice.close();
        assertThat(sum(sluice, stats -> stats.stats().datagrams(Direction.IN)))
                .as("datagrams in")
                .isEqualTo(in);
        assertThat(sum(sluice, stats -> stats.stats().datagrams(Direction.OUT)))
                .as("datagrams out")
                .isEqualTo(out);
        assertThat(sum(sluice, stats -> stats.stats().bytes(Direction.IN)))
                .as("bytes in")
                .isEqualTo(bytesIn)
                .isEqualTo(ofBackends(sluice, Direction.IN));
        assertThat(sum(sluice, stats -> stats.stats().bytes(Direction.OUT)))
                .as("bytes out")
                .isEqualTo(bytesOut)
                .isEqualTo(ofBackends(sluice, Direction.OUT));
        assertThat(sluice.records().stream()
                        .mapToLong(record -> record.bytesIn() + record.bytesOut())
                        .sum())
                .as("bytes in the session log")
                .isEqualTo(bytesIn + bytesOut);
    }

    private static long ofBackends(Sluice sluice, Direction direction) {
        return sluice.backends().stream()
                .map(Backend::stats)
                .mapToLong(stats -> stats.bytes(direction))
                .sum();
    }

    private static long sum(Sluice sluice, ToLongFunction<Inventory.Listener> what) {
        return sluice.inventory().listeners().stream().mapToLong(what).sum();
    }
}
