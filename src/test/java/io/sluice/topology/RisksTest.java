package io.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class RisksTest {

    private static final String BASE = """
            listeners:
              web: { listen: "127.0.0.1:8080", pool: app }
            pools:
              app:
                check: { type: tcp, interval: 2s, timeout: 1s }
                backends:
                  - { address: "10.0.0.1:80", name: b1 }
                  - { address: "10.0.0.2:80", name: b2 }
            """;

    /** Ten sessions everywhere; probes take 20 ms. */
    private static final LiveView BUSY = new LiveView() {
        @Override
        public int sessionsOf(String pool, String backend) {
            return 10;
        }

        @Override
        public int sessionsOf(String listener) {
            return 10;
        }

        @Override
        public long meanProbeNanos(String pool, String backend) {
            return 20_000_000;
        }
    };

    private static List<String> risks(String next) {
        return Risks.of(TopologyDiffTest.topology(BASE), TopologyDiffTest.topology(next), BUSY).stream()
                .map(risk -> risk.place() + ": " + risk.words())
                .toList();
    }

    @Test
    void hasNothingAgainstStayingAsItIs() {
        assertThat(risks(BASE)).isEmpty();
        assertThat(risks(BASE.replace("name: b1", "name: b1, weight: 5"))).isEmpty();
    }

    @Test
    void warnsOfAPoolThatLosesItsCheck() {
        assertThat(risks(BASE.replace("    check: { type: tcp, interval: 2s, timeout: 1s }\n", "")))
                .singleElement()
                .asString()
                .startsWith("pools.app: has no check any more");
    }

    @Test
    void warnsOfATimeoutThatBackendsDoNotMeet() {
        assertThat(risks(BASE.replace("timeout: 1s", "timeout: 10ms")))
                .containsExactly(
                        "pools.app.check: timeout 10ms is below the mean of a backend's probes, 20.0 ms: it would fail");
        assertThat(risks(BASE.replace("timeout: 1s", "timeout: 30ms"))).isEmpty();
    }

    @Test
    void warnsWhenNobodyIsLeft() {
        assertThat(risks(BASE.replace("web:", "api:"))).containsExactly("listeners: every listener is removed");
        assertThat(risks(BASE.replace("name: b", "name: c"))).containsExactly("pools.app: every backend is removed");
        assertThat(risks(BASE.replace("name: b1", "name: b1, weight: 0")
                        .replace("name: b2", "name: b2, state: draining")))
                .containsExactly("pools.app: no backend takes sessions: all have weight 0 or are not enabled");
    }

    @Test
    void warnsOfLimitsThatAreExceededAlready() {
        assertThat(risks(BASE.replace("name: b1", "name: b1, max_sessions: 9")))
                .containsExactly("pools.app.backends.b1: max_sessions 9 is below the 10 sessions open now");
        assertThat(risks(BASE.replace("pool: app", "pool: app, max_sessions: 9")))
                .containsExactly("listeners.web: max_sessions 9 is below the 10 sessions open now");
        assertThat(risks(BASE.replace("name: b1", "name: b1, max_sessions: 10")))
                .isEmpty();
    }
}
