package io.sluice.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Request targets in and around the paths that the API itself lists at its root. */
final class OddTargets {

    /** In no path that there is: whatever a method does, here it does nothing. */
    static final String MARK = "nowhere";

    private static final Pattern ROW = Pattern.compile("(?m)^([A-Z, ]+) (/\\S*)$");

    private static final List<String> BODIED = List.of("POST", "PATCH", "PUT");

    /** What may stand in one segment of a path. */
    private static final List<String> SEGMENTS = List.of(
            "",
            ".",
            "..",
            "%2e%2e",
            "%2F",
            "%00",
            "%0d%0aX:%20y",
            "%zz",
            "%",
            "%c0%af",
            "%ff",
            "%F0%9F%90%9F",
            "a+b",
            "a;b=c",
            "{pool}",
            "\"<script>'&",
            "\\",
            "*",
            "app",
            "b1",
            "9".repeat(400));

    private static final List<String> QUERIES = List.of(
            "",
            "?",
            "?limit=5",
            "?limit=-1",
            "?limit=99999999999999999999",
            "?limit=\u0664",
            "?since=x",
            "?kind=class,nonsense",
            "?pool=app&pool=%00&backend=b1",
            "?source=10.0.0.0/8",
            "?source=::/129",
            "?source=%zz",
            "?=",
            "?&&&",
            "?a=%",
            "?" + "a&".repeat(300),
            "?x=" + "y".repeat(2_000),
            "?limit=1?limit=2",
            "?token=q7Vn2Lk9Xw4Tz8Rb6Mc3Hd");

    private final SplittableRandom random;
    private final List<String> rows = new ArrayList<>();

    /** Method and path of what takes a body of JSON. */
    private final List<String> changes = new ArrayList<>();

    /** @param index what {@code GET /} answers */
    OddTargets(SplittableRandom random, String index) {
        this.random = random;
        Matcher row = ROW.matcher(index);
        while (row.find()) {
            rows.add(row.group(2));
            for (String method : row.group(1).split(", ", -1)) {
                if (BODIED.contains(method)) {
                    changes.add(method + " " + row.group(2));
                }
            }
        }
        assertThat(changes).as(index).contains("PATCH /api/v1/log", "POST /api/v1/reload");
    }

    /** A path that there is, with names that there are or are not. */
    String real() {
        String path = one(rows);
        return path.replace("{pool}", random.nextInt(3) == 0 ? segment() : "app")
                .replace("{backend}", random.nextInt(3) == 0 ? segment() : "b1")
                .replace("{id}", "7-999999");
    }

    /** Method and path of a change that there is, of what there is. */
    String change() {
        return one(changes).replace("{pool}", "app").replace("{backend}", "b1");
    }

    /** A path that there is, to be read in one piece, with a query. */
    String readable() {
        String path = real() + one(QUERIES);
        return path.contains("/events") ? path.replace("/events", "/" + MARK) : path;
    }

    /** A path that there is not, but nearly. */
    String near() {
        List<String> segments = new ArrayList<>(List.of(one(rows).split("/", -1)));
        segments.add(random.nextInt(1, segments.size() + 1), MARK);
        for (int i = random.nextInt(3); i > 0; i--) {
            int at = random.nextInt(1, segments.size() + 1);
            if (random.nextBoolean()
                    || at == segments.size()
                    || segments.get(at).equals(MARK)) {
                segments.add(at, segment());
            } else {
                segments.set(at, segment());
            }
        }
        return String.join("/", segments) + one(QUERIES);
    }

    /** What stands where a path should, and is none. */
    String none() {
        return one(List.of(
                "",
                "*",
                "api/v1/status",
                "http://localhost/api/v1/status",
                "localhost:9900",
                "\\api\\v1\\status",
                "?limit=1",
                "#",
                "/" + "a".repeat(random.nextInt(4_000, 20_000)),
                "/\u0001",
                "/\u007f",
                "/a b",
                "/a\tb",
                "/\u00e9",
                "/\0"));
    }

    private String segment() {
        return one(SEGMENTS);
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
