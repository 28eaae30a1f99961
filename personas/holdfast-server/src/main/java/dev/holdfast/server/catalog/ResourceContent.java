package dev.holdfast.server.catalog;

/** What a resource holds. */
public sealed interface ResourceContent {

  /** Names the resource. */
  String uri();

  /** What kind of content it is. */
  String mimeType();

  /** A text. */
  record Text(String uri, String mimeType, String text) implements ResourceContent {}

  /** Bytes that are no text. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(String uri, String mimeType, byte[] bytes) implements ResourceContent {}
}
