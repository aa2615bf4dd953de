package io.sluice.admin;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides by its head whether a request comes in, before anything of its body is kept: is it HTTP, is it meant for us, who sends
 * it, and may they. On the admin loop.
 */
final class Gate {

    private static final Logger LOG = LoggerFactory.getLogger(Gate.class);
    private static final String SCHEME = "bearer ";
    private static final String CHALLENGE = "Bearer realm=\"sluice\"";

    private final SiteRule site;
    private final Tokens tokens;
    private final Failures failures;

    Gate(SiteRule site, Tokens tokens, Failures failures) {
        this.site = site;
        this.tokens = tokens;
        this.failures = failures;
    }

    Admission admit(HttpRequest head, Visitor visitor) {
        Reply objection = Syntax.objection(head);
        if (objection == null) {
            objection = site.objection(head, visitor.reached());
        }
        if (objection != null) {
            return new Admission.Refused(objection);
        }
        return tokens.areNeeded()
                ? byToken(head, visitor)
                : new Admission.Admitted(new Caller(visitor.actor(), visitor.from(), Role.ADMIN));
    }

    private Admission byToken(HttpRequest head, Visitor visitor) {
        if (failures.isBlocked(visitor.source())) {
            return new Admission.Refused(tooManyFailures());
        }
        String shown = shown(head);
        if (shown == null) {
            return new Admission.Refused(unauthorized("a token is needed: Authorization: Bearer TOKEN", CHALLENGE));
        }
        Role role = tokens.role(shown);
        if (role == null) {
            failed(visitor);
            return new Admission.Refused(
                    unauthorized("the token is not one of ours", CHALLENGE + ", error=\"invalid_token\""));
        }
        Caller caller = new Caller(role == Role.ADMIN ? "token:admin" : "token:reader", visitor.from(), role);
        if (!role.covers(needed(head.method()))) {
            Reply refusal = Reply.error(
                    HttpResponseStatus.FORBIDDEN, "read_only", "this token may only read", Routes.path(head));
            Audit.write(caller, head, "", refusal);
            return new Admission.Refused(refusal);
        }
        return new Admission.Admitted(caller);
    }

    /** What reads is for everyone with a token; every other method, known or not, is for administrators. */
    private static Role needed(HttpMethod method) {
        return Desk.isRead(method) ? Role.READER : Role.ADMIN;
    }

    private void failed(Visitor visitor) {
        if (failures.count(visitor.source())) {
            LOG.warn("admin from={} wrong tokens={} refused for the rest of a second", visitor.from(), Failures.MOST);
        }
    }

    private static @Nullable String shown(HttpRequest head) {
        List<String> given = head.headers().getAll(HttpHeaderNames.AUTHORIZATION);
        if (given.size() != 1 || !given.get(0).regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
            return null;
        }
        return given.get(0).substring(SCHEME.length()).strip();
    }

    private static Reply unauthorized(String message, String challenge) {
        return Reply.error(HttpResponseStatus.UNAUTHORIZED, "unauthorized", message, null)
                .with("www-authenticate", challenge);
    }

    private static Reply tooManyFailures() {
        String message = "too many wrong tokens from there; wait a second";
        return Reply.error(HttpResponseStatus.TOO_MANY_REQUESTS, "too_many_failures", message, null)
                .with("retry-after", "1");
    }
}
