package dev.holdfast.server.mcp;

import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Collects the answers to the messages of a batch and writes them as one array when the last is
 * there; nothing if there were none.
 */
final class BatchReply implements Reply {

  private final LineWriter writer;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayNode answers = Json.MAPPER.createArrayNode(); // guarded by lock
  private int missing; // guarded by lock

  /**
   * @param messages how many messages will be answered, or not, through this
   */
  BatchReply(LineWriter writer, int messages) {
    this.writer = writer;
    this.missing = messages;
  }

  @Override
  public void send(ObjectNode answer) {
    lock.lock();
    try {
      answers.add(answer);
    } finally {
      lock.unlock();
    }
    none();
  }

  @Override
  public void none() {
    lock.lock();
    try {
      missing--;
      if (missing > 0 || answers.isEmpty()) {
        return;
      }
    } finally {
      lock.unlock();
    }
    writer.write(answers); // only the last one gets here, nobody changes the answers any more
  }
}
