package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.DrainCommand;
import io.sluice.cli.EnableCommand;
import io.sluice.cli.RebalanceCommand;
import io.sluice.model.Endpoint;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Controlled;
import io.sluice.testing.Eventually;
import io.sluice.testing.Scene;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import picocli.CommandLine;

/** The commands that move sessions little by little, as an operator uses them. */
class MovesCommandsIT {

    @RegisterExtension
    final Scene scene = new Scene();

    private final Crowd crowd = new Crowd(scene);
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

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

    private int run(WholeDaemon daemon, Object command, String... arguments) {
        int port = ((Endpoint.Inet) daemon.adminAddress()).address().getPort();
        return run(command, "127.0.0.1:" + port, arguments);
    }

    private int run(Object command, String address, String... arguments) {
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        List<String> all = new ArrayList<>(List.of(arguments));
        all.addAll(List.of("--admin", "http://" + address));
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(all.toArray(new String[0]));
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

        assertThat(run(daemon, new DrainCommand(), "app", "a", "--rate", "100/s"))
                .as("%s", err)
                .isZero();
        assertThat(out.toString())
                .startsWith("pool=app backend=a state=draining weight=1 sessions=10 max_sessions=0 priority=0\n")
                .endsWith("its sessions are ended at 100/s, the oldest first\n");
        Eventually.isTrue("all are ended", () -> active(daemon, 0) == 0);
        assertThat(killed(daemon)).isEqualTo(10);

        assertThat(run(daemon, new DrainCommand(), "app", "a", "--max-age", "1h", "--json"))
                .isZero();
        assertThat(out.toString().strip()).startsWith("{\"name\":\"a\"").endsWith("}");
        assertThat(run(daemon, new DrainCommand(), "app", "a", "--max-age", "1h"))
                .isZero();
        assertThat(out.toString()).endsWith("ended at 50/s, the oldest first, once they are 1h old\n");
        assertThat(run(daemon, new DrainCommand(), "app", "a")).isZero();
        assertThat(out.toString())
                .isEqualTo("pool=app backend=a state=draining weight=1 sessions=0 max_sessions=0 priority=0\n");

        assertThat(run(daemon, new DrainCommand(), "app", "a", "--rate", "\"fast\""))
                .isEqualTo(1);
        assertThat(err.toString()).contains("rate: \"fast\" (expected: a rate from 1/s to 1000000/s)");
        assertThat(run(daemon, new DrainCommand(), "app", "nope", "--rate", "1/s"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no backend of this name");
        assertThat(run(daemon, new DrainCommand(), "nope", "a", "--rate", "1/s"))
                .isEqualTo(1);
        assertThat(err.toString()).contains("no pool of this name");
        assertThat(run(daemon, new DrainCommand(), "app", "a", "--rate")).isEqualTo(2);
        assertThat(run(new DrainCommand(), ClosedPort.address(), "app", "a", "--rate", "1/s"))
                .isEqualTo(3);
    }

    @Test
    void rebalanceAPool() throws Exception {
        WholeDaemon daemon = daemon();
        crowd.join(daemon.address("web"), 20);
        assertThat(run(daemon, new RebalanceCommand(), "app")).as("%s", err).isZero();
        assertThat(out.toString()).isEqualTo("pool=app: no backend has more than its share, nothing to do\n");
        assertThat(run(daemon, new EnableCommand(), "app", "b")).isZero();

        assertThat(run(daemon, new RebalanceCommand(), "app", "--rate", "1/s")).isZero();
        assertThat(out.toString()).isEqualTo("""
                        BACKEND  SESSIONS  SHARE  TO END
                        a              20     10      10
                        pool=app: 10 sessions are ended at 1/s
                        """);
        assertThat(run(daemon, new RebalanceCommand(), "app", "--stop")).isZero();
        assertThat(out.toString()).isEqualTo("pool=app rebalance stopped\n");
        assertThat(run(daemon, new RebalanceCommand(), "app", "--stop")).isEqualTo(1);
        assertThat(err.toString()).contains("no rebalance is under way");
        assertThat(run(daemon, new RebalanceCommand(), "app", "--json", "--rate", "200/s"))
                .isZero();
        assertThat(out.toString()).startsWith("{\"pool\":\"app\",\"rate\":\"200/s\",\"backends\":[{\"name\":\"a\"");
        Eventually.isTrue("it is balanced", () -> active(daemon, 0) == 10);
        assertThat(killed(daemon)).isEqualTo(10);

        assertThat(run(daemon, new RebalanceCommand(), "keyed")).isEqualTo(1);
        assertThat(err.toString()).contains("the scheduler maglev").contains("come back to the same backend");
        assertThat(run(daemon, new RebalanceCommand(), "nope")).isEqualTo(1);
        assertThat(err.toString()).contains("no pool of this name");
        assertThat(run(daemon, new RebalanceCommand(), "app", "--rate", "0/s")).isEqualTo(1);
        assertThat(err.toString()).contains("rate: 0/s (expected: ");
        assertThat(run(daemon, new RebalanceCommand(), "app", "--stop", "--rate", "1/s"))
                .isEqualTo(2);
        assertThat(run(daemon, new RebalanceCommand())).isEqualTo(2);
        assertThat(run(new RebalanceCommand(), ClosedPort.address(), "app")).isEqualTo(3);
    }
}
