package io.sluice.admin;

import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;

/** The fixed table of all calls. Immutable; a request is compared with every row. */
public final class Routes {

    private final List<Route> routes;

    public Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** Answers with what the matching route's handler makes of it, or with 400, 404 or 405. */
    Outcome answer(HttpRequest head, String body) {
        String path = path(head);
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> parameters;
            Query query;
            try {
                parameters = route.path().match(path);
                query = Query.of(head.uri());
            } catch (IllegalArgumentException e) {
                return Reply.error(
                        HttpResponseStatus.BAD_REQUEST, "bad_request", "the path has a malformed escape", path);
            }
            if (parameters == null) {
                continue;
            }
            if (route.takes(head.method())) {
                return route.handler().answer(new Request(head, parameters, query, body));
            }
            allowed.add(route.methods());
        }
        return allowed.isEmpty()
                ? Reply.error(HttpResponseStatus.NOT_FOUND, "not_found", "no such path; GET / lists them", path)
                : Reply.methodNotAllowed(path, String.join(", ", allowed));
    }

    /** Without the query. */
    static String path(HttpRequest head) {
        String target = head.uri();
        int query = target.indexOf('?');
        return query < 0 ? target : target.substring(0, query);
    }
}
