package org.kingfisherprocess.service.settings;

/// One thing that can be set.
///
/// @param name the name of the environment variable, which is also the setting's name in messages
///   and in `config show`
/// @param iniKey `SECTION.KEY` in `config.ini`
/// @param defaultText what holds when nothing is set; empty where nothing is the default
/// @param secret whether `config show` hides the value
/// @param meaning what it does and why its default is what it is
public record Setting(
        String name, String iniKey, String defaultText, boolean secret, String meaning) {

    static Setting of(String name, String iniKey, String defaultText, String meaning) {
        return new Setting(name, iniKey, defaultText, false, meaning);
    }

    static Setting secret(String name, String iniKey, String meaning) {
        return new Setting(name, iniKey, "", true, meaning);
    }
}
