package io.sluice.config;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.balance.Schedulers;
import io.sluice.config.ConfigResult.Loaded;
import io.sluice.config.ConfigResult.Rejected;
import io.sluice.health.Probes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every file below {@code config/rejected} has beside it the exact list of its problems, and those below {@code valid} have none. */
class GoldenTest {

    private static final Path FILES = Path.of("src/test/resources/config");

    @ParameterizedTest
    @MethodSource("rejected")
    void reportsExactlyTheExpectedProblems(Path file) throws IOException {
        String expected = Files.readString(Path.of(file.toString().replace(".yaml", ".problems")))
                .replace("SCHEDULERS", Shown.oneOf(Schedulers.names()))
                .replace("PROBES", Shown.oneOf(Probes.types()));

        ConfigResult result = ConfigLoader.load(file);

        assertThat(result).isInstanceOf(Rejected.class);
        String found = ((Rejected) result)
                .problems().stream()
                        .map(problem -> problem.toString().replace(file.toString(), name(file)) + "\n")
                        .collect(joining());
        assertThat(found).isEqualTo(expected).isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("valid")
    void findsNothingWrongWithAValidFile(Path file) {
        ConfigResult result = ConfigLoader.load(file);

        assertThat(result).isInstanceOfSatisfying(Loaded.class, loaded -> assertThat(loaded.warnings())
                .filteredOn(warning -> !warning.path().equals("file")) // the checkout's umask is not ours
                .isEmpty());
    }

    @Test
    void coversTheRules() {
        assertThat(rejected().size()).isGreaterThanOrEqualTo(40);
    }

    private static List<Path> rejected() {
        return files("rejected");
    }

    private static List<Path> valid() {
        return files("valid");
    }

    private static List<Path> files(String folder) {
        try (Stream<Path> files = Files.list(FILES.resolve(folder))) {
            return files.filter(file -> name(file).endsWith(".yaml")).sorted().toList();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }
}
