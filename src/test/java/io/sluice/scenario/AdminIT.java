package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.stats.ListenerStats;
import io.sluice.testing.AdminPlane;
import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Program;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.UdpBackend;
import io.sluice.testing.UdpClient;
import io.sluice.testing.WholeDaemon;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a daemon says of itself, next to what was done to it. */
class AdminIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    @Test
    void tellsWhatHasHappenedOverTcp() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        WholeDaemon daemon = daemon(backend.address(), "127.0.0.1:9");
        for (String text : List.of("one", "three")) {
            echo(daemon, text).close();
        }
        echo(daemon, "still here");
        denied(daemon);
        AdminPlane admin = daemon.admin();
        Eventually.equal("sessions", 1, () -> web(daemon).active());
        Eventually.equal("sessions so far", 4L, () -> web(daemon).acceptedTotal());

        Map<String, Object> status = admin.json("/api/v1/status");
        assertThat(status).containsEntry("ready", true).containsEntry("readiness", "ready");
        assertThat(status).containsEntry("sessions", 1);
        assertThat(listener(admin, 0, "name")).isEqualTo("web");
        assertThat(listener(admin, 0, "sessions")).isEqualTo(1);
        assertThat(listener(admin, 0, "sessions_total")).isEqualTo(4);
        assertThat(listener(admin, 0, "bytes_in")).isEqualTo(listener(admin, 0, "bytes_out"));
        assertThat(admin.value("/api/v1/status", "listeners", 0, "refused", "denied"))
                .isEqualTo(1);
        assertThat(member(admin, "app", "address")).isEqualTo(backend.address());
        assertThat(member(admin, "app", "sessions")).isEqualTo(1);
        assertThat(member(admin, "app", "sessions_total")).isEqualTo(3);
        assertThat(admin.metric("sluice_listener_sessions_total{listener=\"web\",protocol=\"tcp\"}"))
                .isEqualTo(4);
        assertThat(admin.metric("sluice_listener_sessions_active{listener=\"web\"}"))
                .isEqualTo(1);
        assertThat(admin.metric("sluice_sessions_ended_total{code=\"--\",listener=\"web\"}"))
                .isEqualTo(2);
        assertThat(admin.metric("sluice_sessions_ended_total{code=\"PC\",listener=\"web\"}"))
                .isEqualTo(1);
        assertThat(admin.metric("sluice_listener_refused_total{listener=\"web\",reason=\"denied\"}"))
                .isEqualTo(1);
        assertThat(admin.metric(
                        "sluice_backend_connect_seconds_count{backend=\"" + backend.address() + "\",pool=\"app\"}"))
                .isEqualTo(3);
        assertThat(admin.metric("sluice_sessions_active")).isEqualTo(1);
        Eventually.equal("bytes", 18.0, () -> bytesIn(admin));
    }

    private static double bytesIn(AdminPlane admin) {
        return Eventually.calling(() -> admin.metric("sluice_listener_bytes_total{direction=\"in\",listener=\"web\"}"));
    }

    @Test
    void tellsWhatHasHappenedOverUdp() throws Exception {
        UdpBackend backend = scene.closing(UdpBackend.named("b:"));
        WholeDaemon daemon = daemon("127.0.0.1:9", backend.address());
        for (int i = 0; i < 3; i++) {
            UdpClient client = scene.closing(UdpClient.open());
            client.ask("1234567", daemon.address("dns"));
            client.ask("", daemon.address("dns"));
        }
        scene.closing(UdpClient.on("127.0.0.9")).send("x", daemon.address("dns"));
        AdminPlane admin = daemon.admin();

        Eventually.equal("datagrams", 6.0, () -> datagrams(admin, "out"));
        assertThat(datagrams(admin, "in")).isEqualTo(6);
        Eventually.equal(
                "denied",
                1.0,
                () -> Eventually.calling(
                        () -> admin.metric("sluice_udp_dropped_total{listener=\"dns\",reason=\"denied\"}")));
        assertThat(member(admin, "names", "sessions")).isEqualTo(3);
        assertThat(member(admin, "names", "sessions_total")).isEqualTo(3);
        assertThat(member(admin, "names", "bytes_in")).isEqualTo(21);
        assertThat(member(admin, "names", "bytes_out")).isEqualTo(33);
        assertThat(listener(admin, 1, "datagrams_in")).isEqualTo(6);
        assertThat(listener(admin, 1, "datagrams_out")).isEqualTo(6);
        assertThat(listener(admin, 1, "sessions_total")).isEqualTo(3);
    }

    private static double datagrams(AdminPlane admin, String direction) {
        return Eventually.calling(
                () -> admin.metric("sluice_udp_datagrams_total{direction=\"" + direction + "\",listener=\"dns\"}"));
    }

    @Test
    void isNotReadyWhileItDrains() throws Exception {
        WholeDaemon daemon = daemon(scene.backend(Script.echo()).address(), "127.0.0.1:9");
        AdminPlane admin = daemon.admin();
        assertThat(admin.body("/readyz")).isEqualTo("ready\n");
        assertThat(admin.body("/livez")).isEqualTo("ok\n");
        Peer open = echo(daemon, "open");

        CompletableFuture<Boolean> drained = daemon.drain();
        Eventually.isTrue("not ready", () -> Eventually.calling(() -> admin.status("/readyz")) == 503);
        assertThat(admin.get("/readyz")).endsWith("draining\n");
        assertThat(admin.status("/livez")).isEqualTo(200);
        assertThat(admin.json("/api/v1/status"))
                .containsEntry("ready", false)
                .containsEntry("readiness", "draining")
                .containsEntry("sessions", 1);
        assertThat(drained).isNotDone();
        open.close();

        assertThat(drained.get(5, TimeUnit.SECONDS)).isTrue();
        assertThat(admin.json("/api/v1/status")).containsEntry("sessions", 0);
    }

    @Test
    void knowsNoOtherPool() throws Exception {
        WholeDaemon daemon = daemon("127.0.0.1:9", "127.0.0.1:9");

        assertThat(daemon.admin().status("/api/v1/pools/other")).isEqualTo(404);
        assertThat(daemon.admin().status("/api/v1/other")).isEqualTo(404);
    }

    @Test
    void showsItsStatusOnTheCommandLine() throws Exception {
        ScriptedBackend backend = scene.backend(Script.echo());
        WholeDaemon daemon = daemon(backend.address(), "127.0.0.1:9");
        echo(daemon, "hello");

        Program status = scene.closing(Program.sluice("status", "--admin", "unix:" + socket()));

        assertThat(status.exitCode()).as("%s", status.err()).isZero();
        assertThat(String.join("\n", status.out())).contains("ready", "web", "dns", "Pool app", backend.address());
        assertThat(status.err()).isEmpty();
    }

    @Test
    void saysThatNobodyIsThere() throws Exception {
        Program status = scene.closing(Program.sluice("status", "--admin", "unix:" + socket()));

        assertThat(status.exitCode()).isEqualTo(3);
        assertThat(status.out()).isEmpty();
        assertThat(status.err()).first().asString().contains("no daemon at unix:" + socket());
    }

    private static Object listener(AdminPlane admin, int index, String key) throws IOException {
        return admin.value("/api/v1/status", "listeners", index, key);
    }

    /** Of the first backend of a pool. */
    private static Object member(AdminPlane admin, String pool, String key) throws IOException {
        return admin.value("/api/v1/pools/" + pool, "backends", 0, key);
    }

    private Peer echo(WholeDaemon daemon, String text) throws IOException {
        Peer client = scene.client(daemon.address("web"));
        client.send(text);
        assertThat(client.readText(text.length())).isEqualTo(text);
        return client;
    }

    private void denied(WholeDaemon daemon) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress("127.0.0.9", 0));
        Peer client = scene.client(socket, daemon.address("web"));
        assertThat(client.ending()).isNotNull();
    }

    private static ListenerStats web(WholeDaemon daemon) {
        return daemon.inventory().listeners().get(0).stats();
    }

    private Path socket() {
        return directory.resolve("admin.sock");
    }

    private WholeDaemon daemon(String tcp, String udp) throws IOException {
        return scene.closingLast(WholeDaemon.start("""
                runtime: { workers: 2, drain_timeout: 4s }
                admin: { listen: "unix:%s" }
                listeners:
                  web: { listen: "127.0.0.1:0", protocol: tcp, pool: app, deny: [ 127.0.0.9 ] }
                  dns: { listen: "127.0.0.1:0", protocol: udp, pool: names, deny: [ 127.0.0.9 ] }
                pools:
                  app: { backends: [ "%s" ] }
                  names: { backends: [ "%s" ] }
                """.formatted(socket(), tcp, udp)));
    }
}
