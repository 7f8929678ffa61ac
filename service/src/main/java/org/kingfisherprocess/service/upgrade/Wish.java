package org.kingfisherprocess.service.upgrade;

import java.util.Arrays;

/// What a terminal wants a run to do.
public enum Wish {
    GO_ON("go on"),
    PAUSE("pause"),
    STOP("stop");

    private final String text;

    Wish(String text) {
        this.text = text;
    }

    String text() {
        return text;
    }

    static Wish of(String text) {
        return Arrays.stream(values())
                .filter(wish -> wish.text.equals(text))
                .findFirst()
                .orElse(GO_ON);
    }
}
