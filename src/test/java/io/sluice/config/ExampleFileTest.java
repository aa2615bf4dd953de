package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.sluice.config.ConfigResult.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** {@code conf/sluice.yaml} is what users start from: it loads, it shows every key, and the values it shows are the defaults. */
class ExampleFileTest {

    /** The example without anything that may be left out. */
    private static final String REQUIRED = """
            listeners:
              web: { listen: "0.0.0.0:8080", pool: web }
              dns: { listen: "0.0.0.0:5353", protocol: udp, pool: dns }
            pools:
              web: { backends: ["127.0.0.1:8081", { address: "127.0.0.1:8082", name: b2 }] }
              dns: { backends: ["127.0.0.1:5301", "127.0.0.1:5302"] }
            """;

    /** A key that nobody knows, in every section there is. */
    private static final String PROBES = """
            qqqqqq: 0
            runtime: { qqqqqq: 0 }
            admin: { qqqqqq: 0 }
            log: { qqqqqq: 0 }
            listeners: { web: { qqqqqq: 0, udp: { qqqqqq: 0 } } }
            pools: { web: { qqqqqq: 0, backends: [{ qqqqqq: 0 }], connect: { qqqqqq: 0 }, pick: { qqqqqq: 0, damping: { qqqqqq: 0 } },
                    check: { qqqqqq: 0 }, queue: { qqqqqq: 0 }, affinity: { qqqqqq: 0 } } }
            """;

    @Test
    void loadsWithoutAWarning() {
        assertThat(Texts.loaded(ConfigLoader.load(Texts.EXAMPLE)).warnings())
                .filteredOn(warning -> !warning.path().equals("file"))
                .isEmpty();
    }

    @Test
    void showsTheDefaults() {
        assertThat(Texts.loaded(ConfigLoader.load(Texts.EXAMPLE)).topology())
                .isEqualTo(Texts.loaded(REQUIRED).topology());
    }

    @Test
    void showsEveryKeyThatTheReadersKnow() throws IOException {
        Map<String, Set<String>> shown = new LinkedHashMap<>();
        collect("", new Yaml(new SafeConstructor(new LoaderOptions())).load(uncommented()), shown);

        Map<String, Set<String>> known = known();

        assertThat(known)
                .containsOnlyKeys(
                        "",
                        "runtime",
                        "admin",
                        "log",
                        "listeners.NAME",
                        "listeners.NAME.udp",
                        "pools.NAME",
                        "pools.NAME.backends",
                        "pools.NAME.check",
                        "pools.NAME.connect",
                        "pools.NAME.pick",
                        "pools.NAME.pick.damping",
                        "pools.NAME.queue",
                        "pools.NAME.affinity");
        known.forEach((path, keys) -> assertThat(shown.getOrDefault(path, Set.of()))
                .as("keys below '%s'", path)
                .containsExactlyInAnyOrderElementsOf(keys));
    }

    @Test
    void theReferenceNamesEveryKey() throws IOException {
        String reference = Files.readString(Texts.EXAMPLE.resolveSibling("../docs/configuration.md"));

        known().values()
                .forEach(keys -> keys.forEach(
                        key -> assertThat(reference).as("docs/configuration.md").contains("`" + key + "`")));
    }

    /** What the messages about unknown keys say. */
    private static Map<String, Set<String>> known() {
        Map<String, Set<String>> known = new LinkedHashMap<>();
        for (Problem problem : ((Rejected) ConfigLoader.read("probes.yaml", PROBES)).problems()) {
            if (problem.value().equals("unknown key")) {
                assertThat(problem.expected()).doesNotContain(" more");
                String section = problem.path().replace("qqqqqq", "").replaceAll("\\.$", "");
                String path = section.replace(".web", ".NAME").replace("[0]", "");
                known.put(
                        path,
                        new TreeSet<>(List.of(
                                problem.expected().replace("one of ", "").split(", ", -1))));
            }
        }
        return known;
    }

    private static String uncommented() throws IOException {
        return Files.readString(Texts.EXAMPLE).replaceAll("(?m)^(\\s*)# ([a-z_0-9]+:( |$))", "$1$2");
    }

    private static void collect(String path, Object value, Map<String, Set<String>> shown) {
        if (value instanceof List<?> list) {
            list.forEach(item -> collect(path, item, shown));
        }
        if (!(value instanceof Map<?, ?> map)) {
            return;
        }
        boolean isNamed = path.equals("listeners") || path.equals("pools");
        map.forEach((key, child) -> {
            String below = isNamed ? path + ".NAME" : path.isEmpty() ? String.valueOf(key) : path + "." + key;
            if (!isNamed) {
                shown.computeIfAbsent(path, any -> new TreeSet<>()).add(String.valueOf(key));
            }
            collect(below, child, shown);
        });
    }
}
