package io.sluice.admin;

import io.netty.handler.codec.http.HttpMethod;

/** One call of the API: a method, a path, and what answers it. GET routes answer HEAD too. */
public record Route(HttpMethod method, PathPattern path, Handler handler) {

    /**
     * A call that only reads.
     *
     * @param path may have places in braces, such as {@code /pools/{pool}}
     */
    public static Route get(String path, Handler handler) {
        return new Route(HttpMethod.GET, new PathPattern(path), handler);
    }

    /** A call that changes something; its body is JSON. */
    static Route change(HttpMethod method, String path, Mutation.Change change) {
        return new Route(method, new PathPattern(path), new Mutation(change));
    }

    boolean takes(HttpMethod asked) {
        return method.equals(asked) || (method.equals(HttpMethod.GET) && asked.equals(HttpMethod.HEAD));
    }

    String methods() {
        return method.equals(HttpMethod.GET) ? "GET, HEAD" : method.name();
    }
}
