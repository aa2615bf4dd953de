package io.sluice.udp;

import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/** A client: one unconnected socket, because a connected one of the JDK does not send empty datagrams. */
final class UdpPeer implements AutoCloseable {

    private static final int PATIENCE_MILLIS = 10_000;

    private final DatagramSocket socket;
    private final DatagramPacket received = new DatagramPacket(new byte[65_536], 65_536);

    UdpPeer(String address) throws IOException {
        socket = new DatagramSocket(0, InetAddress.getByName(address));
        socket.setReceiveBufferSize(4 << 20);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    UdpPeer() throws IOException {
        this("127.0.0.1");
    }

    InetSocketAddress address() {
        return (InetSocketAddress) socket.getLocalSocketAddress();
    }

    void send(byte[] payload, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, to));
    }

    void send(String payload, InetSocketAddress to) throws IOException {
        send(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8), to);
    }

    byte[] receive() throws IOException {
        received.setLength(received.getData().length);
        socket.receive(received);
        return Arrays.copyOf(received.getData(), received.getLength());
    }

    String receiveText() throws IOException {
        return new String(receive(), java.nio.charset.StandardCharsets.UTF_8);
    }

    /** Null when nothing comes for this long. */
    @Nullable
    String receiveText(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            return receiveText();
        } catch (SocketTimeoutException e) {
            return null;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    String ask(String payload, InetSocketAddress to) throws IOException {
        send(payload, to);
        return receiveText();
    }

    InetSocketAddress lastSender() {
        return (InetSocketAddress) received.getSocketAddress();
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new SplittableRandom(length).nextBytes(bytes);
        return bytes;
    }

    @Override
    public void close() {
        socket.close();
    }
}
