package dev.ranvier.data;

/** Batches filled by the caller's thread when it asks for them. */
final class DirectBatches implements Batches {
  private final BatchFiller filler;
  private final BatchMemory memory;
  private long number;
  private boolean closed;

  private DirectBatches(BatchFiller filler, long number) {
    this.filler = filler;
    this.memory = filler.allocate();
    this.number = number;
  }

  static DirectBatches open(Dataset dataset, Batching batching, int epoch, int step) {
    BatchFiller filler = BatchFiller.of(dataset, batching);
    return new DirectBatches(filler, filler.number(epoch, step));
  }

  @Override
  public int steps() {
    return filler.steps();
  }

  @Override
  public int epoch() {
    return (int) (number / filler.steps());
  }

  @Override
  public int step() {
    return (int) (number % filler.steps());
  }

  @Override
  public Batch next() {
    if (closed) {
      throw new IllegalStateException("batches: closed, no further batch");
    }
    Batch batch = filler.fill(number, memory);
    number++;
    return batch;
  }

  @Override
  public void close() {
    closed = true;
  }
}
