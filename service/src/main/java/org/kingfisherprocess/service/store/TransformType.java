package org.kingfisherprocess.service.store;

import java.util.Arrays;
import java.util.Optional;

/// What a collection is made of another one by.
public enum TransformType {
    UPGRADE("upgrade-1-0-to-1-1"),
    COMPILE("compile-releases");

    private final String text;

    TransformType(String text) {
        this.text = text;
    }

    /// As in `collection.transform_type`.
    public String text() {
        return text;
    }

    /// Empty for an original collection.
    public static Optional<TransformType> of(String text) {
        return Arrays.stream(values()).filter(type -> type.text.equals(text)).findFirst();
    }
}
