package io.sluice.udp;

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

/** A backend on its own thread that answers every datagram: with the same, with its name before it, or several times. */
final class UdpServer implements AutoCloseable {

    private final DatagramChannel channel;
    private final byte[] name;
    private final int answers;
    final Set<Object> peers = ConcurrentHashMap.newKeySet();
    final AtomicLong received = new AtomicLong();

    private UdpServer(InetSocketAddress address, String name, int answers) throws IOException {
        this.name = name.getBytes(StandardCharsets.UTF_8);
        this.answers = answers;
        channel = DatagramChannel.open();
        channel.setOption(StandardSocketOptions.SO_RCVBUF, 4 << 20);
        channel.bind(address);
        Thread thread = new Thread(this::serve, "udp-server-" + name);
        thread.setDaemon(true);
        thread.start();
    }

    static UdpServer echo() throws IOException {
        return named("");
    }

    static UdpServer echo(String address) throws IOException {
        return new UdpServer(new InetSocketAddress(InetAddress.getByName(address), 0), "", 1);
    }

    static UdpServer named(String name) throws IOException {
        return answering(name, 1);
    }

    static UdpServer named(String name, String address) throws IOException {
        return new UdpServer(new InetSocketAddress(InetAddress.getByName(address), 0), name, 1);
    }

    static UdpServer answering(String name, int answers) throws IOException {
        return new UdpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), name, answers);
    }

    static UdpServer at(InetSocketAddress address, String name) throws IOException {
        return new UdpServer(address, name, 1);
    }

    InetSocketAddress address() throws IOException {
        return (InetSocketAddress) channel.getLocalAddress();
    }

    private void serve() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(70_000);
        try {
            while (true) {
                buffer.clear().put(name);
                InetSocketAddress from = (InetSocketAddress) channel.receive(buffer);
                peers.add(from);
                received.incrementAndGet();
                for (int i = 0; i < answers; i++) {
                    ByteBuffer answer = buffer.duplicate().flip();
                    channel.send(answer, from);
                }
            }
        } catch (IOException e) {
            return; // closed: that is how it ends
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
