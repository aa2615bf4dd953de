package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.cli.DrainCommand;
import io.sluice.cli.EnableCommand;
import io.sluice.cli.StatusCommand;
import io.sluice.cli.WeightCommand;
import io.sluice.model.Endpoint;
import io.sluice.testing.Operating;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.TestCertificate;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** An operator with a token changes a daemon over TLS, and nobody else does. */
class OperatorIT {

    private static final String ADMIN = "q7Vn2Lk9Xw4Tz8Rb6Mc3Hd";
    private static final String READER = "a5Fj1Ks8Dp0Gy7Uq3Zt6Ev";

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    private final Operating operator = new Operating();

    private Path token(String name, String token) throws IOException {
        Path file = directory.resolve(name);
        Files.writeString(file, token + "\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    private WholeDaemon daemon(TestCertificate tls, ScriptedBackend one, ScriptedBackend two) throws IOException {
        return scene.closingLast(WholeDaemon.start("""
                runtime: { workers: 2, drain_timeout: 1s }
                admin:
                  listen: "127.0.0.1:0"
                  token_file: %s
                  read_token_file: %s
                  tls: { cert: %s, key: %s }
                  metrics_listen: "127.0.0.1:0"
                listeners:
                  web: { listen: "127.0.0.1:0", pool: app }
                pools:
                  app: { scheduler: rr, backends: [ { address: "%s", name: b1 }, { address: "%s", name: b2 } ] }
                """.formatted(
                        token("admin", ADMIN),
                        token("reader", READER),
                        tls.certificate(),
                        tls.key(),
                        one.address(),
                        two.address())));
    }

    private String[] options(WholeDaemon daemon, TestCertificate tls, String token, String... more) {
        int port = ((Endpoint.Inet) daemon.adminAddress()).address().getPort();
        List<String> all = new ArrayList<>(List.of(more));
        all.addAll(List.of(
                "--admin",
                "https://127.0.0.1:" + port,
                "--ca",
                tls.certificate().toString()));
        all.addAll(List.of("--token-file", directory.resolve(token).toString()));
        return all.toArray(new String[0]);
    }

    private String greeting(WholeDaemon daemon) throws IOException {
        Peer client = scene.client(daemon.address("web"));
        String text = client.readText(1);
        client.close();
        return text;
    }

    @Test
    void changesWhatTrafficDoes() throws Exception {
        TestCertificate tls = TestCertificate.in(directory);
        WholeDaemon daemon = daemon(tls, scene.backend(Script.naming("1")), scene.backend(Script.naming("2")));

        assertThat(operator.run(new DrainCommand(), options(daemon, tls, "admin", "app", "b1")))
                .as("%s", operator.err())
                .isZero();
        assertThat(operator.out()).startsWith("pool=app backend=b1 state=draining weight=1 ");
        for (int i = 0; i < 10; i++) {
            assertThat(greeting(daemon)).isEqualTo("2");
        }

        assertThat(operator.run(new EnableCommand(), options(daemon, tls, "admin", "app", "b1")))
                .isZero();
        assertThat(operator.run(new WeightCommand(), options(daemon, tls, "admin", "app", "b2", "0")))
                .isZero();
        assertThat(operator.out()).contains("backend=b2 state=enabled weight=0 ");
        for (int i = 0; i < 10; i++) {
            assertThat(greeting(daemon)).isEqualTo("1");
        }
    }

    /** Case D37. */
    @Test
    void drainsABackendWhoseSessionsFinish() throws Exception {
        TestCertificate tls = TestCertificate.in(directory);
        ScriptedBackend drained = scene.backend(Script.echo());
        WholeDaemon daemon = daemon(tls, drained, scene.backend(Script.echo()));
        List<Peer> live = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            live.add(exchange(daemon));
        }
        assertThat(drained.connections()).isEqualTo(5);

        assertThat(operator.run(new DrainCommand(), options(daemon, tls, "admin", "app", "b1")))
                .isZero();

        assertThat(operator.out())
                .isEqualTo("pool=app backend=b1 state=draining weight=1 sessions=5 max_sessions=0 priority=0\n");
        for (int i = 0; i < 50; i++) {
            exchange(daemon).close();
        }
        assertThat(drained.connections()).as("nobody new").isEqualTo(5);
        for (Peer client : live) {
            client.send("on");
            assertThat(client.readText(2)).isEqualTo("on");
            client.finish();
            assertThat(client.readAll()).isEmpty();
        }
    }

    private Peer exchange(WholeDaemon daemon) throws IOException {
        Peer client = scene.client(daemon.address("web"));
        client.send("x");
        client.readText(1);
        return client;
    }

    @Test
    void obeysNobodyElse() throws Exception {
        TestCertificate tls = TestCertificate.in(directory);
        WholeDaemon daemon = daemon(tls, scene.backend(Script.echo()), scene.backend(Script.echo()));

        assertThat(operator.run(new StatusCommand(), options(daemon, tls, "reader")))
                .as("%s", operator.err())
                .isZero();
        assertThat(operator.run(new DrainCommand(), options(daemon, tls, "reader", "app", "b1")))
                .isEqualTo(1);
        assertThat(operator.err()).contains("this token may only read");
        token("wrong", "w1Ro2Ng3To4Ke5Nx6Yz7Ab");
        assertThat(operator.run(new StatusCommand(), options(daemon, tls, "wrong")))
                .isEqualTo(1);
        assertThat(operator.err()).contains("not one of ours").contains("--token-file");
        String address = options(daemon, tls, "admin")[1];
        assertThat(operator.run(new StatusCommand(), "--admin", address)).isEqualTo(3);
        assertThat(operator.err()).contains("name the CA with --ca FILE");
        assertThat(operator.run(new StatusCommand(), "--admin", address.replace("https", "http")))
                .isEqualTo(3);
        assertThat(operator.run(new DrainCommand(), options(daemon, tls, "admin", "app", "nope")))
                .isEqualTo(1);
        assertThat(operator.err()).contains("no backend of this name");
        assertThat(operator.run(new WeightCommand(), options(daemon, tls, "admin", "app", "b1", "70000")))
                .isEqualTo(1);
        assertThat(operator.err()).contains("weight: 70000 (expected: 0 to 65535)");
        assertThat(operator.run(new WeightCommand(), options(daemon, tls, "admin", "app", "b1", "x")))
                .isEqualTo(2);
        assertThat(operator.run(new StatusCommand(), options(daemon, tls, "nofile")))
                .isEqualTo(2);

        assertThat(daemon.inventory().pools().get(0).snapshot().members()).allSatisfy(member -> {
            assertThat(member.weight()).isEqualTo(1);
            assertThat(member.state().word()).isEqualTo("enabled");
        });
    }

    @Test
    void showsMetricsWithoutATokenAndNothingElse() throws Exception {
        TestCertificate tls = TestCertificate.in(directory);
        WholeDaemon daemon = daemon(tls, scene.backend(Script.echo()), scene.backend(Script.echo()));

        assertThat(daemon.metrics().status("/metrics")).isEqualTo(200);
        assertThat(daemon.metrics().status("/livez")).isEqualTo(200);
        assertThat(daemon.metrics().status("/readyz")).isEqualTo(200);
        assertThat(daemon.metrics().status("/api/v1/status")).isEqualTo(404);
        assertThat(daemon.metrics().status("/")).isEqualTo(404);
    }
}
