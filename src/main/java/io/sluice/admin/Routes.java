package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The fixed table of all calls. Immutable; a request is compared with every row. */
public final class Routes {

    private final List<Route> routes;

    public Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    /** Answers with the matching route's handler, or with 400, 404 or 405. */
    Reply answer(HttpMethod method, String path, @Nullable String accept) {
        TreeSet<String> allowed = new TreeSet<>();
        for (Route route : routes) {
            Map<String, String> parameters;
            try {
                parameters = route.path().match(path);
            } catch (IllegalArgumentException e) {
                return Reply.error(
                        HttpResponseStatus.BAD_REQUEST, "bad_request", "the path has a malformed escape", path);
            }
            if (parameters == null) {
                continue;
            }
            if (route.takes(method)) {
                return route.handler().answer(new Request(method, path, parameters, accept));
            }
            allowed.add(route.methods());
        }
        return allowed.isEmpty()
                ? Reply.error(HttpResponseStatus.NOT_FOUND, "not_found", "no such path; GET / lists them", path)
                : Reply.methodNotAllowed(path, String.join(", ", allowed));
    }
}
