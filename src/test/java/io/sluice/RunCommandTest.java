package io.sluice;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Command lines and files with which nothing is started. */
class RunCommandTest {

    private static final String INVALID = "listeners: {}\npools: {}\nnonsense: 1\n";

    @TempDir
    Path directory;

    private final StringWriter err = new StringWriter();

    private int run(Path file, Path lastGood) {
        return new CommandLine(new RunCommand())
                .setErr(new PrintWriter(err, true))
                .execute("-c", file.toString(), "--last-good", lastGood.toString());
    }

    @Test
    void refusesTheFileItselfAsTheLastGoodOne() throws IOException {
        Path file = Files.writeString(directory.resolve("sluice.yaml"), INVALID);
        Path link = Files.createSymbolicLink(directory.resolve("link.yaml"), file);
        Path roundabout =
                directory.resolve("..").resolve(directory.getFileName()).resolve("sluice.yaml");
        Path missing = directory.resolve("missing.yaml");

        assertThat(run(file, file)).isEqualTo(2);
        assertThat(run(file, link)).isEqualTo(2);
        assertThat(run(link, file)).isEqualTo(2);
        assertThat(run(file, roundabout)).isEqualTo(2);
        assertThat(run(missing, missing)).isEqualTo(2);
        assertThat(err.toString())
                .contains("--last-good " + link + ": the configuration file itself (expected: another file")
                .doesNotContain("nonsense");
    }

    @Test
    void refusesADirectoryAsTheLastGoodFile() throws IOException {
        Path file = Files.writeString(directory.resolve("sluice.yaml"), INVALID);

        assertThat(run(file, directory)).isEqualTo(2);
        assertThat(err.toString()).contains("--last-good " + directory + ": a directory (expected: a file in it)");
    }

    @Test
    void saysWhatIsWrongWithBothFiles() throws IOException {
        Path file = directory.resolve("sluice.yaml");
        Path lastGood = Files.writeString(directory.resolve("last-good.yaml"), INVALID);

        assertThat(run(file, lastGood)).isEqualTo(1);

        List<String> lines = err.toString().lines().toList();
        assertThat(lines.get(0)).startsWith(file + ":1:1 file: no such file ");
        assertThat(lines).anyMatch(line -> line.startsWith(lastGood + ":3:1 nonsense: unknown key "));
        assertThat(lines)
                .last()
                .isEqualTo("sluice: neither " + file + " nor " + lastGood + " is valid, nothing was started");
    }

    @Test
    void saysThatNoLastGoodOneIsThere() throws IOException {
        Path file = Files.writeString(directory.resolve("sluice.yaml"), INVALID);
        Path lastGood = directory.resolve("last-good.yaml");

        assertThat(run(file, lastGood)).isEqualTo(1);

        assertThat(err.toString())
                .contains(file + ":3:1 nonsense: unknown key ", lastGood + ":1:1 file: no such file ");
        assertThat(lastGood).doesNotExist();
    }
}
