package io.sluice.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramSocket;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Ports for the programs of a test. They lie below the range from which the kernel takes ports for outgoing connections, so that
 * none of the thousands of connections of a load generator sits on the next one.
 */
final class Ports {

    private static final int LOWEST = 14_000;
    private static final int HIGHEST = 31_999;
    private static final String LISTENING = "0A";
    private static final AtomicInteger NEXT =
            new AtomicInteger((int) (ProcessHandle.current().pid() * 97 % (HIGHEST - LOWEST)));

    private Ports() {}

    /** A port that nobody has, for TCP and UDP, IPv4 and IPv6; never the same one twice. */
    static int free() {
        while (true) {
            int port = LOWEST + Math.floorMod(NEXT.getAndIncrement(), HIGHEST - LOWEST);
            if (isFree(port)) {
                return port;
            }
        }
    }

    private static boolean isFree(int port) {
        try (ServerSocket tcp = new ServerSocket();
                DatagramSocket udp = new DatagramSocket(null)) {
            tcp.bind(new InetSocketAddress(port));
            udp.bind(new InetSocketAddress(port));
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Waits until a TCP server listens, without connecting to it: some serve one connection only. */
    static void awaitTcp(int port) {
        Await.until("a TCP server on port " + port, () -> holds("tcp", port, LISTENING));
    }

    static void awaitUdp(int port) {
        Await.until("a UDP server on port " + port, () -> holds("udp", port, ""));
    }

    private static boolean holds(String protocol, int port, String state) {
        return hasLine(Path.of("/proc/net", protocol), port, state)
                || hasLine(Path.of("/proc/net", protocol + "6"), port, state);
    }

    /** A line is: number, local address:port, remote address:port, state, and so on; all in hexadecimal. */
    private static boolean hasLine(Path table, int port, String state) {
        String local = String.format(Locale.ROOT, ":%04X", port);
        try {
            List<String> lines = Files.exists(table) ? Files.readAllLines(table) : List.of();
            return lines.stream()
                    .map(line -> line.trim().split("\\s+"))
                    .anyMatch(fields -> fields[1].endsWith(local) && fields[3].startsWith(state));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
