/**
 * The tools of the server, written once: names, schemas, what they do. Knows no protocol, no
 * transport and no JSON library; adapters beside this package carry it to clients.
 */
@NullMarked
package dev.holdfast.server.catalog;

import org.jspecify.annotations.NullMarked;
