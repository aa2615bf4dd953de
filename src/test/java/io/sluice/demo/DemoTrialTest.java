package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;

class DemoTrialTest {

    @Test
    void tellsWhatEachAnswered() throws IOException {
        try (DemoBackends backends = DemoBackends.start()) {
            DemoBackend first = backends.all().get(0);
            DemoBackend second = backends.all().get(1);

            assertThat(DemoTrial.ask(first.tcpAddress(), second.udpAddress(), first.tcpAddress()))
                    .containsExactly("tcp: hello from b1", "udp: b2: hi", "metrics: 0 samples");
        }
    }

    @Test
    void failsWhenNobodyAnswers() throws IOException {
        DemoBackends backends = DemoBackends.start();
        DemoBackend gone = backends.all().get(0);
        backends.close();

        assertThatThrownBy(() -> DemoTrial.ask(gone.tcpAddress(), gone.udpAddress(), gone.tcpAddress()))
                .isInstanceOf(ConnectException.class);
    }

    @Test
    void failsOnAnotherAnswerThanTheOneAskedFor() throws IOException {
        HttpServer broken = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        broken.createContext("/", exchange -> {
            exchange.sendResponseHeaders(503, -1);
            exchange.close();
        });
        broken.start();
        try {
            assertThatThrownBy(() -> DemoTrial.ask(broken.getAddress(), broken.getAddress(), broken.getAddress()))
                    .isInstanceOf(IOException.class)
                    .hasMessage("GET /: HTTP/1.1 503 Service Unavailable (expected: 200)");
        } finally {
            broken.stop(0);
        }
    }
}
