package dev.holdfast.benchmarks;

import java.io.IOException;

/** A session with a server that speaks MCP, over whatever transport. Closing it ends it. */
interface Calls extends AutoCloseable {

  /**
   * Calls a tool and waits for the answer.
   *
   * @param call the name of the tool and its arguments, as JSON
   * @return the answer, as JSON
   * @throws IOException also if the answer is an error
   */
  String call(String call) throws IOException;

  @Override
  void close();

  /** Fails unless an answer is one of success. */
  static String succeeded(String answer) throws IOException {
    if (isError(answer)) {
      throw new IOException("refused: " + answer);
    }
    return answer;
  }

  static boolean isError(String answer) {
    return answer.contains("\"isError\":true") || answer.contains("\"error\":");
  }
}
