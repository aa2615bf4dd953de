package io.sluice.scenario;

import java.util.List;

/** What odd clients put between the first line of a request and its body. A character is one byte. */
final class OddHeaders {

    /** Each makes the request that it stands in one of a stranger's page. */
    static final List<String> FOREIGN = List.of(
            "Origin: http://evil.example", "Origin: null", "Sec-Fetch-Site: cross-site", "Sec-Fetch-Site: same-site");

    /** Each is reason enough to refuse any change. */
    static final List<String> REFUSED = List.of(
            "Origin: https://localhost",
            "Sec-Fetch-Site: Cross-Site",
            "Host: localhost",
            "Content-Length: 1048577",
            "Content-Length: 9223372036854775807");

    /** No change of any of them alters what a request means. */
    static final List<String> HARMLESS = List.of(
            "Accept: */*",
            "Accept: \"",
            "Accept: application/openmetrics-text; q=NaN",
            "Accept-Encoding: gzip",
            "Connection: keep-alive",
            "Connection: Upgrade, TE",
            "Cookie: a=b; c",
            "Expect: 100-continue",
            "If-Match: \"x\", W/\"y\"",
            "If-None-Match: *",
            "Last-Event-ID: 99999999999999999999",
            "Range: bytes=0-0",
            "Upgrade: h2c",
            "TE: trailers",
            "X-Empty:",
            "X-High: \u00ff\u0080",
            "X-Tab: a\tb",
            "X-Forwarded-For: 10.0.0.1",
            "Authorization: Bearer x");

    /** Each leaves open where the body ends, or what the header says, or is not HTTP. */
    static final List<String> AMBIGUOUS = List.of(
            "Content-Length: 5\r\nTransfer-Encoding: chunked",
            "Transfer-Encoding: chunked\r\nContent-Length: 5",
            "Content-Length: 5\r\nContent-Length: 6",
            "Content-Length: 5, 6",
            "Content-Length: +5",
            "Content-Length: -5",
            "Content-Length: 0x5",
            "Content-Length: 5 5",
            "Content-Length: 99999999999999999999",
            "Content-Length: five",
            "Content-Length:",
            "Transfer-Encoding: identity",
            "Transfer-Encoding: gzip, chunked",
            "Transfer-Encoding: chunked, identity",
            "Transfer-Encoding: chunked, chunked",
            "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
            "Transfer-Encoding: xchunked",
            "Transfer-Encoding: \u000bchunked",
            "Transfer-Encoding: \"chunked\"",
            "Transfer-Encoding : chunked",
            "Content-Length : 5",
            " Transfer-Encoding: chunked",
            "Transfer-Encoding",
            "Transfer_Encoding: chunked\r\nContent-Length: 5\r\nContent-Length: 7",
            "Host: localhost",
            "Host: evil.example",
            "Host : localhost",
            "X: a\u0000b",
            "X: a\rb",
            "X\u0000: a",
            "X\u007f: a",
            "X(: a",
            ": a",
            "X Y: a",
            "X: " + "x".repeat(9_000),
            "X: y\r\n".repeat(1_200) + "X: y");

    /** Each is how no chunk begins. */
    static final List<String> CHUNKS = List.of(
            "zz\r\n",
            "-1\r\n",
            "+5\r\n",
            "0x5\r\n",
            "5 5\r\n",
            "\r\n",
            "ffffffffffffffff\r\n",
            "80000000\r\n",
            "100000001\r\n",
            "5\nhello\n0\n\n",
            "5;" + "x".repeat(9_000) + "\r\n",
            "5\r\nhelloworld\r\n",
            "\u0000\r\n");

    private OddHeaders() {}
}
