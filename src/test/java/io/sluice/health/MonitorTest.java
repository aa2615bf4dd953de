package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** What becomes of the probes that are under way when the daemon ends. */
class MonitorTest {

    private static final int BACKLOG = 4096;
    private static final int BACKENDS = 60;

    @Test
    void blamesNobodyForItsOwnEnd() throws IOException {
        for (int round = 0; round < 10; round++) {
            Queue<ProbeResult> told = new ConcurrentLinkedQueue<>();
            List<ServerSocket> servers = new ArrayList<>();
            try (Monitor monitor = new Monitor(round)) {
                for (int i = 0; i < BACKENDS; i++) {
                    ServerSocket server = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
                    servers.add(server);
                    monitor.watch(question(server), told::add);
                }
                Eventually.isTrue("all have answered", () -> told.size() > 2 * BACKENDS);
            }
            for (ServerSocket server : servers) {
                server.close();
            }
            assertThat(told).as("round " + round).allMatch(result -> result.reason() == ProbeReason.OK);
        }
    }

    private static Question question(ServerSocket server) {
        Endpoint target = new Endpoint.Inet((InetSocketAddress) server.getLocalSocketAddress());
        Duration interval = Duration.ofMillis(5);
        return new Question(
                new TcpProbe(), target, ProbePath.DIRECT, new Timing(interval, interval, Duration.ofSeconds(5)));
    }
}
