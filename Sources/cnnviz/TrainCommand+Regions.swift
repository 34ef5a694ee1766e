import CellCanvas
import ConvolutionEngine
import JSONText
import Regions

extension TrainCommand {
  /// Trains the labeller of regions on scenes painted for it.
  func runRegions() throws {
    let plan = RegionCourse.Plan(
      seed: seed, epochs: epochs ?? 15, batchSize: batch ?? 8, rate: rate ?? 0.01, scenes: scenes ?? 2000,
      heldOut: heldOut ?? 200)
    let weightsFile = WeightsFile(path: out ?? "regions.safetensors")
    try weightsFile.checkPlace()
    var course = RegionCourse(plan)
    try writeToStandardOutput(
      "\(NumberText.integer(plan.scenes)) scenes to learn from, \(NumberText.integer(plan.heldOut)) held out, "
        + "\(NumberText.integer(RecurrentLabeller.parameters)) weights, \(RegionCourse.rounds) rounds, "
        + "threads: \(threads)\n")
    try train(
      to: weightsFile.path, epochs: plan.epochs, next: { course.nextEpoch(while: $0) }, isBest: { $0 == course.best },
      number: \.number, loss: { "loss \(NumberText.fixed($0.loss, decimals: 4))" },
      marks: { "held out, round by round: " + $0.agreements.map(percent).joined(separator: ", ") }
    ) { epoch in
      try weightsFile.write(epoch.labeller.namedTensors, record: record(plan, epoch))
    }
  }

  /// How the weights were made, and how well they label: for those who want to make them again.
  private func record(_ plan: RegionCourse.Plan, _ epoch: RegionCourse.Epoch) -> JSON {
    .object([
      .init(
        "command",
        .string(
          "cnnviz train --regions --seed \(seed) --epochs \(plan.epochs) --batch \(plan.batchSize) "
            + "--rate \(plan.rate) --scenes \(plan.scenes) --held-out \(plan.heldOut)")),
      .init("network", .string("regions")), .init("parameters", .integer(RecurrentLabeller.parameters)),
      .init("seed", .string(String(seed))), .init("scenes", .integer(plan.scenes)),
      .init("heldOut", .integer(plan.heldOut)), .init("epoch", .integer(epoch.number)),
      .init("rounds", .integer(RegionCourse.rounds)),
      .init("noise", .number(Double(RegionCourse.heldOutNoise))),
      .init("agreement", .array(epoch.agreements.map { .number($0) })),
    ])
  }
}
