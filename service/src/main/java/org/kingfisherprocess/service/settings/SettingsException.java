package org.kingfisherprocess.service.settings;

import java.util.List;

/// The configuration is not valid. Carries every problem found, so that one start is enough to mend
/// them all.
public final class SettingsException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final transient List<String> problems;

    SettingsException(List<String> problems) {
        super(
                "the configuration has %d problem%s:%n  %s"
                        .formatted(
                                problems.size(),
                                problems.size() == 1 ? "" : "s",
                                String.join(System.lineSeparator() + "  ", problems)));
        this.problems = List.copyOf(problems);
    }

    /// One sentence a problem: which setting, where it was set, what is wrong and what would be
    /// right.
    public List<String> problems() {
        return problems;
    }
}
