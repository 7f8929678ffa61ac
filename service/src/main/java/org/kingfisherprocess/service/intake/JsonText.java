package org.kingfisherprocess.service.intake;

import org.kingfisherprocess.service.submission.SubmissionException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/// Checks that a field is one JSON value.
final class JsonText {
    private static final JsonFactory JSON = new JsonFactory();

    private JsonText() {}

    static String checked(String field, String text) {
        try (var parser = JSON.createParser(ObjectReadContext.empty(), text)) {
            JsonToken first = parser.nextToken();
            if (first == null) {
                throw new SubmissionException(field, field + " must be JSON, was empty");
            }
            parser.skipChildren();
            if (parser.nextToken() != null) {
                throw new SubmissionException(
                        field, field + " must be one JSON value, and more follows it");
            }
            return text;
        } catch (JacksonException e) {
            var refused =
                    new SubmissionException(
                            field, "%s must be JSON: %s".formatted(field, e.getOriginalMessage()));
            refused.initCause(e);
            throw refused;
        }
    }
}
