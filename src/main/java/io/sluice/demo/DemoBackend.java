package io.sluice.demo;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * One backend of the demo, on loopback ports that the kernel chooses: an HTTP server that says {@code hello from b1} and keeps
 * connections open, and a UDP echo that answers {@code b1: } and the payload. Its threads are daemons.
 */
public final class DemoBackend implements AutoCloseable {

    private static final int LARGEST_DATAGRAM = 65_535;
    private static final int LARGEST_PAYLOAD = 65_507;

    private final String name;
    private final HttpServer http;
    private final DatagramSocket udp;
    private final InetSocketAddress tcpAddress;
    private final InetSocketAddress udpAddress;
    private final ExecutorService threads;

    private DemoBackend(String name, HttpServer http, DatagramSocket udp) {
        this.name = name;
        this.http = http;
        this.udp = udp;
        this.tcpAddress = http.getAddress();
        this.udpAddress = new InetSocketAddress(udp.getLocalAddress(), udp.getLocalPort());
        this.threads = Executors.newCachedThreadPool(task -> {
            Thread thread = new Thread(task, "demo-" + name);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Binds and serves. */
    public static DemoBackend start(String name) throws IOException {
        InetSocketAddress anyPort = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        DatagramSocket udp = new DatagramSocket(anyPort);
        try {
            DemoBackend backend = new DemoBackend(name, HttpServer.create(anyPort, 0), udp);
            backend.serve();
            return backend;
        } catch (IOException e) {
            udp.close();
            throw e;
        }
    }

    public String name() {
        return name;
    }

    /** Where the HTTP server listens. */
    public InetSocketAddress tcpAddress() {
        return tcpAddress;
    }

    /** Where the UDP echo listens. */
    public InetSocketAddress udpAddress() {
        return udpAddress;
    }

    /** Stops at once; open connections are cut. */
    @Override
    public void close() {
        udp.close();
        http.stop(0);
        threads.shutdownNow();
    }

    private void serve() {
        http.createContext("/", this::greet);
        http.setExecutor(threads);
        http.start();
        threads.execute(this::echo);
    }

    private void greet(HttpExchange exchange) throws IOException {
        byte[] body = ("hello from " + name + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes(); // what is left unread would end the connection
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
        }
        exchange.close();
    }

    private void echo() {
        byte[] prefix = (name + ": ").getBytes(StandardCharsets.UTF_8);
        byte[] buffer = new byte[prefix.length + LARGEST_DATAGRAM];
        System.arraycopy(prefix, 0, buffer, 0, prefix.length);
        while (!udp.isClosed()) {
            answerOne(buffer, prefix.length);
        }
    }

    private void answerOne(byte[] buffer, int prefixLength) {
        DatagramPacket packet = new DatagramPacket(buffer, prefixLength, LARGEST_DATAGRAM);
        try {
            udp.receive(packet);
            int length = Math.min(prefixLength + packet.getLength(), LARGEST_PAYLOAD);
            udp.send(new DatagramPacket(buffer, 0, length, packet.getSocketAddress()));
        } catch (IOException e) {
            return; // closed, or this one answer is lost, as datagrams are
        }
    }
}
