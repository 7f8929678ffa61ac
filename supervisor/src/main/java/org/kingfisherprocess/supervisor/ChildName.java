package org.kingfisherprocess.supervisor;

import java.util.Optional;
import java.util.regex.Pattern;

/// Names a child: `server-7`, or `server-7.2` when it was started for the second time in its
/// generation. What is of no generation has number 0.
record ChildName(Role role, int generation, int start) {
    private static final Pattern TEXT = Pattern.compile("([a-z]+)-(\\d{1,9})(?:\\.(\\d{1,9}))?");

    /// Whether it is among those that are started with the supervisor.
    boolean isFirst() {
        return generation <= 1 && start == 1;
    }

    ChildName next() {
        return new ChildName(role, generation, start + 1);
    }

    static Optional<ChildName> parse(String text) {
        var matcher = TEXT.matcher(text);
        if (!matcher.matches()) {
            return Optional.empty();
        }
        var start = Optional.ofNullable(matcher.group(3)).map(Integer::valueOf).orElse(1);
        return Role.of(matcher.group(1))
                .map(role -> new ChildName(role, Integer.parseInt(matcher.group(2), 10), start));
    }

    @Override
    public String toString() {
        return role.command() + "-" + generation + (start == 1 ? "" : "." + start);
    }
}
