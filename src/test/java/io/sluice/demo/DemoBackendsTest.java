package io.sluice.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class DemoBackendsTest {

    private static final int PATIENCE_MILLIS = 10_000;

    private DemoBackends backends;

    @BeforeEach
    void start() throws IOException {
        backends = DemoBackends.start();
    }

    @AfterEach
    void close() {
        backends.close();
    }

    @Test
    void eachSaysItsNameOverHttpAndKeepsTheConnection() throws IOException {
        for (DemoBackend backend : backends.all()) {
            try (Socket socket = connect(backend.tcpAddress())) {
                assertThat(ask(socket)).isEqualTo("hello from " + backend.name());
                assertThat(ask(socket)).isEqualTo("hello from " + backend.name());
            }
        }
    }

    @Test
    void eachEchoesDatagramsUnderItsName() throws IOException {
        for (DemoBackend backend : backends.all()) {
            assertThat(echo(backend, "hi")).isEqualTo(backend.name() + ": hi");
            assertThat(echo(backend, "")).isEqualTo(backend.name() + ": ");
            assertThat(echo(backend, "x".repeat(65_507))).hasSize(65_507).startsWith(backend.name() + ": xx");
        }
    }

    @Test
    void closedBackendsAnswerNobody() {
        backends.close();

        for (DemoBackend backend : backends.all()) {
            assertThat(catchThrowable(() -> connect(backend.tcpAddress()).close()))
                    .isInstanceOf(ConnectException.class);
        }
    }

    private static Socket connect(InetSocketAddress address) throws IOException {
        Socket socket = new Socket();
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.connect(address, PATIENCE_MILLIS);
        return socket;
    }

    private static String ask(Socket socket) throws IOException {
        socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: demo\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        BufferedReader reader =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
        while (!reader.readLine().isEmpty()) {
            assertThat(socket.isConnected()).isTrue();
        }
        return reader.readLine();
    }

    private static String echo(DemoBackend backend, String payload) throws IOException {
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            byte[] bytes = payload.getBytes(StandardCharsets.UTF_8);
            socket.send(new DatagramPacket(bytes, bytes.length, backend.udpAddress()));
            DatagramPacket answer = new DatagramPacket(new byte[65_535], 65_535);
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        }
    }
}
