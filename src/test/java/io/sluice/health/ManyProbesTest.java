package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.testing.Epilogue;
import io.sluice.testing.Eventually;
import java.io.IOException;
import java.io.OutputStream;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Hundreds of probes of each type against servers that behave badly: when they are over, nothing of them is open. */
class ManyProbesTest {

    private static final int PROBES = 300;
    private static final int AT_ONCE = 75;
    private static final Duration TIMEOUT = Duration.ofMillis(250);

    private enum Manners {
        SILENT {
            @Override
            StreamServer server() throws IOException {
                return new StreamServer((in, out, socket) -> {});
            }
        },
        RESETTING {
            @Override
            StreamServer server() throws IOException {
                return new StreamServer((in, out, socket) -> {
                    socket.setSoLinger(true, 0);
                    socket.close();
                });
            }
        },
        DRIPPING {
            @Override
            StreamServer server() throws IOException {
                return new StreamServer((in, out, socket) -> {
                    while (true) {
                        out.write('1');
                        TimeUnit.MILLISECONDS.sleep(20); // the pace of the drip, not a wait for something
                    }
                });
            }
        },
        HUGE {
            @Override
            StreamServer server() throws IOException {
                return new StreamServer((in, out, socket) -> flood(out));
            }
        };

        abstract StreamServer server() throws IOException;

        private static void flood(OutputStream out) throws IOException {
            byte[] chunk = new byte[16_384];
            while (true) {
                out.write(chunk);
            }
        }
    }

    private static Stream<Arguments> overStreams() {
        return Stream.of(
                Arguments.of("tcp", Map.of()),
                Arguments.of("http", Map.of("body", "well")),
                Arguments.of("https", Map.of("verify", false)),
                Arguments.of("tls", Map.of("verify", false)),
                Arguments.of("send-expect", Map.of("send", "a", "expect", "b")),
                Arguments.of("dns", Map.of("name", "a.example", "transport", "tcp")),
                Arguments.of("grpc", Map.of()),
                Arguments.of("grpc", Map.of("tls", true, "verify", false)),
                Arguments.of("redis", Map.of()),
                Arguments.of("postgres", Map.of("user", "sluice")),
                Arguments.of("mysql", Map.of("user", "sluice")));
    }

    @ParameterizedTest
    @MethodSource("overStreams")
    void closesEveryConnection(String type, Map<String, ?> options) throws IOException {
        Probe probe = Asking.probe(type, options);
        warmUp(probe);
        long buffers = Epilogue.buffers();

        try (Asking asking = new Asking()) {
            int descriptors = descriptors(asking);
            for (Manners manners : Manners.values()) {
                try (StreamServer server = manners.server()) {
                    assertOver(ask(asking, probe, server.target(), PROBES / Manners.values().length), type);
                }
            }
            assertClosed(descriptors);
        }

        Eventually.equal("buffers not released", buffers, Epilogue::buffers);
    }

    @SuppressWarnings("ImmutableEnumChecker") // maps of words
    private enum OverDatagrams {
        UDP("udp", Map.of("send", "a", "expect", "b")),
        DNS("dns", Map.of("name", "a.example"));

        private final String type;
        private final Map<String, String> options;

        OverDatagrams(String type, Map<String, String> options) {
            this.type = type;
            this.options = options;
        }
    }

    @ParameterizedTest
    @EnumSource(OverDatagrams.class)
    void closesEveryDatagramSocket(OverDatagrams kind) throws IOException {
        Probe probe = Asking.probe(kind.type, kind.options);
        warmUp(probe);
        long buffers = Epilogue.buffers();

        try (Asking asking = new Asking();
                DatagramSocket silent = new DatagramSocket(0, InetAddress.getLoopbackAddress());
                DatagramSocket huge = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            answerHugely(huge);
            int descriptors = descriptors(asking);
            assertOver(ask(asking, probe, Asking.at(silent.getLocalPort()), PROBES / 2), kind.type);
            assertOver(ask(asking, probe, Asking.at(huge.getLocalPort()), PROBES / 2), kind.type);
            assertClosed(descriptors);
        }

        Eventually.equal("buffers not released", buffers, Epilogue::buffers);
    }

    private static void answerHugely(DatagramSocket socket) {
        Thread answering = new Thread(() -> {
            byte[] room = new byte[60_000];
            try {
                while (true) {
                    DatagramPacket packet = new DatagramPacket(room, room.length);
                    socket.receive(packet);
                    packet.setData(new byte[60_000]);
                    socket.send(packet);
                }
            } catch (IOException e) {
                return; // closed
            }
        });
        answering.setDaemon(true);
        answering.start();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void closesEveryPipeOfCommands(List<String> command) {
        Probe probe = Asking.probe("exec", Map.of("command", command));
        Endpoint target = Asking.at(1);
        try (Asking asking = new Asking()) {
            asking.ask(probe, target, TIMEOUT);
        }

        try (Asking asking = new Asking()) {
            int descriptors = descriptors(asking);
            for (int asked = 0; asked < PROBES / 3; asked += 25) {
                assertThat(ask(asking, probe, target, 25)).hasSize(25).noneMatch(ProbeResult::succeeded);
            }
            assertClosed(descriptors);
        }

        Eventually.isTrue(
                "no command is left",
                () -> ProcessHandle.current().children().findAny().isEmpty());
    }

    private static Stream<List<String>> commands() {
        return Stream.of(List.of("/bin/sleep", "60"), List.of("/usr/bin/yes"), List.of("/bin/false"));
    }

    /** What a first probe opens for good: random numbers, libraries. */
    private static void warmUp(Probe probe) throws IOException {
        try (Asking asking = new Asking();
                StreamServer server = Manners.SILENT.server()) {
            asking.ask(probe, server.target(), TIMEOUT);
        }
    }

    private static List<ProbeResult> ask(Asking asking, Probe probe, Endpoint target, int count) {
        assertThat(count).isLessThanOrEqualTo(2 * AT_ONCE);
        List<CompletableFuture<ProbeResult>> verdicts = IntStream.range(0, count)
                .mapToObj(i -> asking.begin(probe, target, TIMEOUT))
                .toList();
        return verdicts.stream()
                .map(verdict -> verdict.orTimeout(60, TimeUnit.SECONDS).join())
                .toList();
    }

    /** Only connecting is all that is asked of a server by the type tcp. */
    private static void assertOver(List<ProbeResult> results, String type) {
        if (!type.equals("tcp")) {
            assertThat(results).noneMatch(ProbeResult::succeeded);
        }
        assertThat(results).extracting(ProbeResult::reason).doesNotContain(ProbeReason.OTHER, ProbeReason.LOCAL);
    }

    /** With the loop running, whose own are among them. */
    private static int descriptors(Asking asking) {
        asking.loop().submit(() -> {}).syncUninterruptibly();
        return Epilogue.descriptors();
    }

    private static void assertClosed(int descriptors) {
        Eventually.isTrue(
                "descriptors: " + Epilogue.descriptors() + " were " + descriptors,
                () -> Epilogue.descriptors() <= descriptors);
    }
}
