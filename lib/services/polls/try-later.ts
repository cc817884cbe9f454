/** Nothing is wrong: the queue is to run the job again after its delay. */
export class TryLater extends Error {
  override readonly name = "TryLater";
}
