package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.control.BackendAnswer;
import io.sluice.control.BackendSetting;
import io.sluice.control.DrainPace;
import io.sluice.control.FakeInventory;
import io.sluice.control.HealthFreeze;
import io.sluice.control.Moves;
import io.sluice.control.RebalanceAnswer;
import io.sluice.control.RebalancePlan;
import io.sluice.pool.Member;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the calls to drain, rebalance and freeze make of requests, and of the answers of the control loop. */
class MoveRoutesTest {

    private static final String DRAIN = "/api/v1/pools/web/backends/b2/drain";
    private static final String REBALANCE = "/api/v1/pools/web/rebalance";

    private final FakeInventory inventory = new FakeInventory();
    private final List<String> commands = new CopyOnWriteArrayList<>();
    private AdminServer server;
    private int port;

    /** Answers for the pool web, as the control loop does. */
    private final class Control implements Moves, HealthFreeze {

        @Override
        public CompletableFuture<BackendAnswer> drain(
                String pool, String backend, @Nullable DrainPace pace, Predicate<BackendSetting> expected) {
            Member now = inventory.pools().get(0).snapshot().members().get(1);
            if (!backend.equals("b2")) {
                return CompletableFuture.completedFuture(new BackendAnswer.NoBackend());
            }
            if (!expected.test(BackendSetting.of(now))) {
                return CompletableFuture.completedFuture(new BackendAnswer.Differs(now));
            }
            commands.add("drain " + pool + " " + pace);
            return CompletableFuture.completedFuture(new BackendAnswer.Changed(now));
        }

        @Override
        public CompletableFuture<RebalanceAnswer> rebalance(String pool, int perSecond) {
            commands.add("rebalance " + pool + " " + perSecond);
            RebalancePlan plan = new RebalancePlan(pool, perSecond, List.of(new RebalancePlan.Part("b2", 9, 4)));
            return CompletableFuture.completedFuture(
                    switch (pool) {
                        case "web" -> new RebalanceAnswer.Planned(plan);
                        case "dns" -> new RebalanceAnswer.InVain("nobody would move");
                        default -> new RebalanceAnswer.NoPool();
                    });
        }

        @Override
        public CompletableFuture<Boolean> stopRebalance(String pool) {
            return CompletableFuture.completedFuture(pool.equals("web"));
        }

        @Override
        public CompletableFuture<Void> freezeHealth() {
            commands.add("freeze");
            return CompletableFuture.runAsync(() -> {});
        }

        @Override
        public CompletableFuture<Void> thawHealth() {
            commands.add("thaw");
            return CompletableFuture.runAsync(() -> {});
        }
    }

    @BeforeEach
    void open() throws IOException {
        Control control = new Control();
        List<Route> routes = new ArrayList<>(RebalanceRoutes.of(control));
        routes.add(DrainRoute.of(inventory, control));
        routes.addAll(FreezeRoutes.of(inventory, control));
        server = AdminServer.open(AdminServerTest.ANY_PORT, new Routes(routes), Access.LOCAL);
        port = AdminServerTest.port(server);
    }

    @AfterEach
    void close() {
        server.close();
    }

    private String send(String method, String path, String body, String... headers) throws IOException {
        String extra = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
        return RawClient.exchange(
                port,
                method + " " + path + " HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n" + extra
                        + "Connection: close\r\nContent-Length: " + body.length() + "\r\n\r\n" + body);
    }

    @Test
    void drainsAtAPaceWithDefaultsOrWithoutOne() throws IOException {
        assertThat(send("POST", DRAIN, ""))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .containsIgnoringCase("\r\netag: \"")
                .contains("{\"name\":\"b2\"");
        assertThat(send("POST", DRAIN, "{\"rate\":\"7/s\"}")).startsWith("HTTP/1.1 200 ");
        assertThat(send("POST", DRAIN, "{\"max_age\":\"1m30s\"}")).startsWith("HTTP/1.1 200 ");
        assertThat(send("POST", DRAIN, "{\"rate\":\"7/s\",\"max_age\":\"0s\"}")).startsWith("HTTP/1.1 200 ");

        assertThat(commands)
                .containsExactly(
                        "drain web null",
                        "drain web DrainPace[perSecond=7, leastAge=PT0S]",
                        "drain web DrainPace[perSecond=50, leastAge=PT1M30S]",
                        "drain web DrainPace[perSecond=7, leastAge=PT0S]");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST|" + DRAIN + "|{'rate':'0/s'}|rate: 0/s (expected: a rate from 1/s to 1000000/s)",
                "POST|" + DRAIN + "|{'rate':50}|rate: 50 (expected: a rate from 1/s to 1000000/s)",
                "POST|" + DRAIN + "|{'max_age':'10'}|max_age: 10 (expected: a duration from 0s to 8760h such as",
                "POST|" + DRAIN + "|{'age':'10m'}|age: unknown member (expected: one of rate, max_age)",
                "POST|" + REBALANCE + "|{'rate':'fast'}|rate: fast (expected: a rate from 1/s to 1000000/s)",
                "POST|" + REBALANCE + "|{'x':1}|x: unknown member (expected: one of rate)",
                "PATCH|/api/v1/health|{'frozen':'yes'}|frozen: yes (expected: true or false)",
                "PATCH|/api/v1/health|{'frozen':null}|frozen: null (expected: true or false)"
            })
    void saysWhatIsWrong(String method, String path, String body, String message) throws IOException {
        assertThat(send(method, path, body.replace('\'', '"')))
                .startsWith("HTTP/1.1 422 ")
                .contains("\"code\":\"invalid\"", message, "\"problems\":[{\"path\":");
        assertThat(commands).isEmpty();
    }

    @Test
    void drainsOnlyWhatTheCallerHasSeen() throws IOException {
        assertThat(send("POST", DRAIN, "", "If-Match: \"enabled-1-0\""))
                .startsWith("HTTP/1.1 412 ")
                .contains("changed_meanwhile");
        assertThat(send("POST", DRAIN.replace("b2", "b9"), "")).startsWith("HTTP/1.1 404 ");
        assertThat(commands).isEmpty();

        assertThat(send("POST", DRAIN, "", "If-Match: \"draining-3-500-0\"")).startsWith("HTTP/1.1 200 ");
        assertThat(RawClient.get(port, DRAIN)).startsWith("HTTP/1.1 405 ").contains("POST");
    }

    @Test
    void rebalancesOrSaysWhyNot() throws IOException {
        assertThat(send("POST", REBALANCE, "{\"rate\":\"3/s\"}"))
                .startsWith("HTTP/1.1 200 ")
                .contains("\r\n\r\n{\"pool\":\"web\",\"rate\":\"3/s\",\"backends\":"
                        + "[{\"name\":\"b2\",\"sessions\":9,\"share\":4,\"to_end\":5}]}");
        assertThat(send("POST", REBALANCE, "")).contains("\"rate\":\"10/s\"");
        assertThat(send("POST", REBALANCE.replace("web", "dns"), "{}"))
                .startsWith("HTTP/1.1 409 ")
                .contains("\"code\":\"in_vain\",\"message\":\"nobody would move\"");
        assertThat(send("POST", REBALANCE.replace("web", "nope"), "{}"))
                .startsWith("HTTP/1.1 404 ")
                .contains("no pool of this name");

        assertThat(send("DELETE", REBALANCE, "")).startsWith("HTTP/1.1 200 ").contains("\r\n\r\n{\"pool\":\"web\"}");
        assertThat(send("DELETE", REBALANCE.replace("web", "dns"), ""))
                .startsWith("HTTP/1.1 404 ")
                .contains("no rebalance is under way");
    }

    @Test
    void freezesAndThaws() throws IOException {
        assertThat(RawClient.get(port, "/api/v1/health")).contains("\r\n\r\n{\"frozen\":false}");
        assertThat(send("PATCH", "/api/v1/health", "{\"frozen\":true}")).contains("\r\n\r\n{\"frozen\":false}");
        assertThat(send("PATCH", "/api/v1/health", "{\"frozen\":false}")).startsWith("HTTP/1.1 200 ");
        assertThat(send("PATCH", "/api/v1/health", "{}")).startsWith("HTTP/1.1 200 ");

        assertThat(commands).containsExactly("freeze", "thaw");
    }
}
