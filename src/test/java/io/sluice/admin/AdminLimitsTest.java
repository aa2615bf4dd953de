package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.handler.codec.http.HttpResponseStatus;
import io.sluice.control.FakeInventory;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdminLimitsTest {

    private AdminServer server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        server = AdminServer.open(AdminServerTest.ANY_PORT, AdminServerTest.routes(new FakeInventory()), Access.LOCAL);
        port = AdminServerTest.port(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\nContent-Length: 4\r\n\r\nabcd",
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nContent-Length: -3\r\n\r\n",
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\n Folded: yes\r\nBad Header: x\r\n\r\n",
                "GET /readyz HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "GET /readyz HTTP/2.0\r\nHost: localhost\r\n\r\n",
                "GET /readyz HTTP/1.1\r\n\r\n",
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET http://localhost/readyz HTTP/1.1\r\nHost: localhost\r\n\r\n",
                "GET /api/v1/pools/%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n",
                "\u0016\u0003\u0001\u0002\u0000\u0001\u0000\r\n\r\n",
                "nonsense\r\n\r\n"
            })
    void answersWhatIsNotHttpWith400(String request) throws IOException {
        assertThat(RawClient.exchange(port, request))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("\"code\":\"bad_request\"")
                .containsOnlyOnce("HTTP/1.1 400");
    }

    @Test
    void answersALongRequestLineWith400() throws IOException {
        assertThat(RawClient.get(port, "/" + "a".repeat(5_000)))
                .startsWith("HTTP/1.1 400")
                .contains("the request line is longer than 4096 bytes");
    }

    @Test
    void answersLongHeadersWith400() throws IOException {
        assertThat(RawClient.get(port, "/readyz", "X-Long: " + "a".repeat(9_000)))
                .startsWith("HTTP/1.1 400")
                .contains("the headers are longer than 8192 bytes");
    }

    @Test
    void answersABodyOfTwoMebibytesWith413() throws IOException {
        String head = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2097152\r\n\r\n";

        assertThat(RawClient.exchange(port, head + "x".repeat(2_097_152)))
                .startsWith("HTTP/1.1 413 ")
                .contains("\"code\":\"too_large\"");
    }

    @Test
    void answersAChunkedBodyOfTwoMebibytesWith413() throws IOException {
        String head = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n";
        String body = "200000\r\n" + "x".repeat(2_097_152) + "\r\n0\r\n\r\n";

        assertThat(RawClient.exchange(port, head + body)).startsWith("HTTP/1.1 413 ");
    }

    @Test
    void readsABodyWithinTheLimit() throws IOException {
        String head = "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Length: 1000000\r\n\r\n";

        assertThat(RawClient.exchange(port, head + "x".repeat(1_000_000))).startsWith("HTTP/1.1 200 ");
    }

    @Test
    void tellsAClientThatWaitsToSendItsBody() throws IOException {
        try (RawClient client = new RawClient(port)) {
            client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\nExpect: 100-continue\r\nContent-Length: 2\r\n\r\n");
            assertThat(client.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 100 Continue\r\n");
            client.send("ok");
            assertThat(client.readUntil("ready\n")).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:9900", "127.0.0.1:1", "127.8.9.10", "[::1]", "[::1]:9900"})
    void takesLoopbackHosts(String host) throws IOException {
        String request = "GET /readyz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";

        assertThat(RawClient.exchange(port, request)).startsWith("HTTP/1.1 200 ");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "evil.example",
                "localhost.evil.example",
                "127.0.0.1.evil.example",
                "10.0.0.1:9900",
                "",
                "[::2]",
                "user@localhost",
                "::1",
                "0.0.0.0",
                "localhost:80:80",
                "2130706433"
            })
    void refusesForeignHosts(String host) throws IOException {
        String request = "GET /readyz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";

        assertThat(RawClient.exchange(port, request))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .contains("\"code\":\"foreign_host\"");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: http://localhost:3000",
                "Sec-Fetch-Site: cross-site"
            })
    void refusesForeignPages(String header) throws IOException {
        assertThat(RawClient.get(port, "/readyz", header))
                .startsWith("HTTP/1.1 403 Forbidden\r\n")
                .contains("\"code\":\"foreign_origin\"")
                .doesNotContainIgnoringCase("access-control");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Origin: http://localhost", "Sec-Fetch-Site: same-origin", "Sec-Fetch-Site: none"})
    void takesItsOwnPages(String header) throws IOException {
        assertThat(RawClient.get(port, "/readyz", header)).startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void closesConnectionsPastTheLimit() throws IOException {
        List<RawClient> clients = new ArrayList<>();
        try {
            for (int i = 0; i < Connections.LIMIT; i++) {
                RawClient client = new RawClient(port);
                clients.add(client);
                client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");
                assertThat(client.readUntil("ready\n")).endsWith("ready\n");
            }
            for (int i = 0; i < 6; i++) {
                assertThat(RawClient.get(port, "/readyz")).isEmpty();
            }
            clients.remove(0).close();
            assertThat(eventually("/readyz")).startsWith("HTTP/1.1 200 ");
        } finally {
            for (RawClient client : clients) {
                client.close();
            }
        }
    }

    /** The place of a closed connection is free once the server has heard of the close. */
    private String eventually(String path) throws IOException {
        String answer = "";
        for (int tries = 0; answer.isEmpty() && tries < 1_000; tries++) {
            answer = RawClient.get(port, path);
        }
        return answer;
    }

    @Test
    void endsASlowRequestWith408() throws IOException {
        try (AdminServer hasty = hasty();
                RawClient client = new RawClient(AdminServerTest.port(hasty))) {
            client.send("GET /readyz HTTP/1.1\r\nHost: loc");

            assertThat(client.readToEnd())
                    .startsWith("HTTP/1.1 408 Request Timeout\r\n")
                    .contains("\"code\":\"timeout\"");
        }
    }

    /** The time of a request counts from its first byte, however many follow. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nX-Slow: ",
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100000\r\n\r\n",
                "GET /readyz HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n"
            })
    void endsARequestThatDripsIn(String beginning) throws IOException {
        try (AdminServer hasty = hasty();
                RawClient client = new RawClient(AdminServerTest.port(hasty))) {
            client.send(beginning);
            CompletableFuture<String> answer = Scene.async(client::readToEnd);

            Eventually.isTrue("it is answered", () -> {
                drip(client);
                return answer.isDone();
            });
            assertThat(answer.join()).startsWith("HTTP/1.1 408 Request Timeout\r\n");
        }
    }

    private static void drip(RawClient client) {
        try {
            client.send("x");
        } catch (IOException e) {
            assertThat(e).hasMessageMatching("(?i).*(reset|pipe|closed).*"); // it has been answered
        }
    }

    @Test
    void closesAClientThatDoesNotReadItsAnswer() throws IOException {
        String page = "x".repeat(64 * 1024 * 1024);
        Routes routes = new Routes(List.of(Route.get("/page", request -> Reply.text(HttpResponseStatus.OK, page))));
        try (AdminServer hasty = AdminServer.open(AdminServerTest.ANY_PORT, routes, Access.LOCAL, 100);
                RawClient client = new RawClient(AdminServerTest.port(hasty))) {
            client.send("GET /page HTTP/1.1\r\nHost: localhost\r\n\r\n");
            Eventually.equal("connections", 1, hasty::connections);

            Eventually.equal("connections", 0, hasty::connections);
        }
    }

    /** What is no chunked body and no plain one ends somewhere that we would have to guess; what follows is not to be heard. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: identity",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: \"chunked\"",
                "Transfer-Encoding:"
            })
    void takesNoTransferEncodingButChunked(String header) throws IOException {
        String hidden = "GET /nowhere HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        assertThat(RawClient.exchange(
                        port, "GET /readyz HTTP/1.1\r\nHost: localhost\r\n" + header + "\r\n\r\n0\r\n\r\n" + hidden))
                .startsWith("HTTP/1.1 400 Bad Request\r\n")
                .contains("\"code\":\"bad_request\"")
                .doesNotContain("nowhere");
    }

    @Test
    void takesChunkedInAnyCase() throws IOException {
        String body = "Transfer-Encoding: CHUNKED\r\n\r\n2;a=b\r\nxx\r\n0\r\nX-Trailer: y\r\n\r\n";

        assertThat(RawClient.exchange(port, "GET /readyz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n" + body))
                .startsWith("HTTP/1.1 200 OK\r\n");
    }

    @Test
    void closesAnIdleConnectionInSilence() throws IOException {
        try (AdminServer hasty = hasty();
                RawClient client = new RawClient(AdminServerTest.port(hasty))) {
            assertThat(client.readToEnd()).isEmpty();
        }
    }

    private static AdminServer hasty() throws IOException {
        return AdminServer.open(
                AdminServerTest.ANY_PORT, AdminServerTest.routes(new FakeInventory()), Access.LOCAL, 100);
    }

    @Test
    void saysWhyItCannotListen() {
        Routes routes = AdminServerTest.routes(new FakeInventory());

        assertThatThrownBy(() -> AdminServer.open(server.address(), routes, Access.LOCAL))
                .isInstanceOf(IOException.class)
                .hasMessage("admin: 127.0.0.1:" + port + ": address already in use");
    }
}
