package org.kingfisherprocess.service.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
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

    /// Commands that do something; each by its name, not by its other spellings, and none that only
    /// our own processes run.
    private static Stream<Object[]> leaves(String name, CommandLine command) {
        var itself =
                command.getCommand() instanceof Callable
                        ? Stream.of(
                                new Object[][] {
                                    {name, command.getUsageMessage(CommandLine.Help.Ansi.OFF)}
                                })
                        : Stream.<Object[]>of();
        return Stream.concat(
                itself,
                command.getSubcommands().entrySet().stream()
                        .filter(entry -> entry.getKey().equals(entry.getValue().getCommandName()))
                        .filter(entry -> !entry.getValue().getCommandSpec().usageMessage().hidden())
                        .flatMap(entry -> leaves(name + " " + entry.getKey(), entry.getValue())));
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
