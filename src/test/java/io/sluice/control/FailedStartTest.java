package io.sluice.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
import io.sluice.guard.Places;
import io.sluice.health.Monitor;
import io.sluice.net.Alarm;
import io.sluice.net.Workers;
import io.sluice.stats.SessionLog;
import io.sluice.testing.HeldLevel;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FailedStartTest {

    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    private final Workers workers = new Workers(2, new Alarm(status -> {}), 1);
    private final Monitor monitor = new Monitor(1);
    private final Control control = new Control(
            workers.all(), List.of(), new Places(100), SessionLog.OFF, () -> 0, monitor, 1, new HeldLevel());

    @AfterEach
    void stop() {
        workers.stop();
        monitor.close();
        control.stop();
    }

    @Test
    void closesUdpListenersWhenALaterListenerCannotBeOpened() throws IOException {
        InetSocketAddress udp = free();
        try (ServerSocket taken = new ServerSocket(0, 1, HERE)) {
            ConfigResult read = ConfigLoader.read("test.yaml", """
                    listeners:
                      dns: { listen: "127.0.0.1:%d", protocol: udp, pool: app }
                      web: { listen: "127.0.0.1:%d", protocol: tcp, pool: app }
                    pools:
                      app: { backends: [ "127.0.0.1:9" ] }
                    """.formatted(udp.getPort(), taken.getLocalPort()));

            String failure = control.open(((ConfigResult.Loaded) read).topology(), "test")
                    .join();

            assertThat(failure).contains("listener=web");
            assertThat(control.listeners()).isEmpty();
            assertThatCode(() -> new DatagramSocket(udp).close())
                    .as("the UDP port is free again")
                    .doesNotThrowAnyException();
        }
    }

    private static InetSocketAddress free() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(new InetSocketAddress(HERE, 0))) {
            return new InetSocketAddress(HERE, socket.getLocalPort());
        }
    }
}
