package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.DrainCommand;
import io.sluice.cli.EnableCommand;
import io.sluice.cli.RebalanceCommand;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Operating;
import io.sluice.testing.Scene;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The commands that move sessions little by little, as an operator uses them. */
class MovesCommandsIT {

    @RegisterExtension
    final Scene scene = new Scene();

    private final Crowd crowd = new Crowd(scene);
    private final Operating operator = new Operating();

    private WholeDaemon daemon() throws IOException {
        return scene.closingLast(WholeDaemon.start("""
                runtime: { workers: 2, drain_timeout: 1s }
                admin: { listen: "127.0.0.1:0" }
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app: { backends: [ { name: a, address: "%1$s" }, { name: b, address: "%2$s", state: draining } ] }
                  keyed: { scheduler: maglev, backends: [ "%1$s", "%2$s" ] }
                """.formatted(
                        scene.backend(new Controlled("a")).address(),
                        scene.backend(new Controlled("b")).address())));
    }

    private static double killed(WholeDaemon daemon) throws IOException {
        return daemon.admin().metric("sluice_sessions_ended_total{code=\"KD\",listener=\"web\"}");
    }

    private static int active(WholeDaemon daemon, int backend) {
        return daemon.inventory()
                .pools()
                .get(0)
                .snapshot()
                .members()
                .get(backend)
                .backend()
                .stats()
                .active();
    }

    @Test
    void drainABackend() throws Exception {
        WholeDaemon daemon = daemon();
        crowd.join(daemon.address("web"), 10);

        assertThat(operator.run(daemon, new DrainCommand(), "app", "a", "--rate", "100/s"))
                .as("%s", operator.err())
                .isZero();
        assertThat(operator.out())
                .startsWith("pool=app backend=a state=draining weight=1 sessions=10 max_sessions=0 priority=0\n")
                .endsWith("its sessions are ended at 100/s, the oldest first\n");
        Eventually.isTrue("all are ended", () -> active(daemon, 0) == 0);
        assertThat(killed(daemon)).isEqualTo(10);

        assertThat(operator.run(daemon, new DrainCommand(), "app", "a", "--max-age", "1h", "--json"))
                .isZero();
        assertThat(operator.out().strip()).startsWith("{\"name\":\"a\"").endsWith("}");
        assertThat(operator.run(daemon, new DrainCommand(), "app", "a", "--max-age", "1h"))
                .isZero();
        assertThat(operator.out()).endsWith("ended at 50/s, the oldest first, once they are 1h old\n");
        assertThat(operator.run(daemon, new DrainCommand(), "app", "a")).isZero();
        assertThat(operator.out())
                .isEqualTo("pool=app backend=a state=draining weight=1 sessions=0 max_sessions=0 priority=0\n");

        assertThat(operator.run(daemon, new DrainCommand(), "app", "a", "--rate", "\"fast\""))
                .isEqualTo(1);
        assertThat(operator.err()).contains("rate: \"fast\" (expected: a rate from 1/s to 1000000/s)");
        assertThat(operator.run(daemon, new DrainCommand(), "app", "nope", "--rate", "1/s"))
                .isEqualTo(1);
        assertThat(operator.err()).contains("no backend of this name");
        assertThat(operator.run(daemon, new DrainCommand(), "nope", "a", "--rate", "1/s"))
                .isEqualTo(1);
        assertThat(operator.err()).contains("no pool of this name");
        assertThat(operator.run(daemon, new DrainCommand(), "app", "a", "--rate"))
                .isEqualTo(2);
        assertThat(operator.run(
                        new DrainCommand(), "app", "a", "--rate", "1/s", "--admin", "http://" + ClosedPort.address()))
                .isEqualTo(3);
    }

    @Test
    void rebalanceAPool() throws Exception {
        WholeDaemon daemon = daemon();
        crowd.join(daemon.address("web"), 20);
        assertThat(operator.run(daemon, new RebalanceCommand(), "app"))
                .as("%s", operator.err())
                .isZero();
        assertThat(operator.out()).isEqualTo("pool=app: no backend has more than its share, nothing to do\n");
        assertThat(operator.run(daemon, new EnableCommand(), "app", "b")).isZero();

        assertThat(operator.run(daemon, new RebalanceCommand(), "app", "--rate", "1/s"))
                .isZero();
        assertThat(operator.out()).isEqualTo("""
                        BACKEND  SESSIONS  SHARE  TO END
                        a              20     10      10
                        pool=app: 10 sessions are ended at 1/s
                        """);
        assertThat(operator.run(daemon, new RebalanceCommand(), "app", "--stop"))
                .isZero();
        assertThat(operator.out()).isEqualTo("pool=app rebalance stopped\n");
        assertThat(operator.run(daemon, new RebalanceCommand(), "app", "--stop"))
                .isEqualTo(1);
        assertThat(operator.err()).contains("no rebalance is under way");
        assertThat(operator.run(daemon, new RebalanceCommand(), "app", "--json", "--rate", "200/s"))
                .isZero();
        assertThat(operator.out()).startsWith("{\"pool\":\"app\",\"rate\":\"200/s\",\"backends\":[{\"name\":\"a\"");
        Eventually.isTrue("it is balanced", () -> active(daemon, 0) == 10);
        assertThat(killed(daemon)).isEqualTo(10);

        assertThat(operator.run(daemon, new RebalanceCommand(), "keyed")).isEqualTo(1);
        assertThat(operator.err()).contains("the scheduler maglev").contains("come back to the same backend");
        assertThat(operator.run(daemon, new RebalanceCommand(), "nope")).isEqualTo(1);
        assertThat(operator.err()).contains("no pool of this name");
        assertThat(operator.run(daemon, new RebalanceCommand(), "app", "--rate", "0/s"))
                .isEqualTo(1);
        assertThat(operator.err()).contains("rate: 0/s (expected: ");
        assertThat(operator.run(daemon, new RebalanceCommand(), "app", "--stop", "--rate", "1/s"))
                .isEqualTo(2);
        assertThat(operator.run(daemon, new RebalanceCommand())).isEqualTo(2);
        assertThat(operator.run(new RebalanceCommand(), "app", "--admin", "http://" + ClosedPort.address()))
                .isEqualTo(3);
    }
}
