package org.kingfisherprocess.service;

import java.nio.file.Path;
import org.kingfisherprocess.service.cli.CommandLineInterface;
import org.kingfisherprocess.service.settings.SettingsReader;

/// Starts the program.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        var settings =
                new SettingsReader(System.getenv(), Path.of(System.getProperty("user.home")));
        int code = CommandLineInterface.run(new Wiring(settings), arguments);
        System.exit(code);
    }
}
