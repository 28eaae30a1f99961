/** What the tests borrow from the host as root: file systems that fail, system calls that fail. */
@NullMarked
package dev.holdfast.verify.host;

import org.jspecify.annotations.NullMarked;
