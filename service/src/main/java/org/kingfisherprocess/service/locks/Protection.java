package org.kingfisherprocess.service.locks;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// Sessions that are never cancelled nor ended, whoever asks.
///
/// @param names of users and applications; `*` stands for any letters
public record Protection(List<String> names) {
    private static final Set<String> CAN_BE_ENDED =
            Set.of("client backend", "parallel worker", "autovacuum worker");

    public Protection {
        names = List.copyOf(names);
    }

    /// Why this session is to be spared; empty if it is not.
    public Optional<String> reason(Backend backend) {
        if (backend.prepared()) {
            return Optional.of(
                    "a prepared transaction has no session to end; commit it, or: "
                            + backend.query());
        }
        if (backend.hidden()) {
            return Optional.of(
                    "what it does is hidden from us; use its user, or grant pg_read_all_stats to ours");
        }
        if (!CAN_BE_ENDED.contains(backend.kind())) {
            return Optional.of(
                    "the server's own work (%s) is left alone".formatted(backend.kind()));
        }
        if (backend.query().endsWith("(to prevent wraparound)")) {
            return Optional.of(
                    "this vacuum keeps the server from stopping for want of transaction numbers");
        }
        return names.stream()
                .filter(name ->
                        matches(name, backend.user()) || matches(name, backend.application()))
                .findFirst()
                .map(name -> "%s is in the list of those never cancelled".formatted(name));
    }

    private static boolean matches(String name, String text) {
        var pattern = Pattern.quote(name).replace("*", "\\E.*\\Q");
        return text.matches(pattern);
    }
}
