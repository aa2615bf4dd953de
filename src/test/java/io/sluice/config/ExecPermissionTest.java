package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigResult.Rejected;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExecPermissionTest {

    private static final String POOL = """
            listeners:
              web: { listen: "0.0.0.0:80", pool: p }
            pools:
              p: { backends: ["10.0.0.1:80"], check: { type: exec, command: [/bin/true] } }
            """;

    @Test
    void refusesToRunCommandsUnlessTheOperatorPermitsThem() {
        String refusal = "pools.p.check.type: exec (expected: another type, as runtime.allow_exec is not true)";

        assertThat(problems(POOL))
                .filteredOn(problem -> problem.contains(refusal))
                .hasSize(1);
        assertThat(problems("runtime: { allow_exec: false }\n" + POOL)).anyMatch(problem -> problem.contains(refusal));
        assertThat(problems("runtime: { allow_exec: true }\n" + POOL)).noneMatch(problem -> problem.contains(refusal));
    }

    private static List<String> problems(String text) {
        return ConfigLoader.read("test.yaml", text) instanceof Rejected rejected
                ? Texts.strings(rejected.problems())
                : List.of();
    }
}
