package dev.holdfast.server.http;

import java.time.Duration;

/**
 * What one client, or all together, may ask of a server.
 *
 * @param connections open at once; further ones wait to be accepted
 * @param perAddress of these, from one address, or one network of version 6; from this machine
 *     eight times as many; further ones are closed. Does not count behind a proxy
 * @param idle how long a connection may be silent between requests, and the other side not read
 * @param head how long the request line and the headers may take to come
 * @param bodyBytes of the longest body
 * @param body how long a body may take to come
 * @param sessions of MCP, at once
 * @param sessionIdle how long a session lasts that nobody uses
 * @param tokenCheck after how long at most a session notices that its token is not valid any more
 * @param keepAlive the silence on a stream after which a comment is sent
 */
public record Limits(
    int connections,
    int perAddress,
    Duration idle,
    Duration head,
    int bodyBytes,
    Duration body,
    int sessions,
    Duration sessionIdle,
    Duration tokenCheck,
    Duration keepAlive) {

  /** For one machine or a team. */
  public static final Limits USUAL =
      new Limits(
          4096,
          256,
          Duration.ofSeconds(60),
          Duration.ofSeconds(20),
          16 * 1024 * 1024,
          Duration.ofSeconds(60),
          1000,
          Duration.ofMinutes(30),
          Duration.ofSeconds(5),
          Duration.ofSeconds(15));

  /** The same with other numbers of connections and sessions. */
  public Limits with(int otherConnections, int otherPerAddress, int otherSessions) {
    return new Limits(
        otherConnections,
        otherPerAddress,
        idle,
        head,
        bodyBytes,
        body,
        otherSessions,
        sessionIdle,
        tokenCheck,
        keepAlive);
  }
}
