package io.sluice.health;

import static io.sluice.health.Asker.assertVerdict;
import static io.sluice.health.Asker.probe;
import static io.sluice.health.Asker.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.ProbeReason;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SendExpectProbeTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Map<String, ?> PING = Map.of("send", "PING\\r\\n", "expect", "+PONG\\r\\n");
    private static final Map<String, ?> GREETING = Map.of("expect", "220 ");

    @RegisterExtension
    final Scene scene = new Scene();

    private Asker asker;

    @BeforeEach
    void begin() {
        asker = scene.closing(new Asker());
    }

    private ScriptedBackend ponging(String answer) throws IOException {
        return scene.backend(peer -> {
            assertThat(peer.readText(6)).isEqualTo("PING\r\n");
            peer.send(answer);
            peer.readToEnd();
        });
    }

    private ScriptedBackend greeting(String text) throws IOException {
        return scene.backend(Script.namingAndHolding(text));
    }

    @Test
    void sendsAndExpectsInOneStep() throws IOException {
        assertVerdict(asker.ask(probe("send-expect", PING), ponging("+PONG\r\n")), ProbeReason.OK, "");
    }

    @Test
    void findsTheTextAnywhereInTheAnswer() throws IOException {
        assertVerdict(asker.ask(probe("send-expect", PING), ponging("hello\n+PONG\r\nbye")), ProbeReason.OK, "");
    }

    @Test
    void findsHexadecimalDigitsAndRegularExpressions() throws IOException {
        Map<String, ?> hex = Map.of("send_hex", "50 49 4e 47 0d 0a", "expect_hex", "2b50");
        Map<String, ?> regex = Map.of("send", "PING\\r\\n", "expect_regex", "^\\+P[NO]+G\\r\\n$");

        assertVerdict(asker.ask(probe("send-expect", hex), ponging("+PONG\r\n")), ProbeReason.OK, "");
        assertVerdict(asker.ask(probe("send-expect", regex), ponging("+PONG\r\n")), ProbeReason.OK, "");
    }

    @Test
    void goesThroughItsSteps() throws IOException {
        ScriptedBackend mail = scene.backend(peer -> {
            peer.send("220 mail.test\r\n");
            assertThat(peer.readText(6)).isEqualTo("HELO\r\n");
            peer.send("250 hello\r\n");
            assertThat(peer.readText(6)).isEqualTo("QUIT\r\n");
        });
        Map<String, ?> options = Map.of(
                "steps",
                List.of(
                        Map.of("expect_regex", "^220 .*\\r\\n"),
                        Map.of("send", "HELO\\r\\n", "expect_regex", "^250 .*\\r\\n"),
                        Map.of("send", "QUIT\\r\\n")));

        assertVerdict(asker.ask(probe("send-expect", options), mail), ProbeReason.OK, "");

        assertThat(mail.received()).isEqualTo(12);
    }

    @Test
    void keepsForTheNextStepWhatCameEarly() throws IOException {
        Map<String, ?> options =
                Map.of("steps", List.of(Map.of("expect", "one "), Map.of("expect", "two "), Map.of("expect", "three")));

        assertVerdict(asker.ask(probe("send-expect", options), greeting("one two three")), ProbeReason.OK, "");
    }

    @Test
    void doesNotTakeTheSameAnswerTwice() throws IOException {
        Map<String, ?> options = Map.of("steps", List.of(Map.of("expect", "one"), Map.of("expect", "one")));
        asker.within(SHORT);

        assertVerdict(asker.ask(probe("send-expect", options), greeting("one")), ProbeReason.TIMEOUT, "step 2 of 2");
    }

    @Test
    void awaitsWhatDrips() throws IOException {
        ScriptedBackend backend = scene.backend(peer -> {
            for (char letter : "hello 220 ready".toCharArray()) {
                peer.send(String.valueOf(letter));
                peer.awaitDelivery();
            }
            peer.readToEnd();
        });

        assertVerdict(asker.ask(probe("send-expect", GREETING), backend), ProbeReason.OK, "");
    }

    @Test
    void concludesAMismatchOnlyWhenTimeIsUp() throws IOException {
        asker.within(SHORT);

        assertVerdict(
                asker.ask(probe("send-expect", GREETING), greeting("554 no\r\n")),
                ProbeReason.MISMATCH,
                "after 300 ms: step 1 of 1: not in '554 no\\r\\n'");
    }

    @Test
    void concludesAMismatchWhenTheBackendEnds() throws IOException {
        assertVerdict(
                asker.ask(probe("send-expect", GREETING), scene.backend(Script.naming("554 \u0000\u001b[1m"))),
                ProbeReason.MISMATCH,
                "closed: step 1 of 1: not in '554 \\x00\\x1b[1m'");
    }

    @Test
    void concludesAMismatchWhenMoreHasComeThanItReads() throws IOException {
        ScriptedBackend huge = scene.backend(Script.source(new byte[30_000_000]));

        assertVerdict(
                asker.ask(probe("send-expect", GREETING), huge),
                ProbeReason.MISMATCH,
                "step 1 of 1: not in the first 65536 bytes");
        assertThat(huge.sent()).isLessThan(30_000_000);
    }

    @Test
    void tellsSilenceAnEndAndAResetApart() throws IOException {
        assertVerdict(
                asker.ask(probe("send-expect", GREETING), scene.backend(Script.closing())),
                ProbeReason.CLOSED,
                "step 1 of 1: unanswered");
        assertVerdict(
                asker.ask(probe("send-expect", PING), scene.backend(Script.resetAfterReading(6))),
                ProbeReason.RESET,
                "");
        asker.within(SHORT);
        assertVerdict(
                asker.ask(probe("send-expect", PING), scene.backend(Script.silent())),
                ProbeReason.TIMEOUT,
                "step 1 of 1: unanswered");
    }

    @Test
    void sendsWithoutExpecting() throws IOException {
        ScriptedBackend backend = scene.backend(Script.silent());

        assertVerdict(asker.ask(probe("send-expect", Map.of("send", "bye")), backend), ProbeReason.OK, "");

        Eventually.equal("bytes", 3L, backend::received);
    }

    @Test
    void rejectsStepsThatSayNothingAndTextThatCannotBeRead() {
        assertThat(rejected("send-expect", Map.of())).containsExactly("steps");
        assertThat(rejected("send-expect", Map.of("steps", List.of(Map.of())))).containsExactly("steps");
        assertThat(rejected("send-expect", Map.of("expect", "a", "steps", List.of(Map.of("expect", "b")))))
                .containsExactly("steps");
        assertThat(rejected("send-expect", Map.of("send_hex", "0x12"))).containsExactly("send_hex");
        assertThat(rejected("send-expect", Map.of("expect_regex", "["))).containsExactly("expect_regex");
    }

    @Test
    void comparesByItsSteps() {
        assertThat(probe("send-expect", PING)).isEqualTo(probe("send-expect", PING));
        assertThat(probe("send-expect", PING)).isNotEqualTo(probe("send-expect", GREETING));
    }
}
