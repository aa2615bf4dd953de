package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** iperf3 with four streams each way: as many bytes as fit. */
@Tag("interop")
class IperfIT {

    private static final long AT_LEAST = 20_000_000;

    @RegisterExtension
    final Stage stage = new Stage();

    private final int server = Ports.free();
    private final int port = Ports.free();
    private final RealProgram iperf = stage.keep(
            Command.of("iperf3", "-s", "-1", "-p", Integer.toString(server)).start());
    private final Sluice sluice = stage.sluice(Config.empty().tcp("bulk", "127.0.0.1:" + port, "127.0.0.1:" + server));

    IperfIT() {
        Ports.awaitTcp(server);
    }

    @Test
    void uploads() throws IOException {
        Map<?, ?> end = measure();

        assertThat(bytes(end, "sum_received")).isBetween(AT_LEAST, counted("in"));
        assertThat(sluice.metrics().sum("sluice_listener_sessions_total")).isEqualTo(5);
    }

    @Test
    void downloads() throws IOException {
        Map<?, ?> end = measure("-R");

        assertThat(bytes(end, "sum_received")).isBetween(AT_LEAST, counted("out"));
        assertThat(sluice.metrics().sum("sluice_listener_sessions_total")).isEqualTo(5);
    }

    @Test
    void doesBothAtOnce() throws IOException {
        Map<?, ?> end = measure("--bidir");

        assertThat(bytes(end, "sum_received")).isBetween(AT_LEAST / 4, counted("in"));
        assertThat(bytes(end, "sum_received_bidir_reverse")).isBetween(AT_LEAST / 4, counted("out"));
        assertThat(sluice.metrics().sum("sluice_listener_sessions_total")).isEqualTo(9);
    }

    /** One connection to talk, four for each direction. */
    private Map<?, ?> measure(String... more) throws IOException {
        String report = Command.of("iperf3", "-c", "127.0.0.1", "-p", Integer.toString(port))
                .and("-P", "4", "-t", "2", "-J")
                .and(more)
                .output();

        assertThat(iperf.finish(Duration.ofSeconds(20)).exit()).isZero();
        Map<String, Object> read =
                JSON.std.without(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS).mapFrom(report);
        assertThat(read).doesNotContainKey("error");
        return map(read, "end");
    }

    private long counted(String direction) {
        return sluice.metricsAtRest().sum("sluice_listener_bytes_total", "direction", direction);
    }

    private static long bytes(Map<?, ?> end, String sum) {
        return map(end, sum).get("bytes") instanceof Number bytes ? bytes.longValue() : -1;
    }

    private static Map<?, ?> map(Map<?, ?> outer, String key) {
        return outer.get(key) instanceof Map<?, ?> inner ? inner : Map.of();
    }
}
