package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What is decided about requests, whatever connection they come on: who may come in, what answers, and what is written to the
 * audit log. On the admin loop.
 */
final class Desk {

    private static final Logger LOG = LoggerFactory.getLogger(Desk.class);

    private final Gate gate;
    private final Routes routes;

    Desk(Gate gate, Routes routes) {
        this.gate = gate;
        this.routes = routes;
    }

    Admission admit(HttpRequest head, Visitor visitor) {
        return gate.admit(head, visitor);
    }

    /** The body of a request with this method means nothing. */
    static boolean isRead(HttpMethod method) {
        return method.equals(HttpMethod.GET) || method.equals(HttpMethod.HEAD);
    }

    Outcome answer(HttpRequest head, Caller caller, String body) {
        Outcome outcome = outcome(head, body);
        if (isRead(head.method())) {
            return outcome;
        }
        if (outcome instanceof Reply reply) {
            Audit.write(caller, head, body, reply);
        }
        return outcome instanceof Outcome.Later later
                ? later.then(reply -> Audit.write(caller, head, body, reply))
                : outcome;
    }

    private Outcome outcome(HttpRequest head, String body) {
        try {
            Outcome outcome = routes.answer(head, body);
            return outcome instanceof Outcome.Later later ? later.orElse(failure -> bug(head, failure)) : outcome;
        } catch (
                RuntimeException e) { // the border to the handlers: a bug in one must not end the connection in silence
            return bug(head, e);
        }
    }

    private static Reply bug(HttpRequest head, Throwable e) {
        String path = Routes.path(head);
        LOG.error("admin path={} internal error", Audit.quoted(path), e);
        return Reply.error(HttpResponseStatus.INTERNAL_SERVER_ERROR, "internal", "internal error; see the log", path);
    }
}
