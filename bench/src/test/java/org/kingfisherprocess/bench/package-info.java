/// Proves that the harness itself can fail: small servers that forget, repeat or halve what they
/// acknowledged.
@NullMarked
package org.kingfisherprocess.bench;

import org.jspecify.annotations.NullMarked;
