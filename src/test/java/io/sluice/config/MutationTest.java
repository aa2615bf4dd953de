package io.sluice.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import io.sluice.config.ConfigResult.Rejected;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever becomes of a file, reading it ends with an answer. */
class MutationTest {

    private static final long SEED = 20_261_121;
    private static final int ROUNDS = 3000;
    private static final List<String> SNIPPETS = List.of(
            "\t",
            "\0",
            ": ",
            "- ",
            "&a ",
            "*a",
            "*",
            "!!",
            "!!java.lang.Runtime ",
            "<<: *a",
            "{",
            "}",
            "[",
            "]",
            "\"",
            "'",
            "|\n",
            ">\n",
            "? ",
            "~",
            "null",
            "---\n",
            "...\n",
            "%YAML 9.9\n",
            "#",
            "\\U0010FFFF",
            "\"\\UFFFFFFFF\"",
            "\uD800",
            "\uFEFF",
            "\u2028",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "-1",
            "99999999999999999999",
            "0x1F",
            "1e9",
            ".inf",
            "yes",
            "off",
            "65536",
            "0.0.0.0:0-65535",
            "[::]:80",
            "unix:/",
            "pool:web",
            "1h1h");

    @Test
    void anyEditIsLoadedOrRejected() throws IOException {
        String original = Files.readString(Texts.EXAMPLE);
        Random random = new Random(SEED);
        int rejected = 0;

        for (int round = 0; round < ROUNDS; round++) {
            String text = edited(original, random);
            ConfigResult result = read(text, round);
            if (result instanceof Rejected rejection) {
                assertThat(rejection.problems())
                        .as("seed %d round %d", SEED, round)
                        .isNotEmpty();
                rejected++;
            }
        }

        assertThat(rejected).as("rejected of %d with seed %d", ROUNDS, SEED).isBetween(ROUNDS / 4, ROUNDS - 100);
    }

    private static ConfigResult read(String text, int round) {
        try {
            return ConfigLoader.read("mutated.yaml", text);
        } catch (RuntimeException | StackOverflowError e) {
            return fail("seed " + SEED + " round " + round + ":\n" + text, e);
        }
    }

    private static String edited(String original, Random random) {
        String text = original;
        for (int edits = 1 + random.nextInt(3); edits > 0; edits--) {
            text = random.nextBoolean() ? withCharactersChanged(text, random) : withLinesChanged(text, random);
        }
        return text;
    }

    private static String withCharactersChanged(String text, Random random) {
        int from = random.nextInt(text.length() + 1);
        int to = Math.min(text.length(), from + random.nextInt(4));
        String inserted = random.nextInt(3) == 0
                ? String.valueOf((char) random.nextInt(0x180))
                : SNIPPETS.get(random.nextInt(SNIPPETS.size()));
        return text.substring(0, from) + inserted + text.substring(to);
    }

    private static String withLinesChanged(String text, Random random) {
        List<String> lines = new ArrayList<>(text.lines().toList());
        if (lines.isEmpty()) {
            return text;
        }
        String line = lines.remove(random.nextInt(lines.size()));
        switch (random.nextInt(4)) {
            case 0 -> lines.add(random.nextInt(lines.size() + 1), line);
            case 1 ->
                lines.add(
                        random.nextInt(lines.size() + 1),
                        line.indent(random.nextInt(9) - 4).stripTrailing());
            case 2 -> lines.addAll(random.nextInt(lines.size() + 1), List.of(line, line));
            default -> {} // the line stays away
        }
        return String.join("\n", lines) + "\n";
    }
}
