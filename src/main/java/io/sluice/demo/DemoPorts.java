package io.sluice.demo;

import java.io.IOException;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the demo listens on 127.0.0.1.
 *
 * @param tcp of the TCP listener
 * @param udp of the UDP listener
 * @param admin of the metrics and the API
 */
public record DemoPorts(int tcp, int udp, int admin) {

    public static final DemoPorts DEFAULT = new DemoPorts(8080, 5300, 9900);

    private static final int HIGHEST = 65_535;

    /** One line for each port that cannot be had, with the fix; empty when all can. Binds each for a moment. */
    public List<String> problems() {
        List<String> problems = new ArrayList<>();
        tryTcp(tcp, "--tcp-port", problems);
        tryUdp(udp, "--udp-port", problems);
        tryTcp(admin, "--admin-port", problems);
        return problems;
    }

    InetSocketAddress tcpAddress() {
        return loopback(tcp);
    }

    InetSocketAddress udpAddress() {
        return loopback(udp);
    }

    InetSocketAddress adminAddress() {
        return loopback(admin);
    }

    private static void tryTcp(int port, String option, List<String> problems) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true); // connections of a former demo in TIME_WAIT do not count
            socket.bind(loopback(port));
        } catch (IOException e) {
            problems.add(problem("TCP", port, option, e));
        }
    }

    private static void tryUdp(int port, String option, List<String> problems) {
        try {
            new DatagramSocket(loopback(port)).close();
        } catch (IOException e) {
            problems.add(problem("UDP", port, option, e));
        }
    }

    private static String problem(String protocol, int port, String option, IOException cause) {
        int other = port < HIGHEST - 1_000 ? port + 1_000 : port - 1_000;
        return "%s port 127.0.0.1:%d: %s (stop the program that has it, or choose another port: `sluice demo %s %d`)"
                .formatted(protocol, port, cause.getMessage(), option, other);
    }

    private static InetSocketAddress loopback(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }
}
