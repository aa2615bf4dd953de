package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Eventually;
import io.sluice.testing.Peer;
import io.sluice.testing.Program;
import io.sluice.testing.Scene;
import io.sluice.testing.Script;
import io.sluice.testing.ScriptedBackend;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Clients that do not read, and a daemon with little memory to keep for them. */
class MemoryIT {

    /**
     * What such a reader leaves here is the rest of one read: 256 KiB at most, and less where the kernel takes more of it. 8 MiB are
     * too little for so many even if it is a fifth of that.
     */
    private static final int READERS = 240;

    private static final int CONTENT_BYTES = 8 << 20;

    @RegisterExtension
    final Scene scene = new Scene();

    @TempDir
    Path directory;

    @Test
    void shedsSessionsWhenMemoryIsShortAndServesOthers() throws Exception {
        ScriptedBackend source = scene.backend(Script.source(new byte[CONTENT_BYTES]));
        ScriptedBackend echo = scene.backend(Script.echo());
        Program daemon = scene.closing(
                new Program.Start().option("-XX:MaxDirectMemorySize=8m").daemon(directory, """
                        log: { sessions: stdout }
                        runtime: { workers: 2 }
                        listeners:
                          bulk: { listen: "127.0.0.1:0", protocol: tcp, pool: bulk }
                          web: { listen: "127.0.0.1:0", protocol: tcp, pool: app }
                        pools:
                          bulk: { backends: [ "%s" ] }
                          app: { backends: [ "%s" ] }
                        """.formatted(
                                source.address(), echo.address())));
        InetSocketAddress bulk = daemon.address("bulk");

        for (int i = 0; i < READERS; i++) {
            Socket socket = new Socket();
            socket.setReceiveBufferSize(4096);
            scene.client(socket, bulk);
        }
        assertThat(daemon.outLine("code=RC")).contains("listener=bulk", "out of memory for buffers");
        daemon.errLine("out of direct memory");
        Eventually.isTrue("all are connected", () -> source.connections() == READERS || !daemon.isAlive());

        for (int i = 0; i < 20; i++) {
            Peer client = scene.client(daemon.address("web"));
            client.send("hello");
            assertThat(client.readText(5)).isEqualTo("hello");
        }
        assertThat(daemon.isAlive()).as("%s", daemon.err()).isTrue();
        assertThat(daemon.err()).noneMatch(line -> line.contains("internal error"));
    }
}
