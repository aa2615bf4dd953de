package io.sluice.testing;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.LinuxSocket;
import io.netty.channel.unix.DomainSocketAddress;
import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The other end of sd_notify: a UNIX datagram socket that remembers what it was told. Used by one thread. */
public final class Supervisor implements Closeable {

    private final LinuxSocket socket;
    private final List<String> messages = new ArrayList<>();

    /** @param name as NOTIFY_SOCKET has it: a path, or {@code @} and an abstract name */
    public Supervisor(String name) throws IOException {
        Epoll.ensureAvailability();
        socket = LinuxSocket.newSocketDomainDgram();
        socket.bind(new DomainSocketAddress(name.startsWith("@") ? '\0' + name.substring(1) : name));
    }

    /** Waits for a message; those before it are remembered. */
    public String awaitMessage(Duration patience, String start) {
        int from = messages.size();
        Eventually.isTrueWithin(patience, start + " in " + messages, () -> {
            read();
            return messages.stream().skip(from).anyMatch(message -> message.startsWith(start));
        });
        return messages.stream()
                .skip(from)
                .filter(message -> message.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    /** Everything so far. */
    public List<String> messages() {
        read();
        return List.copyOf(messages);
    }

    private void read() {
        ByteBuffer buffer = ByteBuffer.allocateDirect(4096);
        int count = Eventually.calling(() -> socket.read(buffer.clear(), 0, buffer.capacity()));
        while (count > 0) {
            byte[] bytes = new byte[count];
            buffer.get(0, bytes);
            messages.add(new String(bytes, StandardCharsets.UTF_8));
            count = Eventually.calling(() -> socket.read(buffer.clear(), 0, buffer.capacity()));
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
