package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.testing.Program;
import io.sluice.testing.Scene;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** {@code sluice demo} as a user meets it. */
class DemoIT {

    @RegisterExtension
    final Scene scene = new Scene();

    @Test
    void asksItselfOnce() throws Exception {
        Program demo = scene.closing(Program.sluice("demo", "--once"));

        assertThat(demo.exitCode()).isZero();
        assertThat(demo.out()).hasSize(3);
        assertThat(demo.out().get(0)).startsWith("tcp: ");
        assertThat(demo.out().get(1)).startsWith("udp: ").endsWith("hi");
        assertThat(demo.out().get(2)).matches("metrics: [1-9][0-9]+ samples");
    }

    @Test
    void namesEveryPortThatIsTakenAndTheOptionThatHelps() throws Exception {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                ServerSocket admin = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Program demo = scene.closing(Program.sluice(
                    "demo",
                    "--tcp-port=" + tcp.getLocalPort(),
                    "--udp-port=" + udp.getLocalPort(),
                    "--admin-port=" + admin.getLocalPort()));

            assertThat(demo.exitCode()).isEqualTo(1);
            assertThat(demo.out()).isEmpty();
            assertThat(demo.err()).hasSize(3);
            assertThat(demo.err().get(0)).contains("TCP", ":" + tcp.getLocalPort() + ":", "sluice demo --tcp-port ");
            assertThat(demo.err().get(1)).contains("UDP", ":" + udp.getLocalPort() + ":", "sluice demo --udp-port ");
            assertThat(demo.err().get(2))
                    .contains("TCP", ":" + admin.getLocalPort() + ":", "sluice demo --admin-port ");
        }
    }
}
