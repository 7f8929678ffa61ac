package org.kingfisherprocess.service.http;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;

/// Which handler answers which method and path. The first route that matches wins. Immutable.
public final class Routes {
    private final List<Route> routes;

    private record Route(String method, PathPattern pattern, RequestHandler handler) {
        /// HEAD asks for what GET answers, without its body.
        boolean answers(String asked) {
            return method.equals(asked) || (method.equals("GET") && asked.equals("HEAD"));
        }
    }

    /// What a method and a path lead to.
    sealed interface Match {
        record Found(String route, RequestHandler handler, Map<String, String> parameters)
                implements Match {}

        record WrongMethod(String allowed) implements Match {}

        record Unknown() implements Match {}
    }

    private Routes(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    public static Builder builder() {
        return new Builder();
    }

    Match find(String method, List<String> path) {
        var allowed = new TreeSet<String>();
        for (var route : routes) {
            Optional<Map<String, String>> parameters = route.pattern().match(path);
            if (parameters.isEmpty()) {
                continue;
            }
            if (route.answers(method)) {
                return new Match.Found(
                        route.pattern().text(), route.handler(), parameters.orElseThrow());
            }
            allowed.add(route.method());
        }
        return allowed.isEmpty()
                ? new Match.Unknown()
                : new Match.WrongMethod(String.join(", ", allowed));
    }

    /// Collects routes from the rooms that have some.
    public static final class Builder {
        private final List<Route> routes = new ArrayList<>();

        private Builder() {}

        public Builder get(String pattern, RequestHandler handler) {
            return add("GET", pattern, handler);
        }

        public Builder post(String pattern, RequestHandler handler) {
            return add("POST", pattern, handler);
        }

        /// `pattern` may hold parameters, as `/app/collection/{id}`, and begin with `**` for any
        /// path before it.
        public Builder add(String method, String pattern, RequestHandler handler) {
            routes.add(new Route(method, PathPattern.of(pattern), handler));
            return this;
        }

        public Routes build() {
            return new Routes(routes);
        }
    }
}
