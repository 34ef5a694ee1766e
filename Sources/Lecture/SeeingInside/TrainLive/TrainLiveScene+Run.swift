import CellCanvas

extension TrainLiveScene {
  func runStep(_ part: Int) -> Step {
    let steps = (part - 1) * run.pace + 1...part * run.pace
    let name =
      steps.count == 1
      ? "Training step \(steps.lowerBound)" : "Training steps \(steps.lowerBound) to \(steps.upperBound)"
    let note = Self.runNotes[part - 1]
    let links = part == 1 ? [Link(to: GuidedBackpropScene.card.id, label: "the way back")] : []
    let (from, to) = (frameIndex(atStartOf: part), frameIndex(atStartOf: part + 1))
    func told(_ caption: String, _ formula: [StyledText]) -> Step {
      Step(caption: StyledText(caption), formula: formula, note: note, duration: .milliseconds(2400), links: links)
    }
    if let lostAt, frames.count <= to {
      return told(
        lostAt >= steps.lowerBound
          ? "At training step \(lostAt) the loss is no number any more: where steps overshoot the slope grows, and with it the next step. It has diverged."
          : "Since training step \(lostAt) there is nothing to go on with: the run has diverged. Turn rate or momentum down.",
        [account(frames[frames.count - 1])])
    }
    guard frames.count > to else { return told("\(name), \(counted(run.batch, "digit")) each.", Self.waiting) }
    let (before, after) = (frames[from], frames[to])
    let (old, new) = (Self.text(before.loss), Self.text(after.loss))
    let change =
      old == new
      ? "stays at \(new)" : after.loss < before.loss ? "falls from \(old) to \(new)" : "rises from \(old) to \(new)"
    return told(
      "\(name): the loss on digits held out \(change). \(why(part, before, after))", [account(after)])
  }

  /// What there is to do with a class in each part of the run.
  private static let runNotes = [
    "Stop wherever you like: c points at the curve, and ← → go through the run frame by frame. a plays the run by itself.",
    """
    The knob view shows the confusion, the layers or the weights in place of the kernels; where there is room all four \
    stand there.
    """,
    """
    A batch is read before it is learned from, so its loss is as honest as that of those held out as long as no digit comes \
    twice. Where digits come again and again the batches' curve goes below the other: overfitting.
    """,
    "Let the class guess before the next part: will it gain as much again? In most runs the first parts gain most.",
    "With pace 1 a part is a single training step, with pace 100 it is a hundred of them.",
    "Of 200 digits one is half a per cent: one more or fewer is chance, and no reason to praise a knob.",
    "Whoever trains for long makes the rate smaller towards the end: short steps find the floor of the valley.",
    "Turn rate, momentum, batch or decay: the run starts again, and once it is done the standard run stands behind it in grey.",
  ]

  /// What else there is to say of a part of the run.
  private func why(_ part: Int, _ before: LiveFrame, _ after: LiveFrame) -> String {
    if let step = nineOfTen, step > before.step, step <= after.step {
      return "By training step \(step) nine of ten are read right."
    }
    if after.loss > 1.05 * Self.guess, after.loss >= before.loss {
      return "Worse than a guess: the steps are too long."
    }
    if let dead = after.layers.dropLast().first(where: { $0.activation == 0 }) {
      return "\(dead.name) puts out zeros alone: dead ReLUs let no gradient back."
    }
    if after.loss > Self.guess - 0.05 {
      return "Still \(after.loss < Self.guess ? "hardly" : "no") better than a guess, the dashed line."
    }
    let gained = after.right - before.right
    if part == 1, gained > 0 {
      let losses = frames[...frameIndex(atStartOf: 2)].compactMap(\.meanLoss)
      let its = run.batch == 1 ? "its own digit" : "its own \(run.batch) digits"
      let moves = zip(losses, losses.dropFirst()).filter { Self.text($0) != Self.text($1) }.map { $1 - $0 }
      return moves.contains { $0 > 0 } && moves.contains { $0 < 0 }
        ? "The batches' loss goes up and down: each step follows \(its)."
        : "Each step follows \(its); those held out gain by it."
    }
    if gained < 0 {
      let fewer = "\(-gained) fewer \(verb(-gained, "are")) right"
      guard let then = before.meanLoss, let now = after.meanLoss else { return fewer + "." }
      // The digits learned from are told by the batches of the last frame and of that before the part.
      return now < then
        ? "\(fewer): what helps the batches need not help others." : "\(fewer), and the batches' loss is no lower."
    }
    if gained == 0 { return "As many as before are read right." }
    let more = "\(gained) more \(verb(gained, "are")) right"
    if part.isMultiple(of: 2) {
      return "\(more); the kernels have moved by \(percent(after.distance(from: frames[0]))) of their size."
    }
    return part == 3
      ? "\(more), by the same small step again and again."
      : "\(more), though it never learns from these."
  }
}
