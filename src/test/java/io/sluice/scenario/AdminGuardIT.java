package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.jr.ob.JSON;
import io.sluice.model.Endpoint;
import io.sluice.testing.Eventually;
import io.sluice.testing.HttpAnswer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may not, at the admin port of a whole daemon with tokens: each request is refused for its one reason, and nothing changes. */
class AdminGuardIT {

    private static final String ADMIN = "q7Vn2Lk9Xw4Tz8Rb6Mc3Hd";
    private static final String READER = "a5Fj1Ks8Dp0Gy7Uq3Zt6Ev";
    private static final String BACKEND = "/api/v1/pools/app/backends/b1";

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private WholeDaemon daemon;

    @BeforeEach
    void start() throws IOException {
        daemon = scene.closingLast(WholeDaemon.start(Files.writeString(directory.resolve("sluice.yaml"), """
                runtime: { workers: 1, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0", token_file: %s, read_token_file: %s, hosts: [ lb.example ] }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app: { backends: [ { address: "%s", name: b1, weight: 2 } ] }
                """.formatted(
                        file("admin", ADMIN),
                        file("reader", READER),
                        scene.backend(Script.echo()).address()))));
    }

    private Path file(String name, String token) throws IOException {
        Path file = Files.writeString(directory.resolve(name), token);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @AfterEach
    void hasChangedNothing() {
        assertThat(daemon.inventory().config().version()).isEqualTo(1);
        assertThat(daemon.inventory().config().reloads("refused")).isZero();
        assertThat(daemon.inventory().pools().get(0).snapshot().members())
                .singleElement()
                .satisfies(member -> assertThat(member.weight()).isEqualTo(2));
    }

    private HttpAnswer ask(String method, String path, String body, String... headers) throws IOException {
        String head = method + " " + path + " HTTP/1.1\r\nConnection: close\r\n" + String.join("\r\n", headers)
                + (body.isEmpty() ? "" : "\r\nContent-Length: " + body.length()) + "\r\n\r\n";
        InetSocketAddress address = ((Endpoint.Inet) daemon.adminAddress()).address();
        try (Socket socket = new Socket(address.getAddress(), address.getPort())) {
            socket.setSoTimeout(5_000);
            socket.getOutputStream().write((head + body).getBytes(StandardCharsets.ISO_8859_1));
            List<HttpAnswer> answers = HttpAnswer.all(socket.getInputStream().readAllBytes(), List.of(method));
            assertThat(answers).as(head).hasSize(1);
            return guarded(answers.get(0));
        }
    }

    /** Whatever is answered, it says what a browser may do with it: next to nothing. */
    private static HttpAnswer guarded(HttpAnswer answer) {
        assertThat(answer.header("content-security-policy")).isEqualTo("default-src 'self'; frame-ancestors 'none'");
        assertThat(answer.header("x-content-type-options")).isEqualTo("nosniff");
        assertThat(answer.header("cache-control")).isEqualTo("no-store");
        assertThat(answer.headers().keySet()).noneMatch(name -> name.startsWith("access-control"));
        assertThat(answer.headers()).doesNotContainKey("set-cookie");
        return answer;
    }

    private static String code(HttpAnswer answer) throws IOException {
        Map<?, ?> error = (Map<?, ?>)
                Objects.requireNonNull(JSON.std.mapFrom(answer.body()).get("error"));
        return answer.status() + " " + error.get("code");
    }

    private static String bearer(String token) {
        return "Authorization: Bearer " + token;
    }

    /** Every call that changes something, or could tell what is in a file. */
    static Stream<Arguments> changes() {
        return Stream.concat(
                changesWithABody(),
                Stream.of(
                        arguments("DELETE", BACKEND),
                        arguments("DELETE", "/api/v1/pools/app/rebalance"),
                        arguments("DELETE", "/api/v1/sessions/0-1")));
    }

    static Stream<Arguments> changesWithABody() {
        return Stream.of(
                arguments("PATCH", BACKEND),
                arguments("PATCH", "/api/v1/log"),
                arguments("PATCH", "/api/v1/health"),
                arguments("POST", "/api/v1/reload"),
                arguments("POST", "/api/v1/reload/confirm"),
                arguments("POST", "/api/v1/reload/revert"),
                arguments("POST", "/api/v1/plan"),
                arguments("POST", "/api/v1/pools/app/backends"),
                arguments("POST", BACKEND + "/drain"),
                arguments("POST", "/api/v1/pools/app/rebalance"));
    }

    @ParameterizedTest
    @MethodSource("changes")
    @CsvSource({
        "GET,/api/v1/status",
        "GET,/metrics",
        "GET,/livez",
        "GET,/",
        "GET,/nowhere",
        "GET,/api/v1/events",
        "OPTIONS,/api/v1/reload"
    })
    void asksEveryCallForAToken(String method, String path) throws IOException {
        HttpAnswer none = ask(method, path, "", "Host: localhost", "Content-Type: application/json");
        HttpAnswer wrong = ask(method, path, "", "Host: localhost", bearer(ADMIN + "x"));
        HttpAnswer inPath = ask(method, path + "?token=" + ADMIN + "&access_token=" + ADMIN, "", "Host: localhost");

        assertThat(code(none)).isEqualTo("401 unauthorized");
        assertThat(none.header("www-authenticate")).isEqualTo("Bearer realm=\"sluice\"");
        assertThat(code(wrong)).isEqualTo("401 unauthorized");
        assertThat(wrong.header("www-authenticate")).contains("error=\"invalid_token\"");
        assertThat(code(inPath)).isEqualTo("401 unauthorized");
        assertThat(inPath.body()).doesNotContain(ADMIN);
    }

    @ParameterizedTest
    @MethodSource("changes")
    @CsvSource({"PUT,/nowhere", "get,/api/v1/status"})
    void letsAReaderOnlyRead(String method, String path) throws IOException {
        HttpAnswer answer = ask(
                method, path, "{\"weight\":7}", "Host: localhost", bearer(READER), "Content-Type: application/json");

        assertThat(code(answer)).isEqualTo("403 read_only");
        assertThat(ask("GET", "/api/v1/status", "", "Host: localhost", bearer(READER))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "127.0.0.1.evil.example", "lb.example.evil.example", "192.0.2.1"})
    void refusesAForeignHostWithTheRightTokenToo(String host) throws IOException {
        HttpAnswer answer = ask(
                "PATCH", BACKEND, "{\"weight\":7}", "Host: " + host, bearer(ADMIN), "Content-Type: application/json");

        assertThat(code(answer)).isEqualTo("403 foreign_host");
        assertThat(ask("GET", "/livez", "", "Host: LB.example:1", bearer(READER))
                        .status())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: https://localhost",
                "Origin: null",
                "Sec-Fetch-Site: cross-site",
                "Sec-Fetch-Site: same-site"
            })
    void refusesAChangeFromAnotherPage(String header) throws IOException {
        HttpAnswer answer = ask(
                "PATCH",
                BACKEND,
                "{\"weight\":7}",
                "Host: localhost",
                header,
                bearer(ADMIN),
                "Content-Type: application/json");

        assertThat(code(answer)).isEqualTo("403 foreign_origin");
    }

    @ParameterizedTest
    @CsvSource({
        "GET,/api/v1/reload,POST",
        "GET,/api/v1/plan,POST",
        "GET,/api/v1/sessions/0-1,DELETE",
        "GET,/api/v1/sessions/0-1?_method=DELETE,DELETE",
        "POST,/api/v1/status,'GET, HEAD'",
        "PUT,/api/v1/log,'GET, HEAD, PATCH'",
        "POST,/api/v1/pools/app/backends/b1,'DELETE, GET, HEAD, PATCH'",
        "BREW,/api/v1/reload,POST",
        "OPTIONS,/api/v1/reload,POST"
    })
    void changesNothingByAnotherMethod(String method, String path, String allow) throws IOException {
        HttpAnswer answer = ask(method, path, "{}", "Host: localhost", bearer(ADMIN), "Content-Type: application/json");

        assertThat(code(answer)).isEqualTo("405 method_not_allowed");
        assertThat(answer.header("allow")).isEqualTo(allow);
    }

    @Test
    void readsWithoutChangingWhateverBodyOrHeaderComesAlong() throws IOException {
        for (String method : List.of("GET", "HEAD")) {
            HttpAnswer answer = ask(
                    method,
                    BACKEND + "?weight=7",
                    "{\"weight\":7}",
                    "Host: localhost",
                    bearer(ADMIN),
                    "X-HTTP-Method-Override: PATCH",
                    "Content-Type: application/json");

            assertThat(answer.status()).isEqualTo(200);
        }
    }

    @Test
    void takesNoBodyOfTwoMebibytes() throws IOException {
        String body = "{\"weight\":7," + " ".repeat(2 * 1024 * 1024) + "\"state\":\"enabled\"}";
        HttpAnswer answer =
                ask("PATCH", BACKEND, body, "Host: localhost", bearer(ADMIN), "Content-Type: application/json");

        assertThat(code(answer)).isEqualTo("413 too_large");
    }

    @ParameterizedTest
    @MethodSource("changesWithABody")
    void takesNoChangeThatAFormCouldSend(String method, String path) throws IOException {
        for (String type : List.of("text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "")) {
            String header = "Content-Type: " + type;
            HttpAnswer answer = ask(method, path, "{}", "Host: localhost", bearer(ADMIN), header);

            assertThat(code(answer)).isEqualTo("415 unsupported_media_type");
        }
    }

    @Test
    void letsNobodyChooseAnAddressToConnectTo() throws IOException {
        for (String member : List.of("address", "check", "connectivity", "destination")) {
            HttpAnswer answer = ask(
                    "PATCH",
                    BACKEND,
                    "{\"" + member + "\":\"169.254.169.254:80\"}",
                    "Host: localhost",
                    bearer(ADMIN),
                    "Content-Type: application/json");

            assertThat(code(answer)).isEqualTo("422 invalid");
        }
    }

    @Test
    void hearsNobodyForTheRestOfASecondWhoGuessedFiveTimes() throws IOException {
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) { // one second may end on the way
            statuses.add(read(bearer("guess" + i)).status());
        }
        assertThat(statuses).startsWith(401, 401).contains(429);

        Eventually.isTrue("the right token is heard again", () -> {
            HttpAnswer answer = Eventually.calling(() -> read(bearer(ADMIN)));
            assertThat(answer.header("retry-after")).isEqualTo(answer.status() == 429 ? "1" : "");
            return answer.status() == 200;
        });
    }

    private HttpAnswer read(String token) throws IOException {
        return ask("GET", "/livez", "", "Host: localhost", token);
    }
}
