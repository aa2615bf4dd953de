package io.sluice.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The kernel's table of TCP sockets: what {@code ss} shows. */
public final class SocketTable {

    public static final int ESTABLISHED = 1;
    public static final int SYN_SENT = 2;
    public static final int LISTEN = 10;

    private static final List<Path> TABLES = List.of(Path.of("/proc/net/tcp"), Path.of("/proc/net/tcp6"));

    private SocketTable() {}

    /** One socket; queued is what was sent and is not acknowledged. */
    public record Row(int localPort, int remotePort, int state, long queued) {}

    public static Stream<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (Path table : TABLES) {
            try {
                Files.readAllLines(table).stream().skip(1).map(SocketTable::row).forEach(rows::add);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        }
        return rows.stream();
    }

    /** How many sockets are in this state with this remote port. */
    public static long count(int state, int remotePort) {
        return rows().filter(row -> row.state == state && row.remotePort == remotePort)
                .count();
    }

    static void awaitSendQueueEmpty(int localPort, int remotePort) {
        Eventually.isTrue("send queue of port " + localPort + " is empty", () -> rows().filter(
                        row -> row.localPort == localPort && row.remotePort == remotePort)
                .allMatch(row -> row.queued == 0));
    }

    private static Row row(String line) {
        String[] columns = line.strip().split("\\s+", -1);
        return new Row(
                port(columns[1]),
                port(columns[2]),
                Integer.parseInt(columns[3], 16),
                Long.parseLong(columns[4].substring(0, 8), 16));
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.indexOf(':') + 1), 16);
    }
}
