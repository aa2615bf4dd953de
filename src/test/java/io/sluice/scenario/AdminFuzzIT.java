package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.sluice.model.Endpoint;
import io.sluice.scenario.OddRequests.Pace;
import io.sluice.scenario.OddRequests.Said;
import io.sluice.testing.HttpAnswer;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.TestCertificate;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.simple.LoggerLevels;

/**
 * Odd clients at the admin port of a whole daemon. Every answer must be HTTP with a status and a document of those that
 * docs/admin-api.md lists, and nothing may change. More of it: {@code -Dfuzz.seed=… -Dfuzz.conversations=…}.
 */
class AdminFuzzIT {

    private static final long SEED = Long.getLong("fuzz.seed", 20261129);
    private static final int CONVERSATIONS = Integer.getInteger("fuzz.conversations", 1_200);
    private static final int PATIENCE_MILLIS = 5_000;
    private static final List<Pace> PACES = List.of(Pace.values());

    private static final Map<Integer, List<String>> CODES = Map.of(
            400, List.of("bad_request"),
            403, List.of("foreign_host", "foreign_origin"),
            404, List.of("not_found"),
            405, List.of("method_not_allowed"),
            412, List.of("changed_meanwhile"),
            413, List.of("too_large"),
            415, List.of("unsupported_media_type"),
            422, List.of("invalid"),
            429, List.of("busy"));

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private WholeDaemon daemon(ScriptedBackend backend) throws IOException {
        return scene.closingLast(WholeDaemon.start(
                Files.writeString(directory.resolve("sluice.yaml"), """
                runtime: { workers: 1, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app: { scheduler: rr, backends: [ { address: "%s", name: b1, weight: 2 } ] }
                """.formatted(backend.address()))));
    }

    @Test
    void answersWhateverIsSaidAndChangesNothing() throws Exception {
        WholeDaemon daemon = daemon(scene.backend(Script.echo()));
        InetSocketAddress address = ((Endpoint.Inet) daemon.adminAddress()).address();
        Peer client = scene.client(daemon.address("web"));
        echo(client);
        SplittableRandom random = new SplittableRandom(SEED);
        OddRequests requests = new OddRequests(random.split(), daemon.admin().body("/"));
        String before = state(daemon);

        Map<Integer, Integer> answered = new TreeMap<>();
        for (int i = 0; i < CONVERSATIONS; i++) {
            Said said = requests.next();
            if (i % 1_000 == 0) {
                echo(client); // a backend of the tests does not wait for long
            }
            try {
                List<HttpAnswer> answers = HttpAnswer.all(converse(address, said, random), said.methods());
                answers.forEach(each -> answered.merge(each.status(), 1, Integer::sum));
                check(said, answers);
                assertThat(state(daemon)).as("what no request may change").isEqualTo(before);
            } catch (AssertionError | IOException e) {
                throw new AssertionError("seed " + SEED + ", conversation " + i + ", " + said, e);
            }
        }

        assertThat(answered).containsKeys(200, 400, 403, 404, 405, 412, 413, 415, 422);
        assertThat(daemon.admin().body("/livez")).isEqualTo("ok\n");
        echo(client);
        assertThat(daemon.admin().value("/api/v1/status", "sessions")).isEqualTo(1);
    }

    @Test
    void survivesWhateverIsSaidInsteadOfAHandshake() throws Exception {
        TestCertificate tls = TestCertificate.in(directory);
        WholeDaemon daemon = scene.closingLast(WholeDaemon.start("""
                runtime: { workers: 1, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0", tls: { cert: %s, key: %s }, metrics_listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app: { backends: [ "127.0.0.1:9" ] }
                """.formatted(tls.certificate(), tls.key())));
        InetSocketAddress address = ((Endpoint.Inet) daemon.adminAddress()).address();
        SplittableRandom random = new SplittableRandom(SEED);
        byte[] hello = hello();

        for (int i = 0; i < CONVERSATIONS / 4; i++) {
            byte[] odd = Arrays.copyOf(hello, random.nextInt(1, hello.length + 1));
            for (int flips = random.nextInt(4); flips > 0; flips--) {
                odd[random.nextInt(odd.length)] = (byte) random.nextInt(256);
            }
            Pace pace = PACES.get(random.nextInt(PACES.size()));
            try {
                byte[] answer = converse(
                        address,
                        new Said(new String(odd, StandardCharsets.ISO_8859_1), pace, true, List.of(), false),
                        random);
                assertThat(new String(answer, StandardCharsets.ISO_8859_1)).doesNotContain("HTTP/");
            } catch (SocketException e) {
                assertThat(e)
                        .as("seed %d, handshake %d", SEED, i)
                        .hasMessageContaining("reset"); // it need not listen on
            }
        }

        assertThat(daemon.metrics().body("/livez")).isEqualTo("ok\n");
    }

    /** What a client of this JDK says first. */
    private static byte[] hello() throws Exception {
        SSLEngine engine = SSLContext.getDefault().createSSLEngine("localhost", 443);
        engine.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(engine.getSession().getPacketBufferSize());
        engine.wrap(ByteBuffer.allocate(0), hello);
        return Arrays.copyOf(hello.array(), hello.position());
    }

    private static void echo(Peer client) throws IOException {
        client.send("hello");
        assertThat(client.readText(5)).isEqualTo("hello");
    }

    private static String state(WholeDaemon daemon) {
        String members = daemon.inventory().pools().get(0).snapshot().members().stream()
                .map(each ->
                        each.backend().name() + " " + each.weight() + " " + each.state() + " " + each.maxSessions())
                .collect(Collectors.joining(";"));
        return daemon.inventory().config() + " " + members + " " + LoggerLevels.now() + " frozen="
                + daemon.inventory().isHealthFrozen();
    }

    /** What came back, to the end of the connection. */
    private static byte[] converse(InetSocketAddress address, Said said, SplittableRandom random) throws IOException {
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(PATIENCE_MILLIS);
            send(socket, said, random);
            if (said.pace() == Pace.RESET) {
                socket.setSoLinger(true, 0);
                return new byte[0];
            }
            return socket.getInputStream().readAllBytes();
        }
    }

    private static void send(Socket socket, Said said, SplittableRandom random) throws IOException {
        OutputStream out = socket.getOutputStream();
        byte[] bytes = said.bytes();
        try {
            for (int at = 0; at < bytes.length; ) {
                int size = Math.min(size(said.pace(), random), bytes.length - at);
                out.write(bytes, at, size);
                at += size;
            }
            if (said.endsOutput()) {
                socket.shutdownOutput();
            }
        } catch (SocketException e) {
            assertThat(said.isComplete())
                    .as("hung up on: " + e)
                    .isFalse(); // it has answered and closed; its answer can be read
        }
    }

    private static int size(Pace pace, SplittableRandom random) {
        return switch (pace) {
            case BYTE_BY_BYTE -> 1;
            case IN_PIECES -> random.nextInt(1, 200);
            default -> Integer.MAX_VALUE;
        };
    }

    private static void check(Said said, List<HttpAnswer> answers) throws IOException {
        if (said.isComplete()) {
            assertThat(answers).as("one answer each").hasSameSizeAs(said.methods());
        }
        for (int i = 0; i < answers.size(); i++) {
            check(
                    answers.get(i),
                    said.methods().size() > i && said.methods().get(i).equals("HEAD"));
        }
    }

    private static void check(HttpAnswer answer, boolean isHead) throws IOException {
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("content-security-policy")).contains("frame-ancestors 'none'");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.headers()).doesNotContainKeys("access-control-allow-origin", "set-cookie");
        if (answer.status() != 200) {
            assertThat(CODES).containsKey(answer.status());
        }
        if (!isHead && answer.header("content-type").equals("application/json")) {
            Map<String, Object> document = JSON.std.mapFrom(answer.body());
            assertThat(document.containsKey("error")).isEqualTo(answer.status() != 200);
        }
        if (!isHead && answer.status() != 200) {
            error(answer);
        }
    }

    private static void error(HttpAnswer answer) throws IOException {
        Map<?, ?> error = (Map<?, ?>)
                Objects.requireNonNull(JSON.std.mapFrom(answer.body()).get("error"));
        assertThat((String) error.get("code")).isIn(CODES.get(answer.status()));
        assertThat((String) error.get("message")).isNotBlank();
        if (answer.status() == 422) {
            assertThat((List<?>) error.get("problems")).isNotEmpty().allMatch(AdminFuzzIT::isProblem);
        }
    }

    private static boolean isProblem(Object each) {
        return each instanceof Map<?, ?> problem
                && problem.containsKey("path")
                && problem.containsKey("value")
                && problem.containsKey("expected");
    }
}
