package io.sluice.health;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Eventually;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is true of every probe that speaks with a server over a stream, whatever the server does. */
class StreamProbesTest {

    @SuppressWarnings("ImmutableEnumChecker") // probes are records
    private enum Kind {
        DNS("dns", Map.of("name", "a.example", "transport", "tcp")),
        REDIS("redis", Map.of("password", "secret", "role", "master")),
        POSTGRES("postgres", Map.of()),
        POSTGRES_USER("postgres", Map.of("user", "sluice")),
        MYSQL("mysql", Map.of()),
        MYSQL_USER("mysql", Map.of("user", "sluice")),
        GRPC("grpc", Map.of());

        private final Probe probe;

        Kind(String type, Map<String, String> options) {
            this.probe = Asking.probe(type, options);
        }

        Probe probe() {
            return probe;
        }
    }

    private final Asking asking = new Asking();

    @AfterEach
    void close() {
        asking.close();
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void timesOutOnSilenceAndHangsUp(Kind kind) throws Exception {
        try (StreamServer server = new StreamServer((in, out, socket) -> {})) {
            asking.assertTimesOut(kind.probe(), server.target());
            assertThat(server.sawHangUp()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void isRefusedByAClosedPort(Kind kind) throws IOException {
        int port = Integer.parseInt(ClosedPort.address().split(":", 2)[1]);

        assertThat(asking.ask(kind.probe(), Asking.at(port)).reason()).isEqualTo(ProbeReason.REFUSED);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void failsWhenTheServerHangsUp(Kind kind) throws IOException {
        try (StreamServer server = new StreamServer((in, out, socket) -> {
            socket.shutdownOutput();
        })) {
            assertThat(asking.ask(kind.probe(), server.target()).reason()).isEqualTo(ProbeReason.CLOSED);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void failsWhenTheServerResets(Kind kind) throws IOException {
        boolean speaksFirst = kind != Kind.MYSQL && kind != Kind.MYSQL_USER;
        try (StreamServer server = new StreamServer((in, out, socket) -> {
            if (speaksFirst) {
                in.readByte();
            }
            socket.setSoLinger(true, 0);
            socket.close();
        })) {
            assertThat(asking.ask(kind.probe(), server.target()).reason()).isEqualTo(ProbeReason.RESET);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void readsNoMoreThanItNeedsOfEndlessGarbage(Kind kind) throws Exception {
        AtomicLong written = new AtomicLong();
        byte[] garbage = new byte[4096];
        Arrays.fill(garbage, (byte) 'x');
        try (StreamServer server = new StreamServer((in, out, socket) -> {
            while (true) {
                out.write(garbage);
                written.addAndGet(garbage.length);
            }
        })) {
            ProbeResult result = asking.ask(kind.probe(), server.target());

            assertThat(result.reason()).isEqualTo(ProbeReason.PROTOCOL);
            assertThat(server.sawHangUp()).isTrue();
            assertThat(written.get()).as("what the buffers of the kernel took").isLessThan(16 << 20);
        }
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void doesNotWaitForAnAnswerThatDripsWithoutEnd(Kind kind) throws Exception {
        try (StreamServer server = new StreamServer((in, out, socket) -> {
            byte[] start = start(kind);
            for (int i = 0; true; i++) {
                out.write(i < start.length ? start[i] : 0);
                Thread.sleep(1); // the pace of the drip, not a wait for something
            }
        })) {
            asking.assertTimesOut(kind.probe(), server.target());
            assertThat(server.sawHangUp()).isTrue();
        }
    }

    /** The beginning of an answer that could go on for long. */
    private static byte[] start(Kind kind) {
        return switch (kind) {
            case DNS -> new byte[] {0x7f, (byte) 0xff};
            case REDIS -> new byte[] {'-'};
            case POSTGRES, POSTGRES_USER -> new byte[] {'E', 0, 0, 0x3f, 0};
            case MYSQL, MYSQL_USER -> new byte[] {0, 0x1f, 0, 0};
            case GRPC -> new byte[] {0, 0x0f, (byte) 0xfc, 4}; // 682 settings
        };
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void closesWhatItOpenedWhenItIsCancelled(Kind kind) throws Exception {
        try (StreamServer server = new StreamServer((in, out, socket) -> {})) {
            CompletableFuture<ProbeResult> verdict = new CompletableFuture<>();
            CompletableFuture<Attempt> begun = new CompletableFuture<>();
            asking.loop()
                    .execute(() -> begun.complete(Attempt.begin(
                            kind.probe(),
                            server.target(),
                            ProbePath.DIRECT,
                            Asking.PATIENCE,
                            asking.loop(),
                            verdict::complete)));
            Attempt attempt = begun.join();
            asking.loop().execute(attempt::cancel);

            Eventually.isTrue("the attempt is over", attempt::isOver);
            assertThat(verdict.isDone()).isFalse();
        }
    }
}
