import ArgumentParser
import CellCanvas
import ConvolutionEngine
import JSONText
import Photos

extension TrainCommand {
  /// Trains the network for photographs on the pictures of a folder.
  func runImages(_ folder: String) throws {
    let side = side ?? Network.photos.input.height
    let weightsFile = WeightsFile(path: out ?? "photos.safetensors")
    try weightsFile.checkPlace()
    Interruption.watch()
    var line = ProgressLine()
    let read: PhotoSet?
    do throws(PhotoFileError) {
      read = try PhotoFolder(at: folder).pictures(side: side) { count in
        if count.isMultiple(of: 500) { line.show("reading pictures: \(NumberText.integer(count))") }
        return Interruption.number == nil
      }
    } catch {
      line.clear()
      throw refuse("\(error).", status: .failure)
    }
    line.clear()
    guard let pictures = read else {
      writeToStandardError("Stopped. No epoch was complete, so nothing was written.")
      throw ExitCode(128 + (Interruption.number ?? 0))
    }
    let plan = try imagePlan(pictures)
    var course = PhotoCourse(plan, on: pictures)
    try writeToStandardOutput(
      "\(NumberText.integer(course.learned)) pictures of \(pictures.classes.count) classes to learn from, "
        + "\(NumberText.integer(plan.heldOut)) held out, \(NumberText.integer(course.network.parameters)) weights, "
        + "threads: \(threads)\n")
    let (stepsInAll, start) = (plan.epochs * course.stepsPerEpoch, ContinuousClock.now)
    try train(
      to: weightsFile.path, epochs: plan.epochs,
      next: { (shouldGoOn: () -> Bool) -> PhotoCourse.Epoch? in
        let epoch = course.nextEpoch { step in
          let passed = (ContinuousClock.now - start) / .seconds(1)
          let left = passed / Double(max(1, step)) * Double(stepsInAll - step)
          line.show("step \(NumberText.integer(step)) of \(NumberText.integer(stepsInAll)), \(durationText(left)) left")
          return shouldGoOn()
        }
        line.clear()
        return epoch
      }, isBest: { $0 == course.best }, number: \.number,
      loss: { "loss \(NumberText.fixed($0.loss, decimals: 4)), learned \(percent($0.accuracy))" },
      marks: { "held out \(percent($0.marks.accuracy))" },
      left: { epoch in
        let passed = (ContinuousClock.now - start) / .seconds(1)
        return durationText(passed / Double(epoch.number) * Double(plan.epochs - epoch.number)) + " left"
      }
    ) { epoch in
      let names = pictures.classes.joined(separator: "\n")
      try weightsFile.write(
        course.network.namedTensors(of: epoch.parameters), precision: .half,
        metadata: ["network": "photos", "classes": names, "side": String(side)],
        record: record(plan, pictures, learned: course.learned, course.network, epoch))
    }
    if let best = course.best {
      let marks = zip(pictures.classes, best.marks.accuracies).map { name, part in
        "\(name) \(part.map(percent) ?? "none held out")"
      }
      try writeToStandardOutput("Each class, held out: \(marks.joined(separator: ", ")).\n")
    }
  }

  /// The plan for some pictures.
  private func imagePlan(_ pictures: PhotoSet) throws -> PhotoCourse.Plan {
    let heldOut = heldOut ?? min(5000, max(1, pictures.count / 10))
    guard pictures.count > heldOut else {
      throw refuse(
        "There are \(pictures.count) pictures to learn from, so --held-out \(heldOut) leaves none; hold out fewer.",
        status: .failure)
    }
    return PhotoCourse.Plan(
      seed: seed, epochs: epochs ?? 30, batchSize: batch ?? 128, rate: rate ?? 0.2, heldOut: heldOut)
  }

  /// How the weights were made, and how well they classify: for those who want to make them again.
  private func record(
    _ plan: PhotoCourse.Plan, _ pictures: PhotoSet, learned: Int, _ network: Network, _ epoch: PhotoCourse.Epoch
  ) -> JSON {
    .object([
      .init(
        "command",
        .string(
          "cnnviz train --images FOLDER --seed \(seed) --epochs \(plan.epochs) --batch \(plan.batchSize) "
            + "--rate \(plan.rate) --held-out \(plan.heldOut)"
            + (pictures.side == Network.photos.input.height ? "" : " --side \(pictures.side)"))),
      .init("network", .string(network.name)), .init("parameters", .integer(network.parameters)),
      .init("seed", .string(String(seed))), .init("pictures", .integer(learned)),
      .init("heldOut", .integer(plan.heldOut)), .init("epoch", .integer(epoch.number)),
      .init("accuracy", .object([.init("heldOut", .number(epoch.marks.accuracy))])),
      .init(
        "classes",
        .array(
          zip(pictures.classes, epoch.marks.accuracies).map { name, part in
            .object([.init("name", .string(name)), .init("heldOut", part.map { .number($0) } ?? .null)])
          })),
    ])
  }
}

/// A length of time in words as long as a line allows: "3 min 20 s".
func durationText(_ seconds: Double) -> String {
  let whole = Int(seconds.rounded())
  if whole < 60 { return "\(whole) s" }
  if whole < 3600 { return "\(whole / 60) min \(whole % 60) s" }
  return "\(whole / 3600) h \(whole % 3600 / 60) min"
}
