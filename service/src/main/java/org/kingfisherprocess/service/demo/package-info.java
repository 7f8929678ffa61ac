/// A demonstration: spiders crawl a publisher while a database of version 1 is made ours and a
/// release with a migration that locks is deployed; and in the end the account of what became of
/// every file.
///
/// Front doors: [Demonstration] runs it in a [WorkFolder] of its own, [Surroundings] is what it
/// needs of the rest, [Screen] is where it shows itself; [Picture] and [Account] are what is shown.
///
/// What it shows is what users run: it knows the program only by its commands, its web API, its
/// metrics and its tables.
@NullMarked
package org.kingfisherprocess.service.demo;

import org.jspecify.annotations.NullMarked;
