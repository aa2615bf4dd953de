package io.sluice.demo;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * One client of the demo that asks once over TCP, over UDP and for the metrics. It proves that everything answers, and it is the
 * rehearsal whose loaded classes the launcher keeps for faster starts. Blocks: not on an event loop.
 */
public final class DemoTrial {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final int LARGEST_ANSWER = 1_024;

    private DemoTrial() {}

    /**
     * The answers, one line each, in the order of the parameters.
     *
     * @throws IOException when one of them does not answer, or not with what was asked for
     */
    public static List<String> ask(InetSocketAddress tcp, InetSocketAddress udp, InetSocketAddress admin)
            throws IOException {
        String greeting = get(tcp, "/");
        String echo = echo(udp);
        long samples = get(admin, "/metrics")
                .lines()
                .filter(line -> line.startsWith("sluice_"))
                .count();
        return List.of("tcp: " + greeting.strip(), "udp: " + echo, "metrics: " + samples + " samples");
    }

    private static String get(InetSocketAddress address, String path) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.connect(address, PATIENCE_MILLIS);
            String request = "GET " + path + " HTTP/1.1\r\nHost: "
                    + address.getAddress().getHostAddress() + ":" + address.getPort() + "\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return body(new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8), path);
        }
    }

    private static String body(String answer, String path) throws IOException {
        int end = answer.indexOf("\r\n\r\n");
        if (end < 0 || !answer.startsWith("HTTP/1.1 200 ")) {
            throw new IOException(
                    "GET " + path + ": " + answer.lines().findFirst().orElse("no answer") + " (expected: 200)");
        }
        return answer.substring(end + 4);
    }

    private static String echo(InetSocketAddress address) throws IOException {
        byte[] question = "hi".getBytes(StandardCharsets.US_ASCII);
        DatagramPacket answer = new DatagramPacket(new byte[LARGEST_ANSWER], LARGEST_ANSWER);
        try (DatagramSocket socket = new DatagramSocket()) {
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.send(new DatagramPacket(question, question.length, address));
            socket.receive(answer);
            return new String(answer.getData(), 0, answer.getLength(), StandardCharsets.UTF_8);
        }
    }
}
