package io.sluice.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpRequest;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The log of what was asked for by those who may have wanted a change, one line each, whatever came of it. Texts that the caller
 * chose are quoted, escaped and cut. Thread-safe.
 */
final class Audit {

    /** A logger of its own, so that an operator can send it elsewhere. */
    private static final Logger LOG = LoggerFactory.getLogger("io.sluice.audit");

    private static final int MOST_CHARACTERS = 256;

    private Audit() {}

    static void write(Caller caller, HttpRequest head, String body, Reply reply) {
        LOG.info(
                "audit actor={} from={} action={} body={} result={}",
                caller.actor(),
                caller.from(),
                quoted(head.method().name() + " " + head.uri()),
                quoted(shown(head, body)),
                reply.status().code());
    }

    /** A configuration may hold passwords: of one, only its length is told. */
    private static String shown(HttpRequest head, String body) {
        String type = head.headers().get(HttpHeaderNames.CONTENT_TYPE, "").toLowerCase(Locale.ROOT);
        return type.contains("yaml") ? body.length() + " characters" : body;
    }

    /** In double quotes, everything but printable ASCII escaped. */
    static String quoted(String text) {
        boolean isLong = text.length() > MOST_CHARACTERS;
        StringBuilder quoted = new StringBuilder("\"");
        for (char each :
                text.substring(0, Math.min(text.length(), MOST_CHARACTERS)).toCharArray()) {
            if (each == '"' || each == '\\') {
                quoted.append('\\').append(each);
            } else if (each < ' ' || each > '~') {
                quoted.append(String.format("\\u%04x", (int) each));
            } else {
                quoted.append(each);
            }
        }
        return quoted.append(isLong ? "…\"" : "\"").toString();
    }
}
