package dev.holdfast.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * The process that writes and reads files: like {@link Worker} it says {@code ready}, then answers
 * each line with a line {@code ok ANSWER}. Files have 4 KiB, all bytes of a content are the same.
 *
 * <ul>
 *   <li>{@code replace FILES COUNT}: replaces one file after the other, the first one again after
 *       the last; answers the nanoseconds that each replacement took
 *   <li>{@code writers THREADS FILES MILLIS}: as many threads do that at once for so long, each
 *       with files of its own; answers how many replacements were made, and the nanoseconds
 *   <li>{@code together FILES COUNT}: replaces all files at once, so often; answers like {@code
 *       replace}
 *   <li>{@code read FILE COUNT}: reads a file so often; answers the nanoseconds for all
 *   <li>{@code read-versioned FILE COUNT}: the same, with a version that nobody asks for
 *   <li>{@code read-version FILE COUNT}: the same, and asks for the version each time
 * </ul>
 */
final class FileWorker {

  static final int FILE_BYTES = 4096;

  private final FilePeer peer;

  private FileWorker(FilePeer peer) {
    this.peer = peer;
  }

  public static void main(String[] args) throws Exception {
    try (FilePeer peer = FilePeerKind.valueOf(args[0]).open(Path.of(args[1]))) {
      FileWorker worker = new FileWorker(peer);
      BufferedReader input = new BufferedReader(new InputStreamReader(System.in, UTF_8));
      System.out.println("ready");
      for (String line = input.readLine(); line != null; line = input.readLine()) {
        String[] words = line.split(" ", -1);
        int[] numbers = Arrays.stream(words).skip(1).mapToInt(Integer::parseInt).toArray();
        System.out.println("ok " + worker.answer(words[0], numbers));
      }
    }
    System.exit(0);
  }

  private String answer(String command, int[] numbers) throws Exception {
    return switch (command) {
      case "replace" -> {
        int files = numbers[0];
        yield timed(numbers[1], i -> peer.replace(i % files, content(i)));
      }
      case "together" -> timed(numbers[1], i -> peer.replaceTogether(numbers[0], content(i)));
      case "writers" -> writers(numbers[0], numbers[1], numbers[2]);
      case "read" -> Long.toString(read(numbers[1], () -> ByteBuffer.wrap(peer.read(numbers[0]))));
      case "read-versioned" ->
          Long.toString(read(numbers[1], () -> peer.readVersioned(numbers[0], false)));
      case "read-version" ->
          Long.toString(read(numbers[1], () -> peer.readVersioned(numbers[0], true)));
      default -> throw new IllegalArgumentException(command);
    };
  }

  private interface Step {
    void run(int i) throws Exception;
  }

  private static String timed(int count, Step step) throws Exception {
    long[] nanos = new long[count];
    for (int i = 0; i < count; i++) {
      long start = System.nanoTime();
      step.run(i);
      nanos[i] = System.nanoTime() - start;
    }
    return LongStream.of(nanos).mapToObj(Long::toString).collect(Collectors.joining(" "));
  }

  private String writers(int threads, int files, int millis)
      throws InterruptedException, ExecutionException {
    List<Future<Integer>> writers = new ArrayList<>();
    long start = System.nanoTime();
    try (ExecutorService executor = Executors.newFixedThreadPool(threads)) {
      for (int thread = 0; thread < threads; thread++) {
        int first = thread * files;
        writers.add(
            executor.submit(
                () -> {
                  int count = 0;
                  do {
                    peer.replace(first + count % files, content(count));
                    count++;
                  } while (System.nanoTime() - start < millis * 1_000_000L);
                  return count;
                }));
      }
    }
    long nanos = System.nanoTime() - start;
    int count = 0;
    for (Future<Integer> writer : writers) {
      count += writer.get();
    }
    return count + " " + nanos;
  }

  private static long read(int count, Callable<ByteBuffer> reader) throws Exception {
    long start = System.nanoTime();
    for (int i = 0; i < count; i++) {
      ByteBuffer content = reader.call();
      if (content.limit() != FILE_BYTES || content.get(0) != content.get(FILE_BYTES - 1)) {
        throw new IllegalStateException("a read saw neither the old nor the new content");
      }
    }
    return System.nanoTime() - start;
  }

  private static byte[] content(int i) {
    byte[] content = new byte[FILE_BYTES];
    Arrays.fill(content, (byte) i);
    return content;
  }
}
