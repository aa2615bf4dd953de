package io.sluice.admin;

import java.io.IOException;
import java.net.ConnectException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/** The file of a UNIX socket that we listen on. Blocks; for the thread that opens the server. */
final class SocketFile {

    /** The kernel's limit, {@code sun_path} of {@code struct sockaddr_un} without its end: unix(7). */
    private static final int MAX_PATH_BYTES = 107;

    private static final int TYPE_MASK = 0170000;
    private static final int TYPE_SOCKET = 0140000;
    private static final Set<PosixFilePermission> OWNER_AND_GROUP = PosixFilePermissions.fromString("rw-rw----");

    private final Path path;

    SocketFile(String path) {
        this.path = Path.of(path);
    }

    /** Removes what a process that is gone left behind; throws when somebody listens there, or when it is no socket. */
    void makeWay() throws IOException {
        if (path.toString().getBytes(StandardCharsets.UTF_8).length > MAX_PATH_BYTES) {
            throw new IOException("path too long (expected: at most " + MAX_PATH_BYTES + " bytes)");
        }
        if (!Files.exists(path, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        int mode = (Integer) Files.getAttribute(path, "unix:mode", LinkOption.NOFOLLOW_LINKS);
        if ((mode & TYPE_MASK) != TYPE_SOCKET) {
            throw new IOException("exists and is not a socket");
        }
        if (isServed()) {
            throw new IOException("address already in use");
        }
        Files.delete(path);
    }

    /** Lets the owner and the group in, nobody else. */
    void restrict() throws IOException {
        Files.setPosixFilePermissions(path, OWNER_AND_GROUP);
    }

    private boolean isServed() throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            return probe.connect(UnixDomainSocketAddress.of(path));
        } catch (ConnectException e) {
            return false; // refused: nobody listens
        }
    }
}
