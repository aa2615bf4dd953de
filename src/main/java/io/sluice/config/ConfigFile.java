package io.sluice.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The file on disk: its bytes as text, and who may change it. */
final class ConfigFile {

    private final Path path;
    private final Problems problems;

    ConfigFile(Path path, Problems problems) {
        this.path = path;
        this.problems = problems;
    }

    /** The whole text, or null once a problem is noted. Never reads more than the limit, not even of an endless device. */
    @Nullable
    String text() {
        try (InputStream in = Files.newInputStream(path)) {
            checkPermissions();
            byte[] bytes = in.readNBytes(YamlTree.MOST_CHARACTERS + 1);
            if (bytes.length > YamlTree.MOST_CHARACTERS) {
                return reject("more than 1 MiB", "a file of at most 1 MiB");
            }
            return decoded(bytes);
        } catch (NoSuchFileException e) {
            return reject("no such file", "a file that exists");
        } catch (AccessDeniedException e) {
            return reject("permission denied", "a file that this user may read");
        } catch (IOException e) {
            return reject(String.valueOf(e.getMessage()), "a file that can be read");
        }
    }

    private @Nullable String decoded(byte[] bytes) {
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes), text, true);
        text.flip();
        if (!result.isError()) {
            return text.toString();
        }
        problems.problem(Place.after(text.toString()), "file", "bytes that are not UTF-8", "a text file in UTF-8");
        return null;
    }

    private @Nullable String reject(String value, String expected) {
        problems.problem(Place.START, "file", value, expected);
        return null;
    }

    /**
     * Whoever may write the file is as good as the operator. Others never may. The group may, with a warning: a umask of 002 is
     * common, and there the group is the user's own.
     */
    private void checkPermissions() throws IOException {
        boolean hasPermissions =
                path.getFileSystem().supportedFileAttributeViews().contains("posix");
        if (!hasPermissions || !Files.isRegularFile(path)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(path);
        String value = "mode " + PosixFilePermissions.toString(permissions);
        if (permissions.contains(PosixFilePermission.OTHERS_WRITE)) {
            problems.problem(Place.START, "file", value, "not writable by others (chmod o-w)");
        }
        if (permissions.contains(PosixFilePermission.GROUP_WRITE)) {
            problems.warning(Place.START, "file", value, "not writable by the group (chmod g-w)");
        }
    }
}
