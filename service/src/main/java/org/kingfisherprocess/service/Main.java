package org.kingfisherprocess.service;

import java.nio.file.Path;
import org.kingfisherprocess.service.cli.CommandLineInterface;
import org.kingfisherprocess.service.settings.SettingsReader;

/// Starts the program: a command, or, where a supervisor asks for it, one of its children.
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws InterruptedException {
        var settings =
                new SettingsReader(System.getenv(), Path.of(System.getProperty("user.home")));
        var wiring = new Wiring(settings);
        var child = ChildProcess.of(arguments);
        System.exit(
                child.isPresent()
                        ? child.get().run(wiring)
                        : CommandLineInterface.run(wiring, arguments));
    }
}
