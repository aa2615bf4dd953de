package io.sluice.testing;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.jr.ob.JSON;
import io.sluice.model.Endpoint;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Asks the admin plane of a daemon, over TCP or a UNIX socket, one connection per question. */
public final class AdminPlane {

    private final SocketAddress address;

    private AdminPlane(SocketAddress address) {
        this.address = address;
    }

    public static AdminPlane at(Endpoint endpoint) {
        return new AdminPlane(
                endpoint instanceof Endpoint.Inet inet
                        ? inet.address()
                        : UnixDomainSocketAddress.of(((Endpoint.Unix) endpoint).path()));
    }

    public static AdminPlane at(InetSocketAddress address) {
        return new AdminPlane(address);
    }

    /** Head and body as they come. */
    public String get(String path) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            String request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n";
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The same with another method, a JSON body and more headers. */
    public String send(String method, String path, String body, String... headers) throws IOException {
        try (SocketChannel channel = SocketChannel.open(address)) {
            StringBuilder request = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: localhost\r\n");
            for (String header : headers) {
                request.append(header).append("\r\n");
            }
            request.append("Content-Type: application/json\r\nConnection: close\r\nContent-Length: ")
                    .append(body.length())
                    .append("\r\n\r\n")
                    .append(body);
            channel.write(ByteBuffer.wrap(request.toString().getBytes(StandardCharsets.US_ASCII)));
            return new String(Channels.newInputStream(channel).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    public int status(String path) throws IOException {
        return Integer.parseInt(get(path).substring(9, 12));
    }

    public String body(String path) throws IOException {
        String answer = get(path);
        assertThat(answer).startsWith("HTTP/1.1 200 ");
        return answer.substring(answer.indexOf("\r\n\r\n") + 4);
    }

    public Map<String, Object> json(String path) throws IOException {
        return JSON.std.mapFrom(body(path));
    }

    /** What is at this place of a document: names of members, and indexes of lists. */
    public Object value(String path, Object... where) throws IOException {
        Object at = json(path);
        for (Object step : where) {
            Object next = step instanceof Integer index ? ((List<?>) at).get(index) : ((Map<?, ?>) at).get(step);
            at = Objects.requireNonNull(next, () -> path + " has no " + step);
        }
        return at;
    }

    /** The value of one sample, its name and labels as the page writes them. */
    public double metric(String sample) throws IOException {
        return body("/metrics")
                .lines()
                .filter(line -> line.startsWith(sample + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(sample.length() + 1)))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no sample " + sample));
    }
}
