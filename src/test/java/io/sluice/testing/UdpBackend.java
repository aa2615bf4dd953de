package io.sluice.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.DatagramChannel;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A UDP server on loopback that answers each datagram with the same, its name before it, so many times. */
public final class UdpBackend implements Closeable {

    private static final int BUFFER_BYTES = 4 << 20;

    private final DatagramChannel channel;
    private final byte[] name;
    private final int answers;
    private final Set<InetSocketAddress> sources = ConcurrentHashMap.newKeySet();
    private final AtomicLong received = new AtomicLong();
    private final AtomicLong receivedBytes = new AtomicLong();
    private final Thread thread;

    private UdpBackend(String host, String name, int answers) throws IOException {
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.answers = answers;
        this.channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, BUFFER_BYTES);
        channel.bind(new InetSocketAddress(InetAddress.getByName(host), 0));
        this.thread = new Thread(null, this::serve, "test-udp", 128 * 1024);
        thread.setDaemon(true);
        thread.start();
    }

    public static UdpBackend echo() throws IOException {
        return echo("127.0.0.1");
    }

    public static UdpBackend echo(String host) throws IOException {
        return new UdpBackend(host, "", 1);
    }

    public static UdpBackend named(String name) throws IOException {
        return new UdpBackend("127.0.0.1", name, 1);
    }

    /** Answers so often; 0 is a server that only listens. */
    public static UdpBackend answering(int times) throws IOException {
        return new UdpBackend("127.0.0.1", "", times);
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(70_000);
        try {
            while (true) {
                buffer.clear().put(name);
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                sources.add(from);
                received.incrementAndGet();
                receivedBytes.addAndGet(buffer.position() - name.length);
                for (int i = 0; i < answers; i++) {
                    channel.send(buffer.duplicate().flip(), from);
                }
            }
        } catch (IOException e) {
            return; // closed
        }
    }

    /** As the configuration writes it. */
    public String address() throws IOException {
        InetSocketAddress local = (InetSocketAddress) channel.getLocalAddress();
        String host = local.getAddress().getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + local.getPort();
    }

    /** Datagrams so far. */
    public long received() {
        return received.get();
    }

    /** Bytes in them. */
    public long receivedBytes() {
        return receivedBytes.get();
    }

    /** How many sockets have sent to it: sessions, seen from a backend. */
    public int sources() {
        return sources.size();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Eventually.isTrue("a UDP backend ends", () -> !thread.isAlive());
    }
}
