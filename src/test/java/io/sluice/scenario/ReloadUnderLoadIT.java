package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.ReloadCommand;
import io.sluice.testing.Controlled;
import io.sluice.testing.DaemonProcess;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.SteadyClients;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A hundred reloads, each to another configuration, by signal and by command, while clients come and sessions last. */
class ReloadUnderLoadIT {

    private static final int RELOADS = 100;
    private static final int WARM = 30;
    private static final int LIVE = 500;
    private static final int PER_SECOND = 500;
    private static final int CLIENTS_BETWEEN = 40;
    private static final long MOST_GROWTH = 32L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final List<String> SCHEDULERS = List.of("rr", "wlc", "maglev", "random");

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private final Operating operator = new Operating();
    private final List<Controlled> scripts = List.of(new Controlled("a"), new Controlled("b"), new Controlled("c"));
    private final List<String> addresses = new ArrayList<>();

    /** Every part of it differs from one step to the next, but for the address that clients use. */
    private String yaml(int step) {
        String third = step % 3 == 0 ? "" : ", { address: \"" + addresses.get(2) + "\", name: c }";
        String more = step % 4 < 2 ? "" : "  more: { listen: \"127.0.0.1:0\", pool: spare }\n";
        return """
                runtime: { workers: 2, drain_timeout: %ds }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: %s, max_sessions: %d }
                %spools:
                  spare: { backends: [ "%s" ] }
                  app:
                    scheduler: %s
                    check: { %s, interval: %dms, timeout: 5s }
                    connect: { attempts: %d }
                    backends:
                      - { address: "%s", name: a, weight: %d }
                      - { address: "%s", name: b }%s
                """.formatted(
                        1 + step % 2,
                        "app",
                        5_000 + step,
                        more,
                        addresses.get(0),
                        SCHEDULERS.get(step % SCHEDULERS.size()),
                        Controlled.CHECK,
                        20 + step % 5,
                        2 + step % 2,
                        addresses.get(0),
                        1 + step % 7,
                        addresses.get(1),
                        third.isEmpty() ? "" : "\n      - " + third.substring(2));
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void loseNoClientNoSessionAndNothingElse(boolean flapping) throws Exception {
        for (Controlled script : scripts) {
            addresses.add(scene.backend(script).address());
        }
        DaemonProcess daemon = scene.process(directory, yaml(0));
        List<Peer> live = live(daemon);
        SteadyClients clients = scene.closing(new SteadyClients(daemon.address("web"), PER_SECOND));
        long resident = 0;
        int descriptors = 0;

        for (int step = 1; step <= RELOADS; step++) {
            scripts.get(1).wrong(flapping && step % 2 == 0);
            long due = clients.served() + CLIENTS_BETWEEN;
            reload(daemon, step);
            Eventually.isTrueWithin(
                    PATIENCE,
                    "clients come",
                    () -> clients.served() >= due || !clients.failures().isEmpty());
            if (step == WARM) {
                resident = daemon.residentBytes();
                descriptors = daemon.descriptors();
            }
        }
        clients.close();

        assertThat(clients.failures()).isEmpty();
        for (Peer session : live) {
            session.send("y");
            assertThat(session.readText(1)).isIn("a", "b", "c");
        }
        int before = descriptors;
        Eventually.isTrue("descriptors as after " + WARM + " reloads", () -> daemon.descriptors() <= before);
        assertThat(daemon.residentBytes()).as("after %d reloads", WARM).isLessThan(resident + MOST_GROWTH);
        assertThat(daemon.admin().value("/api/v1/status", "config", "version")).isEqualTo(1 + RELOADS);
    }

    private List<Peer> live(DaemonProcess daemon) throws IOException {
        List<Peer> live = new ArrayList<>();
        for (int i = 0; i < LIVE; i++) {
            Peer session = scene.client(daemon.address("web"));
            session.send("x");
            session.readExactly(1);
            live.add(session);
        }
        return live;
    }

    private void reload(DaemonProcess daemon, int step) throws Exception {
        daemon.write(yaml(step));
        if (step % 2 == 0) {
            daemon.hangUp();
            Eventually.isTrueWithin(PATIENCE, "version", () -> Eventually.calling(
                            () -> daemon.admin().value("/api/v1/status", "config", "version"))
                    .equals(1 + step));
        } else {
            assertThat(operator.run(new ReloadCommand(), "--admin", daemon.adminAddress()))
                    .as("%s%s", operator.out(), operator.err())
                    .isZero();
        }
    }
}
