package org.kingfisherprocess.ocds.format;

import org.kingfisherprocess.ocds.json.CanonicalJson;

/// What a [Splitter] meets in a file, in the order of the file.
///
/// The parts of an item stand between its [ItemStart] and [ItemEnd]. The file is over at the [End].
public sealed interface Part {
    /// An item begins.
    ///
    /// @param number its position in the file, from 0; skipped nulls count
    record ItemStart(long number) implements Part {}

    /// A document of the item under way that can be stored.
    record DocumentRead(Document document) implements Part {}

    /// Something that cannot be stored. Reading goes on wherever it can.
    ///
    /// @param path from the top-level value to the place: names and positions joined by `/`
    /// @param message what is wrong; with line, column and byte where the JSON itself is
    record Problem(Scope scope, String path, String message) implements Part {}

    /// An item ends.
    ///
    /// @param packageData what stands beside its documents; `{}` without a package
    /// @param whole false if the item broke off: nothing of it may be stored
    record ItemEnd(long number, CanonicalJson packageData, boolean whole) implements Part {}

    /// The file is over.
    record End() implements Part {}

    /// Whose problem it is.
    enum Scope {
        /// The item under way has it; others are not touched.
        ITEM,
        /// The file is not what it should be, or it broke off.
        FILE
    }
}
