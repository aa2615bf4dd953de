package io.sluice.testing;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One answer of a server, read as strictly as RFC 9112 says it must be written: whatever is not exactly that fails the test.
 *
 * @param headers names in lower case; none twice
 * @param body decoded, as UTF-8
 */
public record HttpAnswer(int status, Map<String, String> headers, String body) {

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.1 (\\d{3}) [ -~]+");
    private static final Pattern HEADER = Pattern.compile("([!#$%&'*+.^_`|~0-9a-zA-Z-]+): ([!-~]|[!-~][ -~]*[!-~])");
    private static final Pattern LENGTH = Pattern.compile("0|[1-9][0-9]{0,8}");
    private static final Pattern CHUNK = Pattern.compile("[0-9a-fA-F]{1,8}");
    private static final int INTERIM = 200;

    /**
     * Everything that came on one connection; interim answers ({@code 100 Continue}) are checked and left out.
     *
     * @param methods of the requests, in order; past their end answers are read as those to GET
     */
    public static List<HttpAnswer> all(byte[] bytes, List<String> methods) {
        Reader reader = new Reader(new String(bytes, StandardCharsets.ISO_8859_1));
        List<HttpAnswer> answers = new ArrayList<>();
        while (!reader.isAtEnd()) {
            boolean isHead = answers.size() < methods.size()
                    && methods.get(answers.size()).equals("HEAD");
            HttpAnswer answer = reader.answer(isHead);
            if (answer.status() >= INTERIM) {
                answers.add(answer);
            }
        }
        return answers;
    }

    /** The value of a header, empty when it is absent. */
    public String header(String name) {
        return headers.getOrDefault(name, "");
    }

    /** Walks through what came. */
    private static final class Reader {

        private final String text;
        private int at;

        Reader(String text) {
            this.text = text;
        }

        boolean isAtEnd() {
            return at == text.length();
        }

        HttpAnswer answer(boolean isHead) {
            Matcher status = match(STATUS, line());
            int code = Integer.parseInt(status.group(1));
            Map<String, String> headers = headers();
            boolean isEmpty = isHead || code < INTERIM || code == 204 || code == 304;
            String body = isEmpty ? "" : body(headers);
            byte[] decoded = body.getBytes(StandardCharsets.ISO_8859_1);
            return new HttpAnswer(code, headers, new String(decoded, StandardCharsets.UTF_8));
        }

        private Map<String, String> headers() {
            Map<String, String> headers = new LinkedHashMap<>();
            for (String line = line(); !line.isEmpty(); line = line()) {
                Matcher header = match(HEADER, line);
                String name = header.group(1).toLowerCase(Locale.ROOT);
                if (headers.put(name, header.group(2)) != null) {
                    throw wrong("the header " + name + " twice");
                }
            }
            return headers;
        }

        private String body(Map<String, String> headers) {
            String length = headers.get("content-length");
            String coding = headers.get("transfer-encoding");
            if ((length == null) == (coding == null)) {
                throw wrong("an answer needs either Content-Length or Transfer-Encoding: " + headers);
            }
            if (length != null) {
                match(LENGTH, length);
                return take(Integer.parseInt(length));
            }
            match(Pattern.compile("chunked"), String.valueOf(coding));
            return chunks();
        }

        private String chunks() {
            StringBuilder body = new StringBuilder();
            while (true) {
                int size = Integer.parseInt(match(CHUNK, line()).group(), 16);
                body.append(take(size));
                match(Pattern.compile(""), line());
                if (size == 0) {
                    return body.toString();
                }
            }
        }

        private String line() {
            int end = text.indexOf("\r\n", at);
            if (end < 0) {
                throw wrong("a line without an end");
            }
            String line = text.substring(at, end);
            at = end + 2;
            return line;
        }

        private String take(int count) {
            if (text.length() - at < count) {
                throw wrong("a body of " + count + " bytes that ends after " + (text.length() - at));
            }
            at += count;
            return text.substring(at - count, at);
        }

        private Matcher match(Pattern pattern, String part) {
            Matcher matcher = pattern.matcher(part);
            if (!matcher.matches()) {
                throw wrong("[" + part + "] is not " + pattern);
            }
            return matcher;
        }

        private AssertionError wrong(String what) {
            return new AssertionError("not HTTP, before byte " + at + ": " + what + "\n" + text);
        }
    }
}
