package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
import io.sluice.control.FakeInventory;
import io.sluice.testing.Eventually;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PlanRoutesTest {

    private static final String YAML = """
            listeners:
              web: { listen: "127.0.0.1:8080", pool: app }
            pools:
              app: { backends: [ "127.0.0.1:9" ] }
            """;

    private final CountDownLatch asked = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);
    private final PlanRoutes routes = new PlanRoutes(new FakeInventory(), this::running, this::running);
    private AdminServer server;

    @BeforeEach
    void open() throws IOException {
        server = AdminServer.open(AdminServerTest.ANY_PORT, new Routes(routes.table()), Access.LOCAL);
    }

    @AfterEach
    void close() {
        server.close();
        routes.close();
    }

    /** Asked for by the thread that makes the plan. */
    private Topology running() {
        asked.countDown();
        assertThat(Eventually.calling(() -> free.await(5, TimeUnit.SECONDS))).isTrue();
        return ((ConfigResult.Loaded) ConfigLoader.read("test.yaml", YAML)).topology();
    }

    private static String plan(String more) {
        return plan(more, YAML);
    }

    private static String plan(String more, String body) {
        return "POST /api/v1/plan HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/yaml\r\n" + more
                + "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    @Test
    void makesOnePlanAfterTheOther() throws IOException {
        free.countDown();
        int count = 300;

        String answers = RawClient.exchange(
                AdminServerTest.port(server), plan("").repeat(count - 1) + plan("Connection: close\r\n"));

        assertThat(answers.split("HTTP/1.1 200 OK", -1)).hasSize(count + 1);
        assertThat(answers).doesNotContain("\"busy\"");
    }

    @Test
    void makesOnePlanAtATime() throws Exception {
        try (RawClient first = new RawClient(AdminServerTest.port(server))) {
            first.send(plan("Connection: close\r\n"));
            assertThat(asked.await(5, TimeUnit.SECONDS)).isTrue();

            assertThat(RawClient.exchange(AdminServerTest.port(server), plan("Connection: close\r\n")))
                    .startsWith("HTTP/1.1 429 ")
                    .contains("\"code\":\"busy\"");

            free.countDown();
            assertThat(first.readToEnd()).startsWith("HTTP/1.1 200 ").contains("\"changes\":0");
        }
    }

    @Test
    void namesAThousandProblemsOfAFileThatIsWrongThroughout() throws IOException {
        free.countDown();
        String body = IntStream.range(0, 5_000).mapToObj(i -> "k" + i + ":\n").collect(Collectors.joining());

        String answer = RawClient.exchange(AdminServerTest.port(server), plan("Connection: close\r\n", body));

        assertThat(answer).startsWith("HTTP/1.1 422 ").contains("file: more than 1000 remarks (expected: fewer;");
        assertThat(answer).contains("\"path\":\"k900\"").doesNotContain("k1000").hasSizeLessThan(200_000);
    }
}
