package org.kingfisherprocess.supervisor.wire;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Named values: text, numbers, truths, lists and further named values. What is missing or of
/// another type than asked for counts as not there.
public record Message(Map<String, Object> values) {
    /// The member that says what a message is.
    private static final String KIND = "is";

    public Message {
        values = java.util.Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    public static Message of(String kind) {
        return new Message(Map.of(KIND, kind));
    }

    /// Reads one line.
    ///
    /// @throws IllegalArgumentException if it is not a JSON object
    public static Message parse(String json) {
        return new Message(Json.parse(json));
    }

    /// The same with one more value; none replaces one that is there.
    public Message with(String name, Object value) {
        var more = new LinkedHashMap<>(values);
        more.put(name, value instanceof Message message ? message.values() : value);
        return new Message(more);
    }

    /// The same with all values of another.
    public Message with(Message others) {
        var more = new LinkedHashMap<>(values);
        others.values().forEach(more::putIfAbsent);
        return new Message(more);
    }

    public String kind() {
        return text(KIND).orElse("");
    }

    public Optional<String> text(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    public Optional<Long> number(String name) {
        return Optional.ofNullable(values.get(name))
                .filter(Number.class::isInstance)
                .map(number -> ((Number) number).longValue());
    }

    public boolean truth(String name) {
        return Boolean.TRUE.equals(values.get(name));
    }

    public List<String> texts(String name) {
        return list(name).stream().map(String::valueOf).toList();
    }

    /// The messages in a list.
    public List<Message> messages(String name) {
        return list(name).stream()
                .filter(Map.class::isInstance)
                .map(item -> copy((Map<?, ?>) item))
                .toList();
    }

    public Message message(String name) {
        return values.get(name) instanceof Map<?, ?> map ? copy(map) : new Message(Map.of());
    }

    /// On one line.
    public String json() {
        return Json.print(values);
    }

    @Override
    public String toString() {
        return json();
    }

    private List<?> list(String name) {
        return values.get(name) instanceof List<?> list ? list : List.of();
    }

    private static Message copy(Map<?, ?> map) {
        var values = new LinkedHashMap<String, Object>();
        for (var member : map.entrySet()) {
            if (member.getKey() instanceof String name && member.getValue() != null) {
                values.put(name, member.getValue());
            }
        }
        return new Message(values);
    }
}
