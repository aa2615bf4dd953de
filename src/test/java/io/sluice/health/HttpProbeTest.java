package io.sluice.health;

import static io.sluice.health.Asker.assertVerdict;
import static io.sluice.health.Asker.probe;
import static io.sluice.health.Asker.rejected;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.Endpoint;
import io.sluice.model.ProbeReason;
import io.sluice.model.ProbeResult;
import io.sluice.testing.Blackhole;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpProbeTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nready";

    @RegisterExtension
    final Scene scene = new Scene();

    private final BlockingQueue<String> requests = new LinkedBlockingQueue<>();
    private Asker asker;

    @BeforeEach
    void begin() {
        asker = scene.closing(new Asker());
    }

    /** Reads a request, sends this, and waits for the end. */
    private ScriptedBackend answering(String answer) throws IOException {
        return scene.backend(peer -> {
            requests.add(head(peer));
            peer.send(answer);
            peer.readToEnd();
        });
    }

    /** Reads a request, sends this and closes. */
    private ScriptedBackend closingAfter(String answer) throws IOException {
        return scene.backend(peer -> {
            requests.add(head(peer));
            peer.send(answer);
        });
    }

    static String head(Peer peer) throws IOException {
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            head.append(peer.readText(1));
        }
        return head.toString();
    }

    private ProbeResult ask(String answer, Map<String, ?> options) throws IOException {
        return asker.ask(probe("http", options), answering(answer));
    }

    @Test
    void asksForTheRootByDefault() throws IOException {
        ScriptedBackend backend = answering(OK);

        assertVerdict(asker.ask(probe("http", Map.of()), backend), ProbeReason.OK, "HTTP 200");

        assertThat(requests.remove().toLowerCase(Locale.ROOT))
                .startsWith("get / http/1.1\r\n")
                .contains("\r\nhost: " + backend.address() + "\r\n", "\r\nconnection: close\r\n");
    }

    @Test
    void sendsWhatItIsTold() throws IOException {
        Map<String, ?> options = Map.of(
                "method", "POST", "destination", "/a?b=c", "host", "app.test", "headers", Map.of("X-Probe", "yes"));

        assertVerdict(ask(OK, options), ProbeReason.OK, "");

        assertThat(requests.remove())
                .startsWith("POST /a?b=c HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nhost: app.test\r\n")
                .containsIgnoringCase("\r\ncontent-length: 0\r\n")
                .contains("\r\nX-Probe: yes\r\n");
    }

    @Test
    void takesHostAndPathFromAUrlButAsksTheBackend() throws IOException {
        assertVerdict(ask(OK, Map.of("destination", "http://app.test:81/x")), ProbeReason.OK, "");

        assertThat(requests.remove())
                .startsWith("GET /x HTTP/1.1\r\n")
                .containsIgnoringCase("\r\nhost: app.test:81\r\n");
    }

    @ParameterizedTest
    @CsvSource({"200,OK", "204,OK", "301,OK", "399,OK", "400,STATUS", "404,STATUS", "500,STATUS", "999,STATUS"})
    void takesSuccessesAndRedirectionsByDefault(int status, ProbeReason reason) throws IOException {
        assertVerdict(
                ask("HTTP/1.1 " + status + " Word\r\nLocation: /x\r\nContent-Length: 0\r\n\r\n", Map.of()),
                reason,
                "HTTP " + status);
    }

    @Test
    void takesTheStatusesItIsTold() throws IOException {
        Map<String, ?> options = Map.of("status", List.of("204", "300-302"));

        assertVerdict(ask("HTTP/1.1 301 M\r\nContent-Length: 0\r\n\r\n", options), ProbeReason.OK, "HTTP 301");
        assertVerdict(ask(OK, options), ProbeReason.STATUS, "HTTP 200 OK");
    }

    @Test
    void skipsInformationalAnswers() throws IOException {
        String early = "HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n";

        assertVerdict(ask(early + OK, Map.of("body", "^ready$")), ProbeReason.OK, "HTTP 200");
    }

    @Test
    void matchesABodyOfKnownLength() throws IOException {
        assertVerdict(ask(OK, Map.of("body", "^rea.y$")), ProbeReason.OK, "HTTP 200");
        assertVerdict(ask(OK, Map.of("body", "steady")), ProbeReason.MISMATCH, "no match in all 5 bytes");
    }

    @Test
    void matchesABodyInChunks() throws IOException {
        String chunked = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nre\r\n3\r\nady\r\n0\r\n\r\n";

        assertVerdict(ask(chunked, Map.of("body", "^ready$")), ProbeReason.OK, "HTTP 200");
    }

    @Test
    void matchesABodyThatEndsWithTheConnection() throws IOException {
        ScriptedBackend backend = closingAfter("HTTP/1.1 200 OK\r\n\r\ngr\u00fcn");

        assertVerdict(asker.ask(probe("http", Map.of("body", "^gr\u00fcn$")), backend), ProbeReason.OK, "");
    }

    @Test
    void doesNotReadABodyThatNobodyAskedAbout() throws IOException {
        assertVerdict(ask("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n", Map.of()), ProbeReason.OK, "");
    }

    @Test
    void readsNoMoreThanTheBeginningOfAHugeBody() throws IOException {
        ScriptedBackend backend = scene.backend(peer -> {
            head(peer);
            peer.send("HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n");
            byte[] part = new byte[1_000_000];
            for (int i = 0; i < 100; i++) {
                peer.send(part);
            }
        });

        ProbeResult result = asker.ask(probe("http", Map.of("body", "ready")), backend);

        assertVerdict(result, ProbeReason.MISMATCH, "no match in the first 65536 bytes");
        assertThat(backend.sent()).isLessThan(50_000_000);
    }

    @Test
    void endsAnExpressionThatBacktracksWithoutEnd() throws IOException {
        String body = "a".repeat(50_000);
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 50000\r\n\r\n" + body;

        ProbeResult result = ask(answer, Map.of("body", "(a+)+b"));

        assertVerdict(result, ProbeReason.MISMATCH, "no match");
    }

    @Test
    void asksForTheHeadOnly() throws IOException {
        ProbeResult result = ask("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n", Map.of("method", "HEAD"));

        assertVerdict(result, ProbeReason.OK, "HTTP 200");
        assertThat(requests.remove()).startsWith("HEAD / ");
    }

    @Test
    void readsAnAnswerThatDrips() throws IOException {
        ScriptedBackend backend = scene.backend(peer -> {
            head(peer);
            for (int i = 0; i < OK.length(); i++) {
                peer.send(OK.substring(i, i + 1));
                peer.awaitDelivery();
            }
            peer.readToEnd();
        });

        assertVerdict(asker.ask(probe("http", Map.of("body", "ready")), backend), ProbeReason.OK, "");
    }

    @ParameterizedTest
    @ValueSource(strings = {"SSH-2.0-OpenSSH_9.2\r\n", "220 mail.test ESMTP\r\n\r\n", "HTTP/1.1 abc Bad\r\n\r\n"})
    void takesNothingButHttp(String answer) throws IOException {
        assertThat(ask(answer, Map.of()).reason()).isEqualTo(ProbeReason.PROTOCOL);
    }

    @Test
    void readsNoEndlessLineAndNoEndlessHeaders() throws IOException {
        assertThat(ask("HTTP/1.1 200 " + "x".repeat(100_000), Map.of()).reason())
                .isEqualTo(ProbeReason.PROTOCOL);
        assertThat(ask("HTTP/1.1 200 OK\r\n" + "A: b\r\n".repeat(20_000), Map.of())
                        .reason())
                .isEqualTo(ProbeReason.PROTOCOL);
    }

    @Test
    void saysWhereTheBackendClosed() throws IOException {
        Probe probe = probe("http", Map.of("body", "ready"));

        assertVerdict(asker.ask(probe, closingAfter("")), ProbeReason.CLOSED, "before the status line");
        assertVerdict(asker.ask(probe, closingAfter("HTTP/1.1 200")), ProbeReason.CLOSED, "before the status line");
        assertVerdict(
                asker.ask(probe, closingAfter("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nready")),
                ProbeReason.CLOSED,
                "HTTP 200, but not all of the body");
    }

    @Test
    void tellsAResetFromAnEnd() throws IOException {
        ScriptedBackend backend = scene.backend(Script.resetAfterReading(10));

        assertVerdict(asker.ask(probe("http", Map.of()), backend), ProbeReason.RESET, "");
    }

    @Test
    void tellsAPortThatIsClosed() throws IOException {
        Endpoint target = Asker.at(Integer.parseInt(ClosedPort.address().split(":", 2)[1]));

        assertVerdict(asker.ask(probe("http", Map.of()), target), ProbeReason.REFUSED, "");
    }

    @Test
    void saysWhatItHadNoTimeFor() throws IOException {
        asker.within(SHORT);

        assertVerdict(ask("", Map.of()), ProbeReason.TIMEOUT, "after 300 ms: no answer");
        assertVerdict(
                ask("HTTP/1.1 200 OK\r\n\r\nnever ending", Map.of("body", "ready")),
                ProbeReason.TIMEOUT,
                "HTTP 200, but not all of the body");
        try (Blackhole hole = new Blackhole()) {
            assertVerdict(
                    asker.ask(probe("http", Map.of()), Asker.at(hole.port())), ProbeReason.TIMEOUT, "no connection");
        }
    }

    @Test
    void rejectsWhatCannotBeAsked() {
        assertThat(rejected("http", Map.of("destination", "health"))).containsExactly("destination");
        assertThat(rejected("http", Map.of("destination", "/a b"))).containsExactly("destination");
        assertThat(rejected("http", Map.of("destination", "https://a/"))).containsExactly("destination");
        assertThat(rejected("https", Map.of("destination", "http://a/"))).containsExactly("destination");
        assertThat(rejected("http", Map.of("destination", "http://u:p@a/"))).containsExactly("destination");
        assertThat(rejected("http", Map.of("status", "abc"))).containsExactly("status");
        assertThat(rejected("http", Map.of("status", "300-200"))).containsExactly("status");
        assertThat(rejected("http", Map.of("status", "100"))).containsExactly("status");
        assertThat(rejected("http", Map.of("body", "("))).containsExactly("body");
        assertThat(rejected("http", Map.of("host", "a\nb"))).containsExactly("host");
        assertThat(rejected("http", Map.of("headers", Map.of("a b", "c")))).containsExactly("headers");
        assertThat(rejected("http", Map.of("headers", Map.of("a", "b\r\nc: d"))))
                .containsExactly("headers");
        assertThat(rejected("http", Map.of("through", "socks5"))).containsExactly("through");
    }

    @Test
    void comparesByWhatItAsks() {
        Map<String, ?> options = Map.of("status", "200-204", "body", "a.c", "headers", Map.of("a", "b"));

        assertThat(probe("http", options)).isEqualTo(probe("http", options));
        assertThat(probe("http", options)).isNotEqualTo(probe("http", Map.of("status", "200-204", "body", "a.d")));
        assertThat(probe("https", options)).isEqualTo(probe("https", options));
        assertThat(probe("https", options)).isNotEqualTo(probe("http", options));
    }
}
