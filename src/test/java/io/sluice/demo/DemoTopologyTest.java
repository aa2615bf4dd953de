package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.model.BackendSpec;
import io.sluice.model.Endpoint;
import io.sluice.model.Protocol;
import io.sluice.topology.ListenerSpec;
import io.sluice.topology.PoolSpec;
import io.sluice.topology.Topology;
import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class DemoTopologyTest {

    @Test
    void putsATcpAndAUdpListenerBeforeAllBackends() throws IOException {
        try (DemoBackends backends = DemoBackends.start()) {
            Topology topology = DemoTopology.of(DemoPorts.DEFAULT, backends);

            assertThat(topology.listeners())
                    .extracting(ListenerSpec::protocol)
                    .containsExactly(Protocol.TCP, Protocol.UDP);
            assertThat(topology.listeners())
                    .flatExtracting(ListenerSpec::addresses)
                    .containsExactly(loopback(8080), loopback(5300));
            assertThat(topology.listeners())
                    .extracting(ListenerSpec::pool)
                    .isEqualTo(topology.pools().stream().map(PoolSpec::name).toList());
            assertThat(topology.admin().listen()).isEqualTo(new Endpoint.Inet(loopback(9900)));
            assertThat(topology.pools().get(0).backends())
                    .extracting(BackendSpec::endpoint)
                    .containsExactlyElementsOf(backends.all().stream()
                            .map(backend -> new Endpoint.Inet(backend.tcpAddress()))
                            .toList());
            assertThat(topology.pools().get(1).backends())
                    .extracting(BackendSpec::name)
                    .containsExactly("b1", "b2", "b3");
        }
    }

    @Test
    void namesEachTakenPortWithTheFix() throws IOException {
        try (ServerSocket tcp = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                DatagramSocket udp = new DatagramSocket(loopback(0))) {
            DemoPorts ports = new DemoPorts(tcp.getLocalPort(), udp.getLocalPort(), tcp.getLocalPort());

            assertThat(ports.problems()).hasSize(3);
            assertThat(ports.problems().get(0))
                    .startsWith("TCP port 127.0.0.1:" + tcp.getLocalPort() + ": Address already in use")
                    .contains("`sluice demo --tcp-port ");
            assertThat(ports.problems().get(1))
                    .startsWith("UDP port 127.0.0.1:" + udp.getLocalPort() + ": Address already in use")
                    .contains("`sluice demo --udp-port ");
            assertThat(ports.problems().get(2)).contains("`sluice demo --admin-port ");
        }
    }

    @Test
    void hasNothingToSayOfFreePorts() {
        assertThat(new DemoPorts(0, 0, 0).problems()).isEmpty(); // 0: the kernel chooses
    }

    @Test
    void saysWhatToTryOnThePortsInUse() throws IOException {
        try (DemoBackends backends = DemoBackends.start()) {
            assertThat(DemoText.toTry(new DemoPorts(1081, 1053, 1099), backends))
                    .contains("curl -s http://127.0.0.1:1081/")
                    .contains("/dev/udp/127.0.0.1/1053;")
                    .contains("http://127.0.0.1:1099/metrics")
                    .contains("bin/sluice status --admin http://127.0.0.1:1099");
            assertThat(DemoText.toTry(DemoPorts.DEFAULT, backends)).doesNotContain("--admin");
        }
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
