package io.sluice.scenario;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Bodies of requests that look right and never are: whatever else is done to one, the last step leaves it wrong. A character is
 * one byte.
 */
final class OddBodies {

    /** Members that the calls know, with values that they take. */
    private static final List<String> MEMBERS = List.of(
            "\"weight\":3",
            "\"weight\":0",
            "\"max_sessions\":5",
            "\"state\":\"draining\"",
            "\"state\":\"disabled\"",
            "\"force\":true",
            "\"address\":\"127.0.0.1:9\"",
            "\"name\":\"b2\"",
            "\"frozen\":true",
            "\"rate\":\"1/s\"",
            "\"confirm\":\"10s\"",
            "\"level\":\"trace\"");

    /** Names that no call knows. */
    private static final List<String> STRANGERS =
            List.of("wieght", "", " ", "\\u0000", "\\ud800", "__proto__", "weight\\u0000", "\\\"", "ü", "\u2028");

    private static final List<String> NUMBERS = List.of(
            "-1",
            "-0",
            "1.5",
            "1e5",
            "65536",
            "1e999999999",
            "-1e-999999999",
            "99999999999999999999999",
            "NaN",
            "-Infinity",
            "0x10",
            "01",
            "+1",
            ".5",
            "5.");

    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "\"3\"",
            "{}",
            "[]",
            "[3]",
            "{\"weight\":3}",
            "\"\\ud800\"",
            "\"\\uZZZZ\"",
            "\"\\x41\"",
            "'3'",
            "undefined",
            "\"\u0000\"",
            "\"\n\"",
            "\"Enabled\"",
            "\"enabled\\u0000\"");

    private static final String CONFIGURATION = """
            runtime: { workers: 1 }
            log: { level: info }
            listeners:
              web: { listen: "127.0.0.1:8080", pool: app }
            pools:
              app:
                scheduler: wlc
                backends:
                  - { address: "127.0.0.1:9", name: b1, weight: 1 }
            """;

    private static final List<String> YAML = List.of(
            "nonsense: 1\n",
            "? [a, b]\n: c\n",
            "pools: &a { b: *a }\n",
            "x: &x [ *x, *x ]\n",
            "- list\n",
            "\t tab: 1\n",
            "%YAML 9.9\n---\n",
            "--- a\n--- b\n",
            "a: !!javax.script.ScriptEngineManager []\n",
            "weight: .inf\n",
            "<<: [ {}, {} ]\n",
            "a: |\n x\n",
            "\u0000",
            "\ufeff",
            "\u0085",
            "}",
            "\"",
            "* *",
            "@");

    private final SplittableRandom random;

    OddBodies(SplittableRandom random) {
        this.random = random;
    }

    /** Never one JSON object that a call takes, and never blank. */
    String json() {
        String members = random.nextBoolean() ? one(MEMBERS) : one(MEMBERS) + "," + one(MEMBERS);
        String right = "{" + members + "}";
        return switch (random.nextInt(9)) {
            case 0 -> utf8("[" + right + "]");
            case 1 -> utf8(one(List.of("\u0000", ",", "}", "'", "\ufeff", "//\n", "/**/", "x")) + right);
            case 2 -> utf8(right + one(List.of("\u0000", ",", "}", "{}", "x", right, "//")));
            case 3 -> utf8("{" + members + ",\"" + one(STRANGERS) + "\":" + value() + "}");
            case 4 -> utf8("{\"" + one(STRANGERS) + "\":" + value() + "," + members + "}");
            case 5 -> utf8("{\"weight\":" + number() + ",\"state\":1,\"force\":0,\"level\":{}}");
            case 6 -> utf8("{\"a\":1," + members + "," + members + "}");
            case 7 -> utf8(right.substring(0, random.nextInt(1, right.length())));
            default -> invalid("{\"" + "s".repeat(random.nextInt(300)) + "\":\"", "\"," + members + "}");
        };
    }

    private String value() {
        return switch (random.nextInt(6)) {
            case 0 -> number();
            case 1 -> nested(random.nextInt(1, 2_000));
            case 2 -> "\"" + "v".repeat(random.nextInt(3_000)) + "\"";
            default -> one(VALUES);
        };
    }

    private String number() {
        return random.nextInt(8) == 0 ? "9".repeat(random.nextInt(1, 3_000)) + "9".repeat(20) : one(NUMBERS);
    }

    private String nested(int depth) {
        return switch (random.nextInt(3)) {
            case 0 -> "[".repeat(depth) + "]".repeat(depth);
            case 1 -> "{\"a\":".repeat(depth) + "1" + "}".repeat(depth);
            default -> "[".repeat(depth);
        };
    }

    /** With bytes between that are no UTF-8. */
    private static String invalid(String before, String after) {
        return utf8(before) + "\u00c0\u00af\u00ff" + utf8(after);
    }

    /** A configuration with something in it that none has; it names no host, so that nobody is asked for one. */
    String yaml() {
        String text = CONFIGURATION;
        int line = text.indexOf('\n', random.nextInt(text.length() - 1)) + 1;
        String head = text.substring(0, line);
        String tail = text.substring(line) + "nonsense: 1\n";
        return switch (random.nextInt(6)) {
            case 0 -> utf8(head + "a: " + nested(random.nextInt(1, 5_000)) + "\n" + tail);
            case 1 -> utf8(head + "a: " + number() + "\n" + tail);
            case 2 -> invalid(head, tail);
            case 3 -> utf8("nonsense: 1\n" + text.substring(0, random.nextInt(text.length())));
            case 4 -> utf8(head.replace("weight: 1", "weight: " + number()) + "nonsense: " + value() + "\n");
            default -> utf8(head + one(YAML) + tail);
        };
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }

    private static String utf8(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
