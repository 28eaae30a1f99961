/** Transactions over forked processes that are killed. */
package dev.holdfast.verify.tx;
