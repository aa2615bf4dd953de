package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Redis behind a listener: many small requests on lasting connections, and one large value. */
@Tag("interop")
class RedisIT {

    @RegisterExtension
    final Stage stage = new Stage();

    private final int redis = Ports.free();
    private final int port = Ports.free();
    private final RealProgram server = stage.keep(Command.of("redis-server", "--bind", "127.0.0.1", "--save", "")
            .and("--port", Integer.toString(redis), "--dir", stage.directory().toString())
            .start());
    private final Sluice sluice = stage.sluice(Config.empty().tcp("redis", "127.0.0.1:" + port, "127.0.0.1:" + redis));

    RedisIT() {
        Ports.awaitTcp(redis);
    }

    @Test
    void servesABenchmarkRequestByRequest() {
        benchmark(1);
    }

    @Test
    void servesABenchmarkOfPipelinedRequests() {
        benchmark(16);
    }

    private void benchmark(int pipelined) {
        String lines = Command.of("redis-benchmark", "-p", Integer.toString(port), "--csv", "-t", "ping,set,get")
                .and("-c", "50", "-n", "20000", "-P", Integer.toString(pipelined))
                .output();

        assertThat(lines).contains("\"PING_INLINE\"", "\"PING_MBULK\"", "\"SET\"", "\"GET\"");
        String info = directly("info").output();
        assertThat(number(info, "cmdstat_set:calls=(\\d+)")).isEqualTo(20_000);
        assertThat(number(info, "cmdstat_get:calls=(\\d+)")).isEqualTo(20_000);
        assertThat(number(info, "cmdstat_ping:calls=(\\d+)")).isEqualTo(40_000);
        assertThat(number(info, "total_connections_received:(\\d+)") - 1)
                .as("connections that redis has seen, without the one that asked")
                .isEqualTo(sluice.metrics().sum("sluice_backend_sessions_total"))
                .isGreaterThan(200);
    }

    @Test
    void bringsALargeValueThereAndBack() throws IOException {
        Blob blob = Blob.create(stage.directory().resolve("blob"), 10, 11);

        String set = throughSluice("-x", "set", "large").reading(blob.file()).output();
        String got = Command.bash("redis-cli -p " + port + " --raw get large | head -c -1 | sha256sum")
                .output();

        assertThat(set).isEqualTo("OK\n");
        assertThat(got).startsWith(blob.sha256());
        assertThat(Files.size(blob.file())).isEqualTo(blob.size());
        Metrics metrics = sluice.metricsAtRest();
        for (String direction : List.of("in", "out")) {
            assertThat(metrics.sum("sluice_listener_bytes_total", "direction", direction))
                    .isBetween(blob.size(), blob.size() + 1_000_000); // redis-cli also reads the help of every command
        }
        assertThat(server.isAlive()).isTrue();
    }

    private Command throughSluice(String... words) {
        return Command.of("redis-cli", "-p", Integer.toString(port)).and(words);
    }

    private Command directly(String what) {
        return Command.of("redis-cli", "-p", Integer.toString(redis), what, "everything");
    }

    private static long number(String text, String pattern) {
        Matcher matcher = Pattern.compile(pattern).matcher(text);
        assertThat(matcher.find()).as("%s in %s", pattern, text).isTrue();
        return Long.parseLong(matcher.group(1));
    }
}
