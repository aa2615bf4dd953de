package io.sluice.admin;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that holds a secret. Its content never goes into a message. Blocks; for the thread that opens the server.
 *
 * @param path absolute
 * @param isCredential true when systemd made it for this service alone
 */
record SecretFile(Path path, boolean isCredential) {

    private static final String CREDENTIALS = "CREDENTIALS_DIRECTORY";
    private static final int MOST_BYTES = 1024 * 1024;
    private static final Set<PosixFilePermission> OTHERS = EnumSet.of(
            PosixFilePermission.GROUP_READ,
            PosixFilePermission.GROUP_WRITE,
            PosixFilePermission.OTHERS_READ,
            PosixFilePermission.OTHERS_WRITE);

    /**
     * @param name an absolute path, or the name of a systemd credential
     * @throws IOException when it is a name and systemd gave this service no credentials
     */
    static SecretFile of(String name, Map<String, String> environment) throws IOException {
        if (name.startsWith("/")) {
            return new SecretFile(Path.of(name), false);
        }
        @Nullable String directory = environment.get(CREDENTIALS);
        if (directory == null) {
            // Without the name: it may be the secret itself, written there by mistake.
            throw new IOException("a file is neither an absolute path, nor did systemd give a credential ("
                    + CREDENTIALS + " is not set; expected: /PATH, or NAME and LoadCredential=NAME:/PATH in the unit)");
        }
        return new SecretFile(Path.of(directory, name), true);
    }

    /**
     * The content, once it is known that nobody else can read or change it.
     *
     * @throws IOException with path and reason, never with content
     */
    byte[] read() throws IOException {
        if (!Files.exists(path)) {
            throw new IOException(path + ": no such file");
        }
        if (!Files.isRegularFile(path)) {
            throw new IOException(path + ": not a regular file");
        }
        requirePrivate();
        return content();
    }

    /** systemd keeps credentials in a directory of the service's own, and shows its access list as group bits. */
    private void requirePrivate() throws IOException {
        Set<PosixFilePermission> open = EnumSet.copyOf(OTHERS);
        open.retainAll(Files.getPosixFilePermissions(path));
        if (!isCredential && !open.isEmpty()) {
            throw new IOException(path + ": others can read or change it (expected: chmod 600 " + path + ")");
        }
    }

    /** The content of a file that is no secret. */
    byte[] content() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] content = in.readNBytes(MOST_BYTES + 1);
            if (content.length > MOST_BYTES) {
                throw new IOException(path + ": larger than " + MOST_BYTES + " bytes");
            }
            return content;
        } catch (NoSuchFileException e) {
            throw new IOException(path + ": no such file", e);
        } catch (AccessDeniedException e) {
            throw new IOException(path + ": permission denied", e);
        }
    }
}
