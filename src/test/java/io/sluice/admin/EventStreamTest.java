package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.Events;
import io.sluice.control.FakeInventory;
import io.sluice.control.Happening;
import io.sluice.control.Happening.Kind;
import io.sluice.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventStreamTest {

    private final Events events = new Events(() -> 1_700_000_000_123L);
    private final List<RawClient> clients = new ArrayList<>();
    private AdminServer server;
    private int port;

    @BeforeEach
    void open() throws IOException {
        server = serving(15_000);
        port = AdminServerTest.port(server);
    }

    private AdminServer serving(long heartbeatMillis) throws IOException {
        List<Route> routes =
                new ArrayList<>(ReadRoutes.of(new FakeInventory(), "1.2.3", request -> Reply.json("metrics")));
        routes.add(Route.get("/api/v1/events", new EventStreams(events, heartbeatMillis)));
        return AdminServer.open(AdminServerTest.ANY_PORT, new Routes(routes), Access.LOCAL, 1_000);
    }

    @AfterEach
    void close() throws IOException {
        for (RawClient client : clients) {
            client.close();
        }
        server.close();
    }

    private RawClient stream(int at, String query, String... headers) throws IOException {
        RawClient client = new RawClient(at);
        clients.add(client);
        String extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        client.send("GET /api/v1/events" + query + " HTTP/1.1\r\nHost: localhost\r\n" + extra + "\r\n");
        return client;
    }

    private RawClient opened(String query, String... headers) throws IOException {
        RawClient client = stream(port, query, headers);
        assertThat(client.readUntil("retry: 2000\n\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: text/event-stream\r\n")
                .contains("cache-control: no-store\r\n")
                .contains("transfer-encoding: chunked\r\n");
        return client;
    }

    private void changed(String backend, String to) {
        events.publish(Happening.change(Kind.CLASS, "web", backend, "alive", to, "refused")
                .saying("connection\nrefused"));
    }

    @Test
    void tellsWhatHappens() throws IOException {
        RawClient client = opened("");

        changed("b1", "failed");

        assertThat(client.readUntil("}\n\n"))
                .contains(
                        "id: 1\nevent: class\ndata: {\"id\":1,\"time\":\"2023-11-14T22:13:20.123Z\",\"kind\":\"class\","
                                + "\"pool\":\"web\",\"backend\":\"b1\",\"from\":\"alive\",\"to\":\"failed\","
                                + "\"reason\":\"refused\",\"detail\":\"connection\\nrefused\"}\n\n");
    }

    @Test
    void leavesOutWhatWasBefore() throws IOException {
        changed("b1", "failed");
        RawClient client = opened("");
        changed("b1", "alive");

        assertThat(client.readUntil("}\n\n")).contains("id: 2\n").doesNotContain("id: 1\n");
    }

    @Test
    void resumesAfterTheEventThatTheReaderKnows() throws IOException {
        changed("b1", "failed");
        changed("b2", "failed");
        changed("b3", "failed");

        assertThat(opened("?since=1").readUntil("\"b3\"")).contains("\"b2\"").doesNotContain("\"b1\"");
        assertThat(opened("?since=1", "Last-Event-ID: 2").readUntil("\"b3\"")).doesNotContain("\"b2\"");
        assertThat(opened("?since=0").readUntil("\"b3\"")).contains("\"b1\"", "\"b2\"");
        assertThat(opened("", "Last-Event-ID: 77").readUntil("\"b3\"")).contains("\"b1\"", "\"b2\"");
        assertThat(opened("", "Last-Event-ID: 17-x")).isNotNull();
    }

    @Test
    void saysWhatIsNoLongerKept() throws IOException {
        for (int i = 0; i < 1_010; i++) {
            changed("b" + i, "failed");
        }

        assertThat(opened("?since=4").readUntil("b10\""))
                .contains("event: lost\ndata: {\"first\":5,\"last\":10}\n\n")
                .doesNotContain("\"b9\"");
        assertThat(opened("?since=0").readUntil("b10\"")).doesNotContain("lost");
    }

    @Test
    void filters() throws IOException {
        RawClient byPool = opened("?pool=web");
        RawClient byBackend = opened("?backend=b2&backend=b3");
        RawClient byKind = opened("?kind=config,state");
        events.publish(Happening.ofProcess(Kind.CONFIG, "1", "2", "applied"));
        changed("b1", "failed");
        changed("b2", "failed");
        events.publish(Happening.change(Kind.STATE, "web", "b9", "enabled", "draining", "command"));

        assertThat(byPool.readUntil("\"b9\"")).contains("\"b1\"", "\"b2\"").doesNotContain("config");
        assertThat(byBackend.readUntil("\"b2\"")).doesNotContain("\"b1\"", "config");
        assertThat(byKind.readUntil("\"b9\"")).contains("config").doesNotContain("\"b1\"", "\"b2\"");
    }

    @Test
    void filtersByEveryKind() throws IOException {
        for (Kind kind : Kind.values()) {
            RawClient client = opened("?kind=" + kind.word());
            events.publish(Happening.ofProcess(kind == Kind.HEALTH ? Kind.MOVING : Kind.HEALTH, null, null, "other"));
            events.publish(Happening.ofProcess(kind, null, null, "this"));

            assertThat(client.readUntil("\"this\""))
                    .contains("event: " + kind.word() + "\n")
                    .doesNotContain("other");
            client.close();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"?kind=clas", "?pol=web", "?since=x", "?since=-1", "?kind="})
    void refusesAFilterThatItDoesNotKnow(String query) throws IOException {
        assertThat(RawClient.get(port, "/api/v1/events" + query))
                .startsWith("HTTP/1.1 400 ")
                .contains("(expected: ");
    }

    @Test
    void hasNoLimitOfTime() throws IOException {
        try (AdminServer hasty = serving(20)) {
            RawClient client = stream(AdminServerTest.port(hasty), "");
            long begun = System.nanoTime();
            while (System.nanoTime() - begun < 1_500_000_000L) {
                assertThat(client.readUntil("still here\n\n")).endsWith(": still here\n\n");
            }
        }
    }

    @Test
    void closesAReaderThatDoesNotRead() throws IOException {
        try (AdminServer hasty = serving(50)) {
            RawClient client = stream(AdminServerTest.port(hasty), "");
            client.readUntil("retry: 2000\n\n");

            // Not all at once: what is overwritten before it is sent does not fill the kernel's buffers.
            Eventually.isTrueWithin(Duration.ofSeconds(30), "the connection is closed", () -> {
                for (int i = 0; i < 500; i++) {
                    changed("b1", "failed".repeat(40));
                }
                return hasty.connections() == 0;
            });
        }
    }

    @Test
    void boundsTheStreams() throws IOException {
        for (int i = 0; i < EventStreams.LIMIT; i++) {
            opened("");
        }

        assertThat(RawClient.get(port, "/api/v1/events"))
                .startsWith("HTTP/1.1 429 ")
                .contains("\"code\":\"too_many_streams\"");
        assertThat(RawClient.get(port, "/readyz")).startsWith("HTTP/1.1 200 ");

        clients.remove(0).close();
        Eventually.isTrue("a place is free", () -> server.connections() < EventStreams.LIMIT);
        assertThat(opened("")).isNotNull();
    }

    @Test
    void closesAReaderThatGoesOnAsking() throws IOException {
        RawClient client = opened("");
        client.send("GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n");

        assertThat(client.readToEnd()).doesNotContain("ready");
    }

    @Test
    void answersHeadWithoutAStream() throws IOException {
        String head = "HEAD /api/v1/events HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";

        assertThat(RawClient.exchange(port, head))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("content-type: text/event-stream\r\n")
                .endsWith("\r\n\r\n");
    }

    @Test
    void streamsToOldClientsWithoutChunks() throws IOException {
        RawClient client = new RawClient(port);
        clients.add(client);
        client.send("GET /api/v1/events?since=0 HTTP/1.0\r\n\r\n");
        client.readUntil("retry: 2000\n\n");
        changed("b1", "failed");

        assertThat(client.readUntil("}\n\n")).startsWith("id: 1\nevent: class\n");
    }

    @Test
    void endsWithTheServer() throws IOException {
        RawClient client = opened("");

        server.close();

        assertThat(client.readToEnd()).doesNotContain("event:");
        changed("b1", "failed");
    }
}
