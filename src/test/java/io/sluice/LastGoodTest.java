package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LastGoodTest {

    @TempDir
    Path directory;

    private Path file;

    @BeforeEach
    void choose() {
        file = directory.resolve("last-good.yaml");
    }

    /** Closing waits for what is to be written. */
    private void keep(String... texts) {
        try (LastGood lastGood = new LastGood(file)) {
            for (String text : texts) {
                lastGood.keep(text);
            }
        }
    }

    @Test
    void keepsTheTextToTheByteForTheDaemonAlone() throws IOException {
        String text = "\uFEFF# é 日本 \uD83D\uDEB0\r\nlisteners: {}";

        keep(text);

        assertThat(Files.readString(file)).isEqualTo(text);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void keepsTheLastOfManyAndLeavesNothingBeside() throws IOException {
        keep(Stream.iterate(0, i -> i + 1).limit(100).map(i -> "text " + i).toArray(String[]::new));

        assertThat(Files.readString(file)).isEqualTo("text 99");
        assertThat(files()).containsExactly(file);
    }

    @Test
    void replacesWhatOthersCouldReadByWhatTheyCannot() throws IOException {
        Files.writeString(file, "before");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));

        keep("after");

        assertThat(Files.readString(file)).isEqualTo("after");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void replacesALinkInsteadOfWritingThroughIt() throws IOException {
        Path elsewhere = Files.writeString(directory.resolve("elsewhere"), "untouched");
        Files.createSymbolicLink(file, elsewhere);

        keep("text");

        assertThat(Files.isSymbolicLink(file)).isFalse();
        assertThat(Files.readString(file)).isEqualTo("text");
        assertThat(Files.readString(elsewhere)).isEqualTo("untouched");
    }

    @Test
    void goesOnWhenItCannotWrite() throws IOException {
        Path plain = Files.writeString(directory.resolve("plain"), "a file");
        file = plain.resolve("last-good.yaml");
        keep("one", "two");
        file = directory.resolve("full/of");
        Files.createDirectories(file.resolve("things"));
        keep("one");

        assertThat(plain).hasContent("a file");
        assertThat(files()).containsExactlyInAnyOrder(plain, directory.resolve("full"));
        assertThat(directory.resolve("full")).isDirectoryNotContaining(each -> !Files.isDirectory(each));
    }

    @Test
    void keepsNothingWhereNothingIsAskedFor() throws IOException {
        try (LastGood nothing = new LastGood(null)) {
            nothing.keep("text");
        }
        LastGood closed = new LastGood(file);
        closed.close();
        closed.keep("too late");

        assertThat(files()).isEmpty();
    }

    private Path[] files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.toArray(Path[]::new);
        }
    }
}
