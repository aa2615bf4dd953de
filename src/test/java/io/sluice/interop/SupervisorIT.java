package io.sluice.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A supervisor that wants to be told, as systemd does; its ear is socat. */
@Tag("interop")
class SupervisorIT {

    @RegisterExtension
    final Stage stage = new Stage();

    @Test
    void hearsAtAPath() {
        Path socket = stage.directory().resolve("notify");
        supervise("UNIX-RECV:" + socket, socket.toString());
    }

    @Test
    void hearsAtAnAbstractAddress() {
        String name = "sluice-" + UUID.randomUUID();
        supervise("ABSTRACT-RECV:" + name, "@" + name);
    }

    private void supervise(String ear, String address) {
        RealProgram socat = stage.keep(Command.of("socat", "-u", ear, "STDOUT").start());
        Await.until(
                "the socket is there",
                () -> Command.of("grep", "-qF", address, "/proc/net/unix").run().exit() == 0);
        Nginx nginx = stage.keep(Nginx.start(stage.directory(), "b1"));
        int port = Ports.free();

        Sluice sluice = stage.keep(Sluice.start(
                stage.directory(),
                Config.empty().tcp("web", "127.0.0.1:" + port, nginx.address()),
                Map.of("NOTIFY_SOCKET", address, "WATCHDOG_USEC", "400000")));

        Await.until("READY=1", () -> socat.out().startsWith("READY=1\nSTATUS=listeners: 1, pools: 1"));
        Await.until("the watchdog is fed again and again", () -> socat.out().split("WATCHDOG=1", -1).length > 4);
        assertThat(socat.out()).doesNotContain("STOPPING=1");
        assertThat(Command.of("curl", "-sS", "http://127.0.0.1:" + port + "/who")
                        .output())
                .isEqualTo("b1\n");
        new Epilogue(sluice).play();
        Await.until("STOPPING=1", () -> socat.out().contains("STOPPING=1"));
    }
}
