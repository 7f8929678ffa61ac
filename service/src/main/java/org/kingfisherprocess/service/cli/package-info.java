/// The command line: one class a command, which parses, calls one thing and prints.
///
/// Front doors: [CommandLineInterface] and [Application], what the commands need of the rest. Never
/// sees the rooms `web` and `intake`: `serve` is handed to it.
@NullMarked
package org.kingfisherprocess.service.cli;

import org.jspecify.annotations.NullMarked;
