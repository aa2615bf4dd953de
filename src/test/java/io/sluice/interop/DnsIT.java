package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** dnsmasq behind a UDP and a TCP listener on one port, asked by dig and dnsperf. */
@Tag("interop")
class DnsIT {

    private static final String PIECE = "0123456789abcdef".repeat(12);
    private static final int PIECES = 16; // 3 KiB: more than any answer over UDP may have here

    @RegisterExtension
    final Stage stage = new Stage();

    private final int server = Ports.free();
    private final int port = Ports.free();
    private final RealProgram dnsmasq =
            stage.keep(Command.of("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null")
                    .and("--no-resolv", "--no-hosts", "--bind-interfaces", "--listen-address=127.0.0.1", "--pid-file=")
                    .and("--user=" + System.getProperty("user.name"), "--port=" + server)
                    .and("--edns-packet-max=4096", "--address=/host.test/192.0.2.7", "--txt-record=small.test,hello")
                    .and("--txt-record=large.test" + ("," + PIECE).repeat(PIECES))
                    .start());
    private final Sluice sluice = stage.sluice(Config.empty()
            .udp("dns-udp", "127.0.0.1:" + port, "127.0.0.1:" + server)
            .tcp("dns-tcp", "127.0.0.1:" + port, "127.0.0.1:" + server));

    DnsIT() {
        Ports.awaitUdp(server);
        Ports.awaitTcp(server);
    }

    @Test
    void answersOverUdp() {
        assertThat(dig("host.test", "A", "+short", "+notcp")).isEqualTo("192.0.2.7\n");
        assertThat(dig("small.test", "TXT", "+short", "+notcp")).isEqualTo("\"hello\"\n");

        Metrics metrics = assertDatagrams(2);
        assertThat(metrics.sum("sluice_listener_sessions_total", "listener", "dns-udp"))
                .isEqualTo(2);
        assertThat(dnsmasq.isAlive()).isTrue();
    }

    @Test
    void carriesADatagramOfSeveralPackets() {
        String answer = dig("large.test", "TXT", "+bufsize=4096", "+notcp", "+ignore");

        assertThat(answer.split(PIECE, -1)).hasSize(PIECES + 1);
        assertDatagrams(1);
        assertThat(sluice.metrics().sum("sluice_listener_bytes_total", "listener", "dns-udp", "direction", "out"))
                .isGreaterThan(3_000);
    }

    @Test
    void answersOverIpv6() {
        Sluice six = stage.sluice(Config.empty().udp("dns", "[::1]:" + port, "127.0.0.1:" + server));

        String answer = Command.of("dig", "@::1", "-p", Integer.toString(port), "host.test", "A", "+short")
                .output();

        assertThat(answer).isEqualTo("192.0.2.7\n");
        assertThat(six.metrics().sum("sluice_backend_sessions_total", "backend", "b1"))
                .isEqualTo(1);
    }

    @Test
    void answersOverTcp() {
        assertThat(dig("host.test", "A", "+short", "+tcp")).isEqualTo("192.0.2.7\n");

        assertThat(sluice.metrics().sum("sluice_listener_sessions_total", "listener", "dns-tcp"))
                .isEqualTo(1);
    }

    @Test
    void sendsTheClientToTcpWhenTheAnswerIsTruncated() {
        String answer = dig("large.test", "TXT", "+bufsize=512");

        assertThat(answer).contains("Truncated, retrying in TCP mode");
        assertThat(answer.split(PIECE, -1)).hasSize(PIECES + 1);
        Metrics metrics = sluice.metrics();
        assertThat(metrics.sum("sluice_listener_sessions_total", "listener", "dns-udp"))
                .isEqualTo(1);
        assertThat(metrics.sum("sluice_listener_sessions_total", "listener", "dns-tcp"))
                .isEqualTo(1);
    }

    @Test
    void losesNoneOfThousandsOfQueriesOverUdp() throws IOException {
        String report = dnsperf("udp", 6_000);

        assertThat(report).containsPattern("Queries completed: +6000 ").containsPattern("Queries lost: +0 ");
        Metrics metrics = assertDatagrams(6_000);
        assertThat(metrics.sum("sluice_udp_dropped_total")).isZero();
        assertThat(metrics.sum("sluice_listener_sessions_total", "listener", "dns-udp"))
                .isEqualTo(10);
    }

    @Test
    void losesNoneOfHundredsOfQueriesOverTcp() throws IOException {
        String report = dnsperf("tcp", 900); // dnsmasq serves a hundred on a connection, and ten at once

        assertThat(report).containsPattern("Queries completed: +900 ").containsPattern("Queries lost: +0 ");
        assertThat(sluice.metrics().sum("sluice_listener_sessions_total", "listener", "dns-tcp"))
                .isEqualTo(10);
    }

    /** Datagrams are added to the counters once a second. */
    private Metrics assertDatagrams(long eachWay) {
        for (String direction : List.of("in", "out")) {
            Await.until(
                    eachWay + " datagrams " + direction,
                    () -> sluice.metrics().sum("sluice_udp_datagrams_total", "direction", direction) == eachWay);
        }
        return sluice.metrics();
    }

    private String dig(String name, String type, String... more) {
        return Command.of("dig", "@127.0.0.1", "-p", Integer.toString(port), name, type)
                .and(more)
                .output();
    }

    private String dnsperf(String mode, int count) throws IOException {
        Path queries = stage.directory().resolve("queries");
        Files.writeString(
                queries,
                IntStream.range(0, count / 2)
                        .mapToObj(i -> "n%d.host.test A\nsmall.test TXT\n".formatted(i))
                        .collect(Collectors.joining()));
        return Command.of("dnsperf", "-s", "127.0.0.1", "-p", Integer.toString(port), "-d", queries.toString())
                .and("-m", mode, "-c", "10", "-q", "50", "-n", "1")
                .output();
    }
}
