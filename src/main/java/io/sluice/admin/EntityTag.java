package io.sluice.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.sluice.control.BackendSetting;
import java.util.List;

/**
 * The version of a document for {@code ETag} and {@code If-Match} (RFC 9110, 8.8.3 and 13.1.1). It is made of what it stands for,
 * so nothing has to be kept to compare it.
 */
final class EntityTag {

    private EntityTag() {}

    /** Of what an operator can say of a backend; counters do not belong to it. */
    static String of(BackendSetting setting) {
        return "\"" + setting.state().word() + "-" + setting.weight() + "-" + setting.maxSessions() + "-"
                + setting.priority() + "\"";
    }

    /** False when the request was meant for another version; true when it does not care. */
    static boolean isMet(Request request, String tag) {
        List<String> given = request.head().headers().getAll(HttpHeaderNames.IF_MATCH);
        if (given.isEmpty()) {
            return true;
        }
        for (String one : String.join(",", given).split(",", -1)) {
            if (one.strip().equals("*") || one.strip().equals(tag)) {
                return true;
            }
        }
        return false;
    }
}
