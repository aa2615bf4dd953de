package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.FakeInventory;
import io.sluice.testing.Eventually;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AdminFuzzTest {

    private static final long SEED = 20261121;
    private static final int INPUTS = 2_000;
    private static final List<String> PIECES = List.of(
            "GET ",
            "HEAD ",
            "PATCH ",
            "POST ",
            "/api/v1/status",
            "/api/v1/events?since=0",
            "/api/v1/pools/%2",
            " HTTP/1.1\r\n",
            " HTTP/1.0\r\n",
            "Host: localhost\r\n",
            "Host: evil\r\n",
            "Content-Length: 5\r\n",
            "Content-Length: 99999999999999\r\n",
            "Transfer-Encoding: chunked\r\n",
            "Expect: 100-continue\r\n",
            "Authorization: Bearer \r\n",
            "If-Match: \",\"\r\n",
            "Content-Type: application/json\r\n",
            "\r\n",
            "\n",
            "\r",
            "\0",
            "{\"weight\":",
            "5\r\nabcde\r\n",
            "0\r\n\r\n",
            "ffffffffff\r\n");

    private static String input(SplittableRandom random) {
        StringBuilder input = new StringBuilder();
        for (int i = random.nextInt(1, 14); i > 0; i--) {
            if (random.nextInt(5) == 0) {
                byte[] noise = new byte[random.nextInt(40)];
                random.nextBytes(noise);
                input.append(new String(noise, StandardCharsets.ISO_8859_1));
            } else {
                input.append(PIECES.get(random.nextInt(PIECES.size())));
            }
        }
        return input.toString();
    }

    @Test
    void survivesGarbage() throws IOException {
        try (AdminServer server = AdminServer.open(
                AdminServerTest.ANY_PORT, AdminServerTest.routes(new FakeInventory()), Access.LOCAL, 2_000)) {
            int port = AdminServerTest.port(server);
            SplittableRandom random = new SplittableRandom(SEED);
            for (int i = 0; i < INPUTS; i++) {
                try (RawClient client = new RawClient(port)) {
                    client.send(input(random));
                } catch (IOException e) {
                    assertThat(e).as("seed %d input %d", SEED, i).hasMessageMatching("(?i).*(reset|pipe|closed).*");
                }
            }

            Eventually.isTrue("every connection is closed again", () -> server.connections() == 0);
            assertThat(RawClient.get(port, "/readyz")).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }
}
