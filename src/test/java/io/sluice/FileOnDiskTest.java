package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigLoader;
import io.sluice.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A look shows everything that can put another content behind a path. */
class FileOnDiskTest {

    @TempDir
    Path directory;

    private Path path;
    private FileOnDisk file;

    @BeforeEach
    void write() throws IOException {
        path = Files.writeString(directory.resolve("sluice.yaml"), "first");
        file = new FileOnDisk(path);
    }

    @Test
    void looksTheSameWhileNothingHappens() throws IOException {
        Sight before = file.look();
        Files.readString(path);

        assertThat(file.look()).isEqualTo(before);
    }

    @Test
    void showsAContentOfTheSameSizeWithTheTimeSetBack() throws IOException {
        FileTime time = Files.getLastModifiedTime(path);
        Sight before = file.look();

        Supplier<Sight> written = () -> Eventually.calling(() -> {
            Files.writeString(path, "other");
            Files.setLastModifiedTime(path, time);
            return file.look();
        });

        Eventually.isTrue(
                "the clock of the file system ticks", () -> !written.get().equals(before));
    }

    @Test
    void showsAFileRenamedOverIt() throws IOException {
        Sight before = file.look();
        Path other = Files.writeString(directory.resolve("other"), "other");
        Files.setLastModifiedTime(other, Files.getLastModifiedTime(path));
        Files.move(other, path, StandardCopyOption.ATOMIC_MOVE);

        assertThat(file.look()).isNotEqualTo(before);
        assertThat(file.hash()).isEqualTo(hash("other"));
    }

    @Test
    void showsALinkOnTheWayThatHasBeenSwitched() throws IOException {
        for (String version : new String[] {"one", "two"}) {
            Files.writeString(Files.createDirectory(directory.resolve(version)).resolve("sluice.yaml"), version);
        }
        Path link = Files.createSymbolicLink(directory.resolve("data"), Path.of("one"));
        FileOnDisk linked = new FileOnDisk(link.resolve("sluice.yaml"));
        Sight before = linked.look();
        Path next = Files.createSymbolicLink(directory.resolve("next"), Path.of("two"));
        Files.move(next, link, StandardCopyOption.ATOMIC_MOVE);

        assertThat(linked.look()).isNotEqualTo(before);
        assertThat(linked.hash()).isEqualTo(hash("two"));
    }

    /** A file that was refused because others may write it is to be tried again once they may not. */
    @Test
    void showsAnotherMode() throws IOException {
        Sight before = file.look();
        Files.setPosixFilePermissions(path, PosixFilePermissions.fromString("rw-rw-rw-"));

        assertThat(file.look()).isNotEqualTo(before);
    }

    @Test
    void saysWhyThereIsNothingToRead() throws IOException {
        assertThat(new FileOnDisk(directory.resolve("missing")).look())
                .isEqualTo(new Sight.Absent("no such file or directory"));
        assertThat(new FileOnDisk(directory).look()).isEqualTo(new Sight.Absent("not a regular file"));
        assertThat(new FileOnDisk(path.resolve("below")).look())
                .isInstanceOfSatisfying(Sight.Absent.class, absent -> assertThat(absent.reason())
                        .isIn("Not a directory", "no such file or directory")); // as Java 17 and 25 have it
        Path loop = Files.createSymbolicLink(directory.resolve("loop"), Path.of("loop"));
        assertThat(new FileOnDisk(loop).look()).isInstanceOf(Sight.Absent.class);
    }

    private static String hash(String text) {
        return ConfigLoader.read("test.yaml", text).hash();
    }
}
