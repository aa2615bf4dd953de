package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigResult.Loaded;
import io.sluice.config.ConfigResult.Rejected;
import java.nio.file.Path;
import java.util.List;

/** Short ways from a text to what a test asks of it. */
final class Texts {

    static final Path EXAMPLE = Path.of("conf/sluice.yaml");

    private Texts() {}

    static Loaded loaded(String text) {
        return loaded(ConfigLoader.read("test.yaml", text));
    }

    static Loaded loaded(ConfigResult result) {
        assertThat(result).isInstanceOf(Loaded.class);
        return (Loaded) result;
    }

    static List<String> problems(String text) {
        return problems(ConfigLoader.read("test.yaml", text));
    }

    static List<String> problems(ConfigResult result) {
        assertThat(result).isInstanceOf(Rejected.class);
        return strings(((Rejected) result).problems());
    }

    static List<String> strings(List<Problem> problems) {
        return problems.stream().map(Problem::toString).toList();
    }
}
