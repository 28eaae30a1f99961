package dev.holdfast.server.catalog;

/** What a resource holds. */
public sealed interface ResourceContent {

  /** Names the resource. */
  String uri();

  /** What kind of content it is. */
  String mimeType();

  /**
   * A text.
   *
   * @param uri names the resource
   * @param mimeType what kind of text it is
   * @param text the content
   */
  record Text(String uri, String mimeType, String text) implements ResourceContent {}

  /**
   * Bytes that are no text.
   *
   * @param uri names the resource
   * @param mimeType what kind of content it is
   * @param bytes the content
   */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Bytes(String uri, String mimeType, byte[] bytes) implements ResourceContent {}
}
