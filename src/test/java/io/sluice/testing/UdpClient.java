package io.sluice.testing;

import java.io.Closeable;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * One socket of a test's UDP client. It is not connected, because the JDK sends no empty datagram over a connected one. Receiving
 * gives up after five seconds.
 */
public final class UdpClient implements Closeable {

    private static final int PATIENCE_MILLIS = 5_000;
    private static final int BUFFER_BYTES = 4 << 20;

    private final DatagramSocket socket;
    private final DatagramPacket received = new DatagramPacket(new byte[65_536], 65_536);

    private UdpClient(DatagramSocket socket) throws IOException {
        this.socket = socket;
        socket.setReceiveBufferSize(BUFFER_BYTES);
        socket.setSoTimeout(PATIENCE_MILLIS);
    }

    /** Sends from this address. */
    public static UdpClient on(String host) throws IOException {
        return new UdpClient(new DatagramSocket(0, InetAddress.getByName(host)));
    }

    public static UdpClient open() throws IOException {
        return on("127.0.0.1");
    }

    /** As the configuration writes it. */
    public String address() {
        return socket.getLocalAddress().getHostAddress() + ":" + socket.getLocalPort();
    }

    public void send(byte[] payload, InetSocketAddress to) throws IOException {
        socket.send(new DatagramPacket(payload, payload.length, to));
    }

    public void send(String payload, InetSocketAddress to) throws IOException {
        send(payload.getBytes(StandardCharsets.UTF_8), to);
    }

    public byte[] receive() throws IOException {
        received.setLength(received.getData().length);
        socket.receive(received);
        return Arrays.copyOf(received.getData(), received.getLength());
    }

    public String receiveText() throws IOException {
        return new String(receive(), StandardCharsets.UTF_8);
    }

    /** The next datagram, or null when none comes for this long. */
    public @Nullable String receiveText(Duration patience) throws IOException {
        socket.setSoTimeout((int) patience.toMillis());
        try {
            return receiveText();
        } catch (SocketTimeoutException e) {
            return null;
        } finally {
            socket.setSoTimeout(PATIENCE_MILLIS);
        }
    }

    /** Sends and waits for the answer. */
    public String ask(String payload, InetSocketAddress to) throws IOException {
        send(payload, to);
        return receiveText();
    }

    /** Who sent the datagram that was received last. */
    public InetSocketAddress lastSender() {
        return (InetSocketAddress) received.getSocketAddress();
    }

    @Override
    public void close() {
        socket.close();
    }
}
