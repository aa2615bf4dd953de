package io.sluice.scenario;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.regex.Matcher;
import java.util.stream.Collectors;

/**
 * What odd clients say to an admin port, in any framing and at any pace. Nothing that is said is ever a change that is permitted:
 * one thing is always wrong, and bodies that a server could mistake for the next request hold one that would be noticed.
 */
final class OddRequests {

    /** The weight that the first of the smuggled changes would give. */
    static final int WEIGHTS = 10_000;

    private static final String END = "\r\n\r\n";
    private static final List<String> READS = List.of("GET", "GET", "GET", "HEAD");
    private static final List<String> CHANGES =
            List.of("POST", "PATCH", "PUT", "DELETE", "OPTIONS", "TRACE", "CONNECT", "BREW", "get", "G".repeat(300));

    private static final String BACKEND = "/api/v1/pools/app/backends/b1";
    private static final String JSON = "application/json";

    /** A body that would be taken, were all else right. */
    private static final String RIGHT = "{\"weight\":7}";

    /** What takes a body of one type only, and types that none of them takes. */
    private static final List<String> TYPED = List.of(BACKEND, "/api/v1/log", "/api/v1/reload", "/api/v1/plan");

    private static final List<String> TYPES =
            List.of("text/plain", JSON + "x", "x; " + JSON, "multipart/form-data", "\"");

    /**
     * One conversation.
     *
     * @param said a character is one byte
     * @param endsOutput before anything is read
     * @param methods of the requests
     * @param isComplete each of them is well-formed, and has an answer
     */
    record Said(String said, Pace pace, boolean endsOutput, List<String> methods, boolean isComplete) {

        static final int SHOWN = 3_000;

        byte[] bytes() {
            return said.getBytes(StandardCharsets.ISO_8859_1);
        }

        @Override
        public String toString() {
            String text = said.replaceAll("(.)\\1{40,}", "$1…$1");
            String shown = text.substring(0, Math.min(SHOWN, text.length()));
            return (isComplete ? methods.size() + " requests, " : "broken, ") + pace
                    + (endsOutput ? ", half-closed" : "") + ":\n" + shown.replace("\r", "\\r");
        }
    }

    /** How bytes go out. */
    enum Pace {
        AT_ONCE,
        IN_PIECES,
        BYTE_BY_BYTE,
        /** Sent, and reset before anything is read. */
        RESET
    }

    private int count;
    private final SplittableRandom random;
    private final OddTargets targets;
    private final OddBodies bodies;

    OddRequests(SplittableRandom random, String index) {
        this.random = random;
        this.targets = new OddTargets(random, index);
        this.bodies = new OddBodies(random);
    }

    Said next() {
        count++;
        return switch (random.nextInt(8)) {
            case 0, 1 -> said(List.of(read(true)));
            case 2, 3 -> said(List.of(change(true)));
            case 4 -> pipelined();
            case 5 -> broken(ambiguous());
            case 6 -> broken(random.nextBoolean() ? chunked() : line());
            default -> cut();
        };
    }

    /** A request that is well-formed and answered. */
    private record Request(String method, String text) {}

    private Request read(boolean isLast) {
        String method = one(READS);
        String target = random.nextBoolean() ? targets.readable() : targets.near();
        return new Request(method, head(method, target, isLast) + END);
    }

    private Request change(boolean isLast) {
        return switch (random.nextInt(isLast ? 9 : 6)) {
            case 0, 1 -> {
                String[] change = targets.change().split(" ", 2);
                yield body(change[0], change[1], JSON, bodies.json(), isLast);
            }
            case 2 -> body("POST", "/api/v1/reload", "Application/JSON ; charset=x", bodies.json(), isLast);
            case 3 -> body("POST", "/api/v1/plan", "text/yaml", bodies.yaml(), isLast);
            case 4 -> body("PATCH", BACKEND, JSON + "\r\nIf-Match: \"of yesterday\"", RIGHT, isLast);
            case 5 -> body(one(List.of("PATCH", "POST")), one(TYPED), one(TYPES), RIGHT, isLast);
            case 6 -> body("PATCH", BACKEND, JSON + "\r\n" + one(OddHeaders.FOREIGN), RIGHT, true);
            case 7 -> body(one(CHANGES), targets.near(), JSON, RIGHT, true);
            default -> {
                String method = one(CHANGES);
                yield new Request(method, head(method, targets.real(), true) + "\r\n" + one(OddHeaders.REFUSED) + END);
            }
        };
    }

    /** With its length, or in chunks of any size. */
    private Request body(String method, String path, String type, String body, boolean isLast) {
        String head = head(method, path, isLast) + "\r\nContent-Type: " + type;
        if (random.nextBoolean()) {
            return new Request(method, head + "\r\nContent-Length: " + body.length() + END + body);
        }
        StringBuilder text =
                new StringBuilder(head).append("\r\nTransfer-Encoding: chunked").append(END);
        for (int at = 0; at < body.length(); ) {
            int end = Math.min(at + random.nextInt(1, 1_000), body.length());
            text.append(Integer.toHexString(end - at))
                    .append(random.nextInt(4) == 0 ? ";a=b\r\n" : "\r\n")
                    .append(body, at, end)
                    .append("\r\n");
            at = end;
        }
        text.append(random.nextInt(4) == 0 ? "0\r\nX-Trailer: y" : "0").append(END);
        return new Request(method, text.toString());
    }

    private Said pipelined() {
        List<Request> requests = new ArrayList<>();
        for (int i = random.nextInt(1, 12); i > 0; i--) {
            requests.add(random.nextInt(3) == 0 ? change(false) : read(false));
        }
        requests.add(read(true));
        return said(requests);
    }

    private Said said(List<Request> requests) {
        String all = requests.stream().map(Request::text).collect(Collectors.joining());
        List<String> methods = requests.stream().map(Request::method).toList();
        return new Said(all, pace(all), false, methods, true);
    }

    /** Headers of which no two readers would make the same. */
    private String ambiguous() {
        String method = random.nextBoolean() ? "GET" : "POST";
        String target = random.nextBoolean() ? "/api/v1/plan" : targets.near();
        return head(method, target, false) + "\r\n" + one(OddHeaders.AMBIGUOUS) + END
                + (random.nextBoolean() ? "0" + END : "5\r\n") + smuggled();
    }

    /** A change that would be made if it were ever taken for a request of its own; its weight tells in which conversation. */
    private String smuggled() {
        return "PATCH /api/v1/pools/app/backends/b1 HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
                + "Content-Length: 16\r\n\r\n{\"weight\":" + (WEIGHTS + count % WEIGHTS) + "}";
    }

    private String chunked() {
        return head("POST", "/api/v1/plan", false) + "\r\nTransfer-Encoding: chunked" + END + one(OddHeaders.CHUNKS)
                + smuggled();
    }

    /** A first line that is none, or lines that do not end as lines do. */
    private String line() {
        String right = head("GET", targets.near(), false) + END;
        return switch (random.nextInt(6)) {
            case 0 -> right.replace("\r\n", "\n");
            case 1 -> right.replace("\r\n", "\r");
            case 2 ->
                right.replaceFirst("HTTP/1.1", one(List.of("HTTP/1.2", "HTTP/2.0", "http/1.1", "HTTP/1.1 x", "")));
            case 3 -> right.replaceFirst(" ", one(List.of("  ", "\t", "\u000b", "", "\0", "\r")));
            case 4 -> right.replaceFirst("/\\S*", Matcher.quoteReplacement(targets.none()));
            default -> flipped(right);
        };
    }

    private String flipped(String text) {
        char[] flipped = text.toCharArray();
        for (int i = random.nextInt(1, 4); i > 0; i--) {
            flipped[random.nextInt(flipped.length)] = (char) random.nextInt(256);
        }
        return new String(flipped);
    }

    private Said broken(String text) {
        return new Said(text, pace(text), true, List.of(text.startsWith("HEAD") ? "HEAD" : "GET"), false);
    }

    /** The beginning of something right, or all of it from a client that is gone before it is answered. */
    private Said cut() {
        Request right = random.nextBoolean() ? read(true) : change(true);
        if (random.nextInt(3) == 0) {
            String stream = head("GET", "/api/v1/events?since=0", false) + END;
            return new Said(random.nextBoolean() ? stream : right.text(), Pace.RESET, true, List.of(), false);
        }
        String part = right.text().substring(0, random.nextInt(right.text().length()));
        return new Said(part, pace(part), true, List.of(right.method()), false);
    }

    private Pace pace(String text) {
        return switch (random.nextInt(6)) {
            case 0 -> text.length() < 700 ? Pace.BYTE_BY_BYTE : Pace.IN_PIECES;
            case 1, 2 -> Pace.IN_PIECES;
            default -> Pace.AT_ONCE;
        };
    }

    /** First line and headers, without the end. */
    private String head(String method, String target, boolean isLast) {
        StringBuilder head = new StringBuilder(method + " " + target + " HTTP/1.")
                .append(isLast && random.nextInt(8) == 0 ? '0' : '1')
                .append("\r\nHost: localhost");
        for (int i = random.nextInt(4); i > 0; i--) {
            head.append("\r\n").append(one(OddHeaders.HARMLESS));
        }
        if (random.nextInt(6) == 0) {
            head.append("\r\nX-Folded: a").append(random.nextBoolean() ? "\r\n b" : "\r\n\tb");
        }
        return head.append(isLast ? "\r\nConnection: close" : "").toString();
    }

    private String one(List<String> of) {
        return of.get(random.nextInt(of.size()));
    }
}
