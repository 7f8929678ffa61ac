package org.kingfisherprocess.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/// The page about the commands is what the commands say of themselves.
final class CommandsPageTest {
    private static final Path PAGE = Path.of("..", "docs", "commands.md");

    @ParameterizedTest
    @MethodSource("commands")
    void showsTheHelpOfEveryCommand(String name, String help) throws IOException {
        assertThat(Files.readString(PAGE))
                .as("docs/commands.md, section %s", name)
                .contains("## " + name + "\n\n```text\n" + help + "```\n");
    }

    static Stream<Object[]> commands() {
        return leaves("kingfisher-process", CommandLineInterface.commandLine(nobody()));
    }

    private static Stream<Object[]> leaves(String name, CommandLine command) {
        var subcommands = command.getSubcommands();
        if (subcommands.isEmpty()) {
            return Stream.of(
                    new Object[][] {{name, command.getUsageMessage(CommandLine.Help.Ansi.OFF)}});
        }
        return subcommands.entrySet().stream()
                .flatMap(entry -> leaves(name + " " + entry.getKey(), entry.getValue()));
    }

    /// No command is run.
    private static Application nobody() {
        return (Application)
                Proxy.newProxyInstance(
                        Application.class.getClassLoader(),
                        new Class<?>[] {Application.class},
                        (_, method, _) -> {
                            throw new IllegalStateException(method.getName());
                        });
    }
}
