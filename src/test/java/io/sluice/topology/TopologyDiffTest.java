package io.sluice.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigLoader;
import io.sluice.config.ConfigResult;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TopologyDiffTest {

    private static final String BASE = """
            runtime: { workers: 2, drain_timeout: 30s }
            listeners:
              web: { listen: "127.0.0.1:8080", pool: app, max_sessions: 100 }
              dns: { listen: "127.0.0.1:5353", protocol: udp, pool: names }
            pools:
              app:
                scheduler: wlc
                check: { type: tcp, interval: 2s, timeout: 1s }
                backends:
                  - { address: "10.0.0.1:80", name: b1, weight: 3 }
                  - { address: "10.0.0.2:80", name: b2 }
              names:
                scheduler: maglev
                backends: [ { address: "10.0.0.9:53", name: n1 } ]
            """;

    static Topology topology(String yaml) {
        ConfigResult result = ConfigLoader.read("test.yaml", yaml);
        assertThat(result).as("%s", result).isInstanceOf(ConfigResult.Loaded.class);
        return ((ConfigResult.Loaded) result).topology();
    }

    private static TopologyDiff edited(String from, String to) {
        assertThat(BASE).contains(from);
        return TopologyDiff.between(topology(BASE), topology(BASE.replace(from, to)));
    }

    @Test
    void findsNothingBetweenAConfigurationAndItself() {
        assertThat(TopologyDiff.between(topology(BASE), topology(BASE)).isEmpty())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "scheduler: wlc         | scheduler: rr               | PoolChanged     | scheduler          | wlc  | rr",
                "interval: 2s           | interval: 250ms             | PoolChanged     | check.interval     | 2s   | 250ms",
                "type: tcp              | type: http                  | PoolChanged     | check.type         | tcp  | http",
                "weight: 3              | weight: 4                   | BackendChanged  | weight             | 3    | 4",
                "name: b2               | name: b2, state: draining   | BackendChanged  | state              | enabled | draining",
                "10.0.0.2:80            | 10.0.0.3:80                 | BackendChanged  | address            | 10.0.0.2:80 | 10.0.0.3:80",
                "max_sessions: 100      | max_sessions: 7             | ListenerChanged | max_sessions       | 100  | 7",
                "pool: app, max         | idle_timeout: 5s, pool: app, max | ListenerChanged | idle_timeout  | 1h  | 5s",
                "workers: 2             | workers: 3                  | RestartNeeded   | runtime.workers    | 2    | 3",
                "drain_timeout: 30s     | drain_timeout: 90s          | ProcessChanged  | runtime.drain_timeout | 30s | 1m30s",
                "drain_timeout: 30s     | drain_timeout: 30s, watch: true | ProcessChanged | runtime.watch  | false | true"
            })
    void namesWhatChangedFromWhatToWhat(String from, String to, String kind, String key, String old, String now) {
        List<Change> changes = edited(from, to).changes();

        assertThat(changes).singleElement().satisfies(change -> {
            assertThat(change.getClass().getSimpleName()).isEqualTo(kind);
            assertThat(settings(change)).singleElement().isEqualTo(new Setting(key, old, now));
        });
    }

    @Test
    void tellsWhatOfTheLogFollowsAReload() {
        Topology quiet = topology("log: { level: warn, sessions: off, format: text }\n" + BASE);
        Topology loud = topology("log: { level: debug, sessions: stdout, format: json }\n" + BASE);

        assertThat(TopologyDiff.between(quiet, loud).changes())
                .containsExactly(
                        new Change.ProcessChanged(List.of(new Setting("log.level", "warn", "debug"))),
                        new Change.RestartNeeded(List.of(
                                new Setting("log.sessions", "off", "set"), new Setting("log.format", "text", "json"))));
    }

    private static List<Setting> settings(Change change) {
        if (change instanceof Change.PoolChanged pool) {
            return pool.settings();
        }
        if (change instanceof Change.BackendChanged backend) {
            return backend.settings();
        }
        if (change instanceof Change.ListenerChanged listener) {
            return listener.settings();
        }
        if (change instanceof Change.ProcessChanged process) {
            return process.settings();
        }
        return change instanceof Change.RestartNeeded restart ? restart.settings() : List.of();
    }

    @Test
    void tellsAddressesFromOtherSettings() {
        TopologyDiff diff = edited("listen: \"127.0.0.1:8080\"", "listen: [ \"127.0.0.1:8081\" ]");

        assertThat(diff.of(Change.ListenerChanged.class)).singleElement().satisfies(change -> {
            assertThat(change.gained()).singleElement().hasToString("/127.0.0.1:8081");
            assertThat(change.lost()).singleElement().hasToString("/127.0.0.1:8080");
            assertThat(change.settings()).isEmpty();
        });
    }

    @Test
    void tellsWhatCameAndWhatWent() {
        TopologyDiff diff = TopologyDiff.between(topology(BASE), topology("""
                runtime: { workers: 2, drain_timeout: 30s }
                listeners:
                  api: { listen: "127.0.0.1:8080", pool: app }
                pools:
                  app:
                    scheduler: wlc
                    check: { type: tcp, interval: 2s, timeout: 1s }
                    backends:
                      - { address: "10.0.0.2:80", name: b2 }
                      - { address: "10.0.0.3:80", name: b3 }
                """));

        assertThat(diff.changes().stream().map(change -> change.getClass().getSimpleName()))
                .containsExactly(
                        "ListenerOpened",
                        "ListenerClosed",
                        "ListenerClosed",
                        "BackendAdded",
                        "BackendRemoved",
                        "PoolRemoved");
        assertThat(diff.of(Change.BackendAdded.class))
                .containsExactly(new Change.BackendAdded("app", "b3", "10.0.0.3:80"));
    }

    @Test
    void tellsThatBackendsAreInAnotherOrder() {
        Topology running = topology(BASE);
        List<PoolSpec> pools = new ArrayList<>(running.pools());
        PoolSpec app = pools.get(0);
        pools.set(0, app.with(List.of(app.backends().get(1), app.backends().get(0))));
        Topology next = with(running, running.listeners(), pools);

        assertThat(TopologyDiff.between(running, next).changes())
                .containsExactly(new Change.PoolChanged("app", List.of(new Setting("backends", "b1, b2", "b2, b1"))));
    }

    private static Topology with(Topology base, List<ListenerSpec> listeners, List<PoolSpec> pools) {
        return new Topology(base.runtime(), base.admin(), base.log(), listeners, pools);
    }

    @Test
    void keepsWhatIsSecretToItself() {
        String with = BASE.replace("scheduler: maglev", "scheduler: { name: maglev, seed: 4711 }");
        TopologyDiff diff = TopologyDiff.between(topology(BASE), topology(with));

        assertThat(diff.changes()).hasSize(1);
        assertThat(diff.toString()).contains("scheduler.seed").doesNotContain("4711");

        String check = "check: { type: redis, password: %s, interval: 2s, timeout: 1s }";
        String old = BASE.replace("check: { type: tcp, interval: 2s, timeout: 1s }", check.formatted("first"));
        String now = BASE.replace("check: { type: tcp, interval: 2s, timeout: 1s }", check.formatted("second"));
        TopologyDiff other = TopologyDiff.between(topology(old), topology(now));
        assertThat(other.changes())
                .containsExactly(new Change.PoolChanged(
                        "app", List.of(new Setting("check.type", "redis", "redis (otherwise)"))));
    }

    /** Whatever differs is named, and nothing else: no change if and only if the two are the same but for their order. */
    @Test
    void isEmptyForEqualConfigurationsOnly() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 300; i++) {
            Topology one = RandomTopology.of(random);
            Topology other = RandomTopology.of(random);
            List<ListenerSpec> listeners = new ArrayList<>(one.listeners());
            List<PoolSpec> pools = new ArrayList<>(one.pools());
            Collections.shuffle(listeners, random);
            Collections.shuffle(pools, random);

            assertThat(TopologyDiff.between(one, with(one, listeners, pools)).changes())
                    .as("seed %d", seed)
                    .isEmpty();
            assertThat(TopologyDiff.between(one, other).isEmpty())
                    .as("seed %d: %s and %s", seed, one, other)
                    .isEqualTo(RandomTopology.sorted(one).equals(RandomTopology.sorted(other)));
            assertThat(TopologyDiff.between(one, other).changes())
                    .as("seed %d", seed)
                    .hasSameSizeAs(TopologyDiff.between(other, one).changes());
        }
    }
}
