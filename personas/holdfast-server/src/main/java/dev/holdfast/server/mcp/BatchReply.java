package dev.holdfast.server.mcp;

import java.util.concurrent.locks.ReentrantLock;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;

/**
 * Collects the answers to the messages of a batch and sends them as one array when the last is
 * there; nothing if there were none.
 */
final class BatchReply implements Reply {

  private final Reply whole;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayNode answers = Json.MAPPER.createArrayNode(); // guarded by lock
  private int missing; // guarded by lock

  /**
   * @param whole gets the array
   * @param messages how many messages will be answered, or not, through this
   */
  BatchReply(Reply whole, int messages) {
    this.whole = whole;
    this.missing = messages;
  }

  @Override
  public void send(JsonNode answer) {
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
      if (missing > 0) {
        return;
      }
    } finally {
      lock.unlock();
    }
    // Only the last one gets here, nobody changes the answers any more.
    if (answers.isEmpty()) {
      whole.none();
    } else {
      whole.send(answers);
    }
  }

  @Override
  public void tell(JsonNode message) {
    whole.tell(message);
  }
}
