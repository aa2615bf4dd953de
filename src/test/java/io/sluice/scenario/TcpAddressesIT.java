package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.model.TerminationCode;
import io.sluice.testing.ClosedPort;
import io.sluice.testing.Content;
import io.sluice.testing.Peer;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import io.sluice.testing.Sluice;
import io.sluice.testing.UnixEcho;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Every kind of address a listener or a backend can have. */
class TcpAddressesIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    @Test
    void servesOverIpv6AtBothEnds() throws Exception {
        ScriptedBackend backend = scene.backend("::1", Script.echo());
        Sluice sluice = scene.sluice(before("[::1]:0", backend.address()));
        byte[] content = Content.random(1, 300_000);

        Peer client = scene.client(sluice.address());
        client.send(content, 100_000);
        assertThat(client.readExactly(100_000)).hasSize(100_000);
        client.finish();

        assertThat(client.readAll()).isEmpty();
        assertThat(sluice.record().client()).isEqualTo("[::1]:" + client.localPort());
        assertThat(sluice.record().code()).isEqualTo(TerminationCode.NORMAL);
    }

    @Test
    void translatesBetweenTheFamilies() throws Exception {
        ScriptedBackend four = scene.backend(Script.naming("four"));
        ScriptedBackend six = scene.backend("::1", Script.naming("six"));
        Sluice sluice = scene.sluice("""
                listeners:
                  to-four: { listen: "[::1]:0", protocol: tcp, pool: four }
                  to-six: { listen: "127.0.0.1:0", protocol: tcp, pool: six }
                pools:
                  four: { backends: [ "%s" ] }
                  six: { backends: [ "%s" ] }
                """.formatted(four.address(), six.address()));

        assertThat(scene.client(sluice.address("to-four")).readText(4)).isEqualTo("four");
        assertThat(scene.client(sluice.address("to-six")).readText(3)).isEqualTo("six");
    }

    @Test
    void reachesABackendOverAUnixSocket() throws Exception {
        UnixEcho backend = scene.closing(new UnixEcho(directory.resolve("app.sock")));
        Sluice sluice = scene.sluice(before("127.0.0.1:0", backend.address()));
        byte[] content = Content.random(2, 4 * 1024 * 1024);

        for (int i = 0; i < 10; i++) {
            Peer client = scene.client(sluice.address());
            var sending = Scene.async(() -> {
                client.send(content);
                client.finish();
                return true;
            });
            assertThat(client.hashToEnd()).isEqualTo(Content.hash(content));
            sending.join();
        }

        assertThat(sluice.record().code()).isEqualTo(TerminationCode.NORMAL);
        assertThat(sluice.record().backend()).isEqualTo(backend.address());
    }

    @Test
    void refusesWhenNobodyListensOnAUnixSocket() throws Exception {
        Sluice sluice = scene.sluice(before("127.0.0.1:0", "unix:" + directory.resolve("nobody.sock")));

        assertThat(scene.client(sluice.address()).readAll()).isEmpty();

        assertThat(sluice.record().code()).isEqualTo(TerminationCode.CONNECT_FAILED);
        assertThat(sluice.record().reason()).isEqualTo("connection refused");
    }

    @Test
    void listensOnEveryAddressOfAList() throws Exception {
        ScriptedBackend backend = scene.backend(Script.naming("x"));
        Sluice sluice = scene.sluice("""
                listeners:
                  web: { listen: [ "127.0.0.1:0", "127.0.0.2:0", "[::1]:0" ], protocol: tcp, pool: app }
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(backend.address()));

        List<InetSocketAddress> addresses = sluice.listener("web").addresses();

        assertThat(addresses).hasSize(3);
        for (InetSocketAddress address : addresses) {
            assertThat(scene.client(address).readText(1)).isEqualTo("x");
        }
    }

    @Test
    void listensOnEveryPortOfARange() throws Exception {
        ScriptedBackend backend = scene.backend(Script.naming("x"));
        int first = freeRange(4);
        Sluice sluice = scene.sluice(before("127.0.0.1:" + first + "-" + (first + 3), backend.address()));

        for (int port = first; port < first + 4; port++) {
            assertThat(scene.client(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                            .readText(1))
                    .isEqualTo("x");
        }
        assertThat(sluice.listener("web").addresses()).hasSize(4);
    }

    /** The kernel hands out ports above 32768; below them a few in a row are nearly always free. */
    private static int freeRange(int count) throws Exception {
        int port = Integer.parseInt(ClosedPort.address().substring("127.0.0.1:".length()));
        return 20_000 + port % 10_000 / count * count;
    }

    @Test
    void saysWhichListenerFoundItsPortTaken() throws Exception {
        ScriptedBackend backend = scene.backend(Script.naming("x"));
        String yaml = before("127.0.0.1:" + backend.port(), "127.0.0.1:9");

        assertThatThrownBy(() -> scene.sluice(yaml))
                .hasMessageContaining("listener=web")
                .hasMessageContaining("127.0.0.1:" + backend.port());
    }

    private static String before(String listen, String backend) {
        return """
                listeners:
                  web: { listen: "%s", protocol: tcp, pool: app }
                pools:
                  app: { backends: [ "%s" ] }
                """.formatted(listen, backend);
    }
}
