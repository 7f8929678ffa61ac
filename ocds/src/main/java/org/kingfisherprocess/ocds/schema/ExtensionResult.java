package org.kingfisherprocess.ocds.schema;

/// An extension, or why it could not be had. The latter is a warning: work goes on without it.
///
/// ```java
/// switch (extensions.fromUrl(url)) {
///     case ExtensionResult.Loaded loaded -> found.add(loaded.extension());
///     case ExtensionResult.Unavailable missing -> warn(missing.source() + ": " + missing.reason());
/// }
/// ```
public sealed interface ExtensionResult {

    record Loaded(Extension extension) implements ExtensionResult {}

    record Unavailable(String source, String reason) implements ExtensionResult {}
}
