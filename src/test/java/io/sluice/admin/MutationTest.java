package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.BackendAnswer;
import io.sluice.control.BackendChange;
import io.sluice.control.BackendSetting;
import io.sluice.control.Commands;
import io.sluice.control.FakeInventory;
import io.sluice.model.BackendSpec;
import io.sluice.model.BackendState;
import io.sluice.pool.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MutationTest {

    private static final String B2 = "/api/v1/pools/web/backends/b2";

    private final FakeInventory inventory = new FakeInventory();
    private final List<BackendChange> changes = new CopyOnWriteArrayList<>();
    private AdminServer server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        List<Route> routes = new ArrayList<>(BackendRoutes.of(inventory, new Answering(), () -> null));
        server = AdminServer.open(AdminServerTest.ANY_PORT, new Routes(routes), Access.LOCAL);
        port = AdminServerTest.port(server);
    }

    /** Answers like the control loop, on a thread of its own. */
    private final class Answering implements Commands {

        @Override
        public CompletableFuture<BackendAnswer> change(String pool, String backend, BackendChange change) {
            return CompletableFuture.supplyAsync(() -> {
                if (!pool.equals("web")) {
                    return new BackendAnswer.NoPool();
                }
                Member now = inventory.pools().get(0).snapshot().members().get(1);
                if (!backend.equals(now.backend().name())) {
                    return new BackendAnswer.NoBackend();
                }
                if (!change.expected().test(BackendSetting.of(now))) {
                    return new BackendAnswer.Differs(now);
                }
                changes.add(change);
                return new BackendAnswer.Changed(change.weight() == null ? now : now.withWeight(change.weight()));
            });
        }

        @Override
        public CompletableFuture<BackendAnswer> add(String pool, BackendSpec backend) {
            return CompletableFuture.completedFuture(new BackendAnswer.NoPool());
        }

        @Override
        public CompletableFuture<BackendAnswer> remove(
                String pool, String backend, Predicate<BackendSetting> expected) {
            return CompletableFuture.completedFuture(new BackendAnswer.NoPool());
        }
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String send(String method, String path, String body, String... headers) throws IOException {
        String extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return RawClient.exchange(
                port,
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n" + extra
                        + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    private String patch(String body, String... headers) throws IOException {
        List<String> all = new ArrayList<>(List.of(headers));
        all.add("Content-Type: application/json");
        return send("PATCH", B2, body, all.toArray(new String[0]));
    }

    @Test
    void changesABackendAndAnswersIt() throws IOException {
        assertThat(patch("{\"weight\": 7, \"state\": \"enabled\", \"max_sessions\": 0}"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("etag: \"draining-7-500-0\"\r\n")
                .contains("\r\n\r\n{\"name\":\"b2\",")
                .contains("\"weight\":7");

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.weight()).isEqualTo(7);
            assertThat(change.maxSessions()).isZero();
            assertThat(change.state()).isEqualTo(BackendState.ENABLED);
        });
    }

    @Test
    void leavesWhatIsNotNamed() throws IOException {
        assertThat(patch("{}")).startsWith("HTTP/1.1 200 ");
        assertThat(patch("")).startsWith("HTTP/1.1 200 ");

        assertThat(changes).hasSize(2).allSatisfy(change -> {
            assertThat(change.weight()).isNull();
            assertThat(change.maxSessions()).isNull();
            assertThat(change.state()).isNull();
        });
    }

    @Test
    void showsOneBackendWithItsTag() throws IOException {
        assertThat(RawClient.get(port, B2))
                .startsWith("HTTP/1.1 200 ")
                .contains("etag: \"draining-3-500-0\"\r\n")
                .contains("{\"name\":\"b2\"");
        assertThat(RawClient.get(port, "/api/v1/pools/web/backends/b9")).startsWith("HTTP/1.1 404 ");
        assertThat(RawClient.get(port, "/api/v1/pools/nope/backends/b2")).startsWith("HTTP/1.1 404 ");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"weight\": -1}        | weight: -1 (expected: 0 to 65535)",
                "{\"weight\": 65536}     | weight: 65536 (expected: 0 to 65535)",
                "{\"weight\": 1.5}       | weight: 1.5 (expected: 0 to 65535)",
                "{\"weight\": \"1\"}     | weight: 1 (expected: 0 to 65535)",
                "{\"weight\": null}      | weight: null (expected: 0 to 65535)",
                "{\"weight\": [1]}       | weight: a list (expected: 0 to 65535)",
                "{\"weight\": 9999999999999999999999} | weight: 9999999999999999999999 (expected: 0 to 65535)",
                "{\"max_sessions\": -1}  | max_sessions: -1 (expected: 0 to 2147483647)",
                "{\"state\": \"gone\"}   | state: gone (expected: enabled, draining, disabled)",
                "{\"state\": {}}         | state: an object (expected: enabled, draining, disabled)",
                "{\"priority\": 65536}   | priority: 65536 (expected: 0 to 65535)",
                "{\"wieght\": 1}         | wieght: unknown member (expected: one of weight, max_sessions, priority, state)",
            })
    void namesWhatMakesNoSense(String body, String message) throws IOException {
        assertThat(patch(body))
                .startsWith("HTTP/1.1 422 ")
                .contains("\"code\":\"invalid\"")
                .contains("\"message\":\"" + message)
                .contains("\"problems\":[{\"path\":\"");
        assertThat(changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[]",
                "1",
                "null",
                "{",
                "{}{}",
                "{} x",
                "{\"weight\":1,\"weight\":2}",
                "{'weight':1}",
                "{weight:1}",
                "{\"weight\":01}",
                "{\"weight\":NaN}",
                "// c\n{}"
            })
    void refusesWhatIsNotOneObject(String body) throws IOException {
        assertThat(patch(body)).startsWith("HTTP/1.1 400 ").contains("not one JSON object");
        assertThat(changes).isEmpty();
    }

    @Test
    void namesAHundredProblemsOfABodyThatIsWrongThroughout() throws IOException {
        String members =
                IntStream.range(0, 5_000).mapToObj(i -> "\"a" + i + "\":1").collect(Collectors.joining(","));

        String answer = patch("{" + members + "}");

        assertThat(answer)
                .startsWith("HTTP/1.1 422 ")
                .contains("\"path\":\"a99\"")
                .doesNotContain("a100");
        assertThat(answer).hasSizeLessThan(20_000);
    }

    @Test
    void survivesDeepNesting() throws IOException {
        assertThat(patch("{\"weight\":" + "[".repeat(200_000) + "]".repeat(200_000) + "}"))
                .startsWith("HTTP/1.1 400 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"X: y", "Content-Type: text/plain", "Content-Type: application/jsonx", "Content-Type: text/json"
            })
    void takesJsonOnly(String header) throws IOException {
        assertThat(send("PATCH", B2, "{}", header))
                .startsWith("HTTP/1.1 415 ")
                .contains("\"code\":\"unsupported_media_type\"");
        assertThat(changes).isEmpty();
    }

    @Test
    void takesJsonWithParameters() throws IOException {
        assertThat(send("PATCH", B2, "{}", "Content-Type: Application/JSON; charset=utf-8"))
                .startsWith("HTTP/1.1 200 ");
    }

    @Test
    void changesOnlyWhatTheCallerHasSeen() throws IOException {
        assertThat(patch("{\"weight\":1}", "If-Match: \"enabled-3-500-0\""))
                .startsWith("HTTP/1.1 412 ")
                .contains("\"code\":\"changed_meanwhile\"")
                .contains("etag: \"draining-3-500-0\"\r\n");
        assertThat(changes).isEmpty();

        assertThat(patch("{\"weight\":1}", "If-Match: \"x\", \"draining-3-500-0\""))
                .startsWith("HTTP/1.1 200 ");
        assertThat(patch("{\"weight\":1}", "If-Match: *")).startsWith("HTTP/1.1 200 ");
        assertThat(changes).hasSize(2);
    }

    @Test
    void answersUnknownNamesWith404() throws IOException {
        String type = "Content-Type: application/json";

        assertThat(send("PATCH", "/api/v1/pools/nope/backends/b2", "{}", type)).startsWith("HTTP/1.1 404 ");
        assertThat(send("PATCH", "/api/v1/pools/web/backends/nope", "{}", type)).startsWith("HTTP/1.1 404 ");
    }

    @Test
    void changesNothingByAnotherMethod() throws IOException {
        for (String method : List.of("POST", "PUT", "BREW")) {
            assertThat(send(method, B2, "{\"weight\":1}", "Content-Type: application/json"))
                    .startsWith("HTTP/1.1 405 ")
                    .contains("allow: DELETE, GET, HEAD, PATCH\r\n");
        }
        assertThat(send("GET", B2, "{\"weight\":1}", "Content-Type: application/json"))
                .startsWith("HTTP/1.1 200 ");
        assertThat(changes).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sec-Fetch-Site: same-site", "Sec-Fetch-Site: cross-site", "Origin: http://localhost:3000"})
    void takesNoChangeFromAnotherPage(String header) throws IOException {
        assertThat(patch("{\"weight\":1}", header)).startsWith("HTTP/1.1 403 ");
        assertThat(changes).isEmpty();
    }

    @Test
    void answersSeveralChangesInOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            String body = "{\"weight\":" + i + "}";
            requests.append("PATCH " + B2 + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                    + "Content-Length: " + body.length() + "\r\n\r\n" + body);
            expected.add("\"weight\":" + i + ",");
        }
        requests.append("GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(RawClient.exchange(port, requests.toString()))
                .containsSubsequence(expected)
                .contains("/last");
    }
}
