package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.HeldLevel;
import io.sluice.topology.LogSpec.Level;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class LogRoutesTest {

    private final HeldLevel level = new HeldLevel();
    private AdminServer server;

    @BeforeEach
    void open() throws IOException {
        server = AdminServer.open(AdminServerTest.ANY_PORT, new Routes(LogRoutes.of(level)), Access.LOCAL);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String patch(String body, String type) throws IOException {
        return RawClient.exchange(
                AdminServerTest.port(server),
                "PATCH /api/v1/log HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: " + type
                        + "\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @ParameterizedTest
    @EnumSource(Level.class)
    void setsAndShowsEachLevel(Level each) throws IOException {
        assertThat(patch("{\"level\":\"" + each.word() + "\"}", "application/json"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .endsWith("\r\n\r\n{\"level\":\"" + each.word() + "\"}\n");
        assertThat(level.now()).isEqualTo(each);
        assertThat(RawClient.get(AdminServerTest.port(server), "/api/v1/log"))
                .endsWith("{\"level\":\"" + each.word() + "\"}\n");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"level\":\"loud\"} | level: loud (expected: trace, debug, info, warn, error)",
                "{\"level\":\"DEBUG\"} | level: DEBUG (expected: trace, debug, info, warn, error)",
                "{\"level\":\"\"} | level:  (expected: trace, debug, info, warn, error)",
                "{\"level\":null} | level: null (expected: trace, debug, info, warn, error)",
                "{\"level\":10} | level: 10 (expected: trace, debug, info, warn, error)",
                "{\"level\":[]} | level: a list (expected: trace, debug, info, warn, error)",
                "{\"level\":\"debug\",\"levle\":1} | levle: unknown member (expected: one of level)"
            })
    void namesTheLevelsThatThereAre(String body, String message) throws IOException {
        assertThat(patch(body, "application/json"))
                .startsWith("HTTP/1.1 422 ")
                .contains("\"code\":\"invalid\"", "\"message\":\"" + message + "\"");
        assertThat(level.now()).isEqualTo(Level.INFO);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}"})
    void changesNothingWhenNothingIsAskedFor(String body) throws IOException {
        assertThat(patch(body, "application/json")).startsWith("HTTP/1.1 200 ").endsWith("{\"level\":\"info\"}\n");
    }

    @Test
    void takesJsonAndNoOtherMethod() throws IOException {
        assertThat(patch("{\"level\":\"debug\"}", "text/plain")).startsWith("HTTP/1.1 415 ");
        assertThat(RawClient.exchange(
                        AdminServerTest.port(server),
                        "POST /api/v1/log HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 405 ")
                .contains("allow: GET, HEAD, PATCH\r\n");
        assertThat(level.now()).isEqualTo(Level.INFO);
    }
}
