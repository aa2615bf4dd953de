package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.FakeInventory;
import io.sluice.control.Inventory.Readiness;
import io.sluice.model.Endpoint;
import io.sluice.net.Alarm;
import io.sluice.net.LoopLag;
import io.sluice.net.Workers;
import io.sluice.testing.HeldLevel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminServerTest {

    static final Endpoint ANY_PORT = new Endpoint.Inet(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));

    private final FakeInventory inventory = new FakeInventory();
    private AdminServer server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        server = AdminServer.open(ANY_PORT, routes(inventory), Access.LOCAL);
        port = port(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    static Routes routes(FakeInventory inventory) {
        List<Route> routes = new ArrayList<>(ReadRoutes.of(
                inventory,
                "1.2.3",
                request -> Reply.of(HttpResponseStatus.OK, "text/x-metrics", "accept " + request.accept())));
        routes.addAll(LogRoutes.of(new HeldLevel()));
        routes.add(IndexRoute.of("1.2.3", routes));
        return new Routes(routes);
    }

    static int port(AdminServer server) {
        return ((Endpoint.Inet) server.address()).address().getPort();
    }

    @Test
    void answersTheStatusDocument() throws IOException {
        assertThat(RawClient.get(port, "/api/v1/status"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: application/json\r\n")
                .contains(
                        "{\"version\":\"1.2.3\",\"uptime_seconds\":93784,\"config\":{\"version\":3,\"hash\":\"5f2a0c\",\"confirm_within_seconds\":null}");
    }

    @Test
    void answersOnePool() throws IOException {
        assertThat(RawClient.get(port, "/api/v1/pools/dns"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("\r\n\r\n{\"name\":\"dns\",\"scheduler\":\"rr\"");
    }

    @Test
    void ignoresTheQuery() throws IOException {
        assertThat(RawClient.get(port, "/api/v1/pools/dns?x=/y")).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void decodesThePoolName() throws IOException {
        inventory.add(FakeInventory.pool("a/b+c d"));

        assertThat(RawClient.get(port, "/api/v1/pools/a%2Fb+c%20d")).contains("{\"name\":\"a/b+c d\"");
    }

    @Test
    void answersAnUnknownPoolWith404() throws IOException {
        assertThat(RawClient.get(port, "/api/v1/pools/nope"))
                .startsWith("HTTP/1.1 404 Not Found\r\n")
                .endsWith("{\"error\":{\"code\":\"not_found\",\"message\":\"no pool of this name\","
                        + "\"path\":\"/api/v1/pools/nope\"}}\n");
    }

    @Test
    void handsTheAcceptHeaderToTheMetrics() throws IOException {
        assertThat(RawClient.get(port, "/metrics", "Accept: text/plain"))
                .contains("content-type: text/x-metrics\r\n")
                .endsWith("\r\n\r\naccept text/plain");
    }

    @Test
    void isReadyOnlyWhenNewSessionsAreWelcome() throws IOException {
        assertThat(RawClient.get(port, "/readyz")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nready\n");

        inventory.readiness = Readiness.DRAINING;

        assertThat(RawClient.get(port, "/readyz")).startsWith("HTTP/1.1 503").endsWith("\r\n\r\ndraining\n");
    }

    @Test
    void isAliveWhileTheWorkersBeat() throws IOException {
        Workers workers = new Workers(1, new Alarm(status -> {}), 1);
        inventory.lags = List.of(new LoopLag(workers.all().get(0)));

        assertThat(RawClient.get(port, "/livez")).startsWith("HTTP/1.1 200").endsWith("\r\n\r\nok\n");
        assertThat(Liveness.late(inventory.lags, -1)).containsExactly(0);
        assertThat(Liveness.words(List.of(0))).isEqualTo("worker 0 does not answer");

        workers.stop();
    }

    @Test
    void listsEveryCallAtTheRoot() throws IOException {
        assertThat(RawClient.get(port, "/"))
                .contains("content-type: text/plain; charset=utf-8\r\n")
                .endsWith("""
                        Sluice 1.2.3

                        GET, HEAD /metrics
                        GET, HEAD /livez
                        GET, HEAD /readyz
                        GET, HEAD /api/v1/status
                        GET, HEAD /api/v1/pools/{pool}
                        GET, HEAD, PATCH /api/v1/log
                        """);
    }

    @Test
    void answersAnUnknownPathWith404() throws IOException {
        assertThat(RawClient.get(port, "/api/v1/status/")).startsWith("HTTP/1.1 404 Not Found\r\n");
        assertThat(RawClient.get(port, "/../../etc/passwd")).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void answersAnotherMethodWith405AndTheAllowedOnes() throws IOException {
        String request = "DELETE /api/v1/status HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        assertThat(RawClient.exchange(port, request))
                .startsWith("HTTP/1.1 405 Method Not Allowed\r\n")
                .contains("allow: GET, HEAD\r\n")
                .contains("\"code\":\"method_not_allowed\"");
    }

    @Test
    void answersHeadWithTheHeadersOfGet() throws IOException {
        String headers = "/readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        String head = RawClient.exchange(port, "HEAD " + headers);

        assertThat(head)
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-length: 6\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void carriesTheSecurityHeadersOnEveryAnswer() throws IOException {
        for (String path : List.of("/", "/readyz", "/api/v1/status", "/nowhere")) {
            assertThat(RawClient.get(port, path))
                    .contains("content-security-policy: default-src 'self'; frame-ancestors 'none'\r\n")
                    .contains("x-content-type-options: nosniff\r\n")
                    .contains("cache-control: no-store\r\n");
        }
    }

    @Test
    void keepsTheConnectionForAnotherRequest() throws IOException {
        try (RawClient client = new RawClient(port)) {
            for (int i = 0; i < 3; i++) {
                client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readUntil("ready\n")).startsWith("HTTP/1.1 200 OK\r\n");
            }
        }
    }

    @Test
    void answersPipelinedRequestsInOrder() throws IOException {
        StringBuilder requests = new StringBuilder();
        List<String> expected = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            requests.append("GET /nowhere/" + i + " HTTP/1.1\r\nHost: localhost\r\n\r\n");
            expected.add("\"path\":\"/nowhere/" + i + "\"");
        }
        requests.append("GET /last HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n");

        assertThat(RawClient.exchange(port, requests.toString()))
                .containsSubsequence(expected)
                .contains("/last");
    }

    @Test
    void answersAClientThatEndsItsOutputFirst() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
            client.endOutput();

            assertThat(client.readToEnd()).endsWith("ready\n");
        }
    }

    @Test
    void answersOldClients() throws IOException {
        assertThat(RawClient.exchange(port, "GET /readyz HTTP/1.0\r\n\r\n"))
                .contains("connection: close\r\n")
                .endsWith("ready\n");
    }

    @Test
    void answersABugInAHandlerWith500() throws IOException {
        Route broken = Route.get("/broken", request -> {
            throw new IllegalStateException("a bug");
        });
        try (AdminServer other = AdminServer.open(ANY_PORT, new Routes(List.of(broken)), Access.LOCAL)) {
            assertThat(RawClient.get(port(other), "/broken"))
                    .startsWith("HTTP/1.1 500")
                    .contains("\"code\":\"internal\"")
                    .doesNotContain("a bug");
        }
    }
}
