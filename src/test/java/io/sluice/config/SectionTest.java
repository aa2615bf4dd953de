package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class SectionTest {

    private final Problems problems = new Problems("test.yaml");

    @Test
    void readsTheOptionsOfAPlugIn() {
        Section options = section("{ size: 65537, strict: true, key: source, mode: fast, every: 1m30s }");

        assertThat(options.number("size", 1, 1, 100_000)).isEqualTo(65_537);
        assertThat(options.flag("strict", false)).isTrue();
        assertThat(options.text("key", "")).isEqualTo("source");
        assertThat(options.oneOf("mode", "slow", List.of("slow", "fast"))).isEqualTo("fast");
        assertThat(options.duration("every", Duration.ZERO)).isEqualTo(Duration.ofSeconds(90));
        options.close();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void answersTheFallbackForAnAbsentOption() {
        Section options = section("{}");

        assertThat(options.number("size", 7, 1, 10)).isEqualTo(7);
        assertThat(options.flag("strict", true)).isTrue();
        assertThat(options.text("key", "")).isEmpty();
        assertThat(options.duration("every", Duration.ZERO)).isZero();
        assertThat(problems.isEmpty()).isTrue();
    }

    @Test
    void answersTheFallbackForAWrongOptionAndNotesIt() {
        Section options = section("{ size: 11, strict: yes, key: [], mode: , every: 5, other: 1 }");

        assertThat(options.number("size", 7, 1, 10)).isEqualTo(7);
        assertThat(options.flag("strict", false)).isFalse();
        assertThat(options.text("key", "none")).isEqualTo("none");
        assertThat(options.oneOf("mode", "slow", List.of("slow", "fast"))).isEqualTo("slow");
        assertThat(options.duration("every", Duration.ZERO)).isZero();
        options.close();
        assertThat(Texts.strings(problems.problems()))
                .containsExactly(
                        "test.yaml:1:9 o.size: 11 (expected: 1 to 10)",
                        "test.yaml:1:21 o.strict: yes (expected: one of true, false)",
                        "test.yaml:1:31 o.key: [] (expected: a text)",
                        "test.yaml:1:40 o.mode: null (expected: one of slow, fast)",
                        "test.yaml:1:50 o.every: 5 (expected: a duration from 0s to 8760h such as 250ms, 5s or 1m30s)",
                        "test.yaml:1:53 o.other: unknown key (expected: one of size, strict, key, mode, every)");
    }

    private Section section(String text) {
        var root = Objects.requireNonNull(new YamlTree(text, problems).root());
        return new Value(root, "o", Place.START, problems).section("a mapping");
    }
}
