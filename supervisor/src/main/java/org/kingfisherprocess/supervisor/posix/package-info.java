/// What only the operating system can do, by the foreign-function API: sockets that are inherited
/// and handed over, replacing this process by another program, signals, a word to systemd. Linux.
///
/// Front doors: [ListeningSocket], [DescriptorPost], [Replacement], [Signals],
/// [SystemdNotification], [FolderHandle]. Knows no child and no message.
@NullMarked
package org.kingfisherprocess.supervisor.posix;

import org.jspecify.annotations.NullMarked;
