/// What can be set, where each value came from, and whether it is valid.
///
/// Values come from the environment, from version 1's `config.ini` and from `~/.pgpass`; what is
/// not set has a default. Front doors: [Settings], made by [SettingsReader]. All problems are
/// reported at once, by [SettingsException]. Depends on the JDK alone: rooms get their own records
/// of limits from the wiring, not from here.
@NullMarked
package org.kingfisherprocess.service.settings;

import org.jspecify.annotations.NullMarked;
