package io.sluice.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.sluice.control.FakeInventory;
import io.sluice.model.Endpoint;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AdminSocketTest {

    @TempDir
    Path directory;

    private final Routes routes = AdminServerTest.routes(new FakeInventory());

    @Test
    void servesAUnixSocketForOwnerAndGroup() throws IOException {
        Path path = directory.resolve("admin.sock");

        try (AdminServer server = AdminServer.open(at(path), routes, Access.LOCAL)) {
            assertThat(server.address()).isEqualTo(at(path));
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)))
                    .isEqualTo("rw-rw----");
            assertThat(get(path, "any.example"))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("ready\n");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void refusesAForeignPageOnAUnixSocketToo() throws IOException {
        Path path = directory.resolve("admin.sock");

        try (AdminServer server = AdminServer.open(at(path), routes, Access.LOCAL)) {
            assertThat(get(path, "x\r\nOrigin: http://evil.example")).startsWith("HTTP/1.1 403 ");
            assertThat(server.address().text()).endsWith("admin.sock");
        }
    }

    @Test
    void replacesASocketThatNobodyServes() throws IOException {
        Path path = directory.resolve("stale.sock");
        ServerSocketChannel gone = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        gone.bind(UnixDomainSocketAddress.of(path));
        gone.close();
        assertThat(path).exists();

        try (AdminServer server = AdminServer.open(at(path), routes, Access.LOCAL)) {
            assertThat(get(path, "x")).startsWith("HTTP/1.1 200 ");
            assertThat(server.address()).isEqualTo(at(path));
        }
    }

    @Test
    void leavesASocketThatSomebodyServes() throws IOException {
        Path path = directory.resolve("admin.sock");

        try (AdminServer server = AdminServer.open(at(path), routes, Access.LOCAL)) {
            assertThatThrownBy(() -> AdminServer.open(at(path), routes, Access.LOCAL))
                    .isInstanceOf(IOException.class)
                    .hasMessage("admin: unix:" + path + ": address already in use");
            assertThat(get(path, "x")).startsWith("HTTP/1.1 200 ");
            assertThat(server.address()).isEqualTo(at(path));
        }
    }

    @Test
    void leavesAFileThatIsNoSocket() throws IOException {
        Path path = Files.writeString(directory.resolve("notes"), "precious");

        assertThatThrownBy(() -> AdminServer.open(at(path), routes, Access.LOCAL))
                .isInstanceOf(IOException.class)
                .hasMessage("admin: unix:" + path + ": exists and is not a socket");
        assertThat(path).hasContent("precious");
    }

    @Test
    void saysThatThePathIsTooLongOrTheDirectoryMissing() {
        Path longer = directory.resolve("x".repeat(120));
        Path lost = directory.resolve("lost").resolve("a.sock");

        assertThatThrownBy(() -> AdminServer.open(at(longer), routes, Access.LOCAL))
                .hasMessage("admin: unix:" + longer + ": path too long (expected: at most 107 bytes)");
        assertThatThrownBy(() -> AdminServer.open(at(lost), routes, Access.LOCAL))
                .hasMessage("admin: unix:" + lost + ": no such file or directory");
    }

    private static Endpoint at(Path path) {
        return new Endpoint.Unix(path.toString());
    }

    private static String get(Path path, String host) throws IOException {
        String request = "GET /readyz HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n";
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(path))) {
            channel.write(ByteBuffer.wrap(request.getBytes(StandardCharsets.US_ASCII)));
            ByteBuffer read = ByteBuffer.allocate(64 * 1024);
            while (channel.read(read) >= 0 && read.hasRemaining()) {
                Thread.onSpinWait();
            }
            return new String(read.array(), 0, read.position(), StandardCharsets.UTF_8);
        }
    }
}
