package org.kingfisherprocess.service.submission;

import java.util.Map;
import java.util.stream.Collectors;

/// The text fields of a spooled entry, read by name.
record SpooledFields(Map<String, String> byName) {
    String required(String name) {
        var value = byName.get(name);
        if (value == null) {
            throw SubmissionException.missing(name);
        }
        return value;
    }

    String orEmpty(String name) {
        return byName.getOrDefault(name, "");
    }

    String orElse(String name, String absent) {
        return byName.getOrDefault(name, absent);
    }

    CollectionKey collection() {
        return CollectionKey.of(
                required(SpooledSubmission.SOURCE),
                required(SpooledSubmission.DATA_VERSION),
                orEmpty(SpooledSubmission.SAMPLE));
    }

    String ocdsVersion() {
        return orElse(SpooledSubmission.OCDS_VERSION, SpooledSubmission.DEFAULT_OCDS_VERSION);
    }

    int number() {
        var text = required(SpooledSubmission.NUMBER);
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            var refused =
                    new SubmissionException(
                            SpooledSubmission.NUMBER,
                            "%s must be a whole number, was '%s'"
                                    .formatted(SpooledSubmission.NUMBER, text));
            refused.initCause(e);
            throw refused;
        }
    }

    static Map<String, String> withoutEmpty(Map<String, String> fields) {
        return fields.entrySet().stream()
                .filter(field -> !field.getValue().isEmpty())
                .collect(Collectors.toUnmodifiableMap(Map.Entry::getKey, Map.Entry::getValue));
    }
}
