package org.kingfisherprocess.service.settings;

/// A setting's value that is in force, and where it came from: `default`, `environment`, the path
/// of a file, or `derived`.
public record SettingInForce(Setting setting, String value, String origin) {

    /// What may be shown to anybody who can read the screen.
    public String shown() {
        return setting.secret() && !value.isEmpty() ? "(hidden)" : value;
    }
}
